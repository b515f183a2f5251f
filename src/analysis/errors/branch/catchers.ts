import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isRejectionCallback } from '../guards/guard-tests.ts';
import { constant, type Value } from '../guards/value.ts';
import { calleeName, calleesOf, isOfPlatform } from './attempts.ts';
import { callersOf, type Readers } from './callers.ts';

/** Who gets what is thrown at a place: the variables of handlers, and the calls that throw it on. */
export interface Catchers {
  readonly caught: readonly ts.BindingName[];
  readonly callers: readonly ts.CallExpression[];
  /** The function that throws it to code outside of the project. */
  readonly beyond?: Readers | undefined;
  /** Callers that cannot be looked at, in words. */
  readonly unseen?: string | undefined;
}

const none: Catchers = { caught: [], callers: [] };

export function catchersOf(project: Project, at: ts.Node): Catchers {
  const handler = tryAround(at)?.catchClause;
  if (handler)
    return handler.variableDeclaration ? { ...none, caught: [handler.variableDeclaration.name] } : none;
  const callback = ts.isCallExpression(at) ? rejectionOf(at) : undefined;
  if (callback) return { ...none, caught: callback.parameters.slice(0, 1).map(({ name }) => name) };
  const owner = enclosingFunction(at);
  if (!owner) return none;
  const readers = callersOf(project, owner);
  const callers = readers.calls.filter((call) => !isShownBy(project, call, owner));
  const beyond = isBeyond(readers) ? readers : undefined;
  return { ...none, callers, unseen: readers.unseen, beyond };
}

/** Who gets the error is not in the project: a library was given the function, or whoever imports the package calls it. */
const isBeyond = ({ unknown, isPublished, isUsed }: Readers): boolean =>
  isPublished || !isUsed || (unknown !== undefined && unknown !== 'callers');

/**
 * `app.get('/', owner)`, `emitter.on('end', owner)`: the platform answers with the error, or ends the program. What the
 * language calls itself, or what gives back the function's own promise, throws on: `list.map(owner)`, `storage.run(owner)`.
 */
function isShownBy(project: Project, call: ts.CallExpression, owner: FunctionLike): boolean {
  if (calleesOf(project, call).includes(owner) || !isOfPlatform(project, call)) return false;
  if (declaredAs(symbolOf(project, calleeName(call)))?.area === 'platform/es') return false;
  const type = project.checker.getTypeAtLocation(call);
  return !(type.flags & ts.TypeFlags.Any) && project.checker.getAwaitedType(type) === type;
}

/** The `try` whose catch clause gets what a node throws. */
export function tryAround(node: ts.Node): ts.TryStatement | undefined {
  for (let current = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (ts.isTryStatement(parent) && parent.tryBlock === current && parent.catchClause) return parent;
  }
  return undefined;
}

/** `call().catch(error => …)`, also behind a `then`. */
function rejectionOf(call: ts.CallExpression): ts.SignatureDeclaration | undefined {
  const access = wrapped(call).parent;
  if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(access.parent)) return undefined;
  const callback = access.parent.arguments.find((each) => isRejectionCallback(each) && isFunctionLike(each));
  return callback ? (callback as ts.ArrowFunction) : rejectionOf(access.parent);
}

/** `error instanceof Transient`, where the class of what was thrown is known. */
export function classTest(
  project: Project,
  read: ts.Expression,
  type: ts.Symbol | undefined,
): { readonly node: ts.Expression; readonly value: Value } | undefined {
  const { parent } = wrapped(read);
  if (!type || !ts.isBinaryExpression(parent) || parent.left !== wrapped(read)) return undefined;
  if (parent.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return undefined;
  const asked = symbolOf(project, unwrap(parent.right));
  if (!asked) return undefined;
  return { node: parent, value: constant(extendsClass(project, type, asked)) };
}

function extendsClass(project: Project, type: ts.Symbol, asked: ts.Symbol): boolean {
  if (type === asked) return true;
  const declared = project.checker.getDeclaredTypeOfSymbol(type);
  if (!declared.isClassOrInterface()) return false;
  return project.checker
    .getBaseTypes(declared)
    .some(({ symbol }) => symbol && extendsClass(project, symbol, asked));
}
