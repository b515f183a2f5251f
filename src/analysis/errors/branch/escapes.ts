import { ts } from '../../../compiler.cjs';
import { clientArea, httpErrorClasses, scopeErrorClasses } from '../../../sdk/roles.ts';
import { enclosingFunction, type FunctionLike, isFunctionLike, wrapped } from '../../program/ast.ts';
import { isLocal } from '../../program/mentions.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkRoot } from '../../program/sdk-root.ts';
import type { Frame } from '../guards/frame.ts';
import { callsTo, namesOf } from '../guards/function-calls.ts';
import { variableAt } from '../guards/subject.ts';
import { unseenUses } from '../guards/unseen-uses.ts';
import { isLostMember } from './lost-members.ts';

/** A place that the error is passed to, and that needs what only an SdkHttpError has. */
export type Escape =
  /** Its type requires an SdkHttpError. */
  | { readonly kind: 'type'; readonly node: ts.Node }
  /** `result.error.status`: a member is read from where the error was stored. */
  | { readonly kind: 'read'; readonly node: ts.Node };

/** Where the error escapes from the branch, at a node that stays in it. */
export function escapeOf(node: ts.Node, frame: Frame): Escape | undefined {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  if (isName(node) || frame.evaluate(node).kind !== 'error') return undefined;
  const type = isInferred(frame.project, node) ? undefined : frame.project.checker.getContextualType(node);
  if (type && !takesBoth(frame.project, type)) return { kind: 'type', node: node.parent };
  const value = outermost(node);
  // A constant that is only the error: its reads are evaluated, so they need no search.
  if (ts.isVariableDeclaration(value.parent) && value === wrapped(node)) return undefined;
  const read = readOf(frame.project, value, new Set());
  return read && { kind: 'read', node: read };
}

const isName = (node: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  ts.isBindingElement(node.parent) ||
  (ts.isVariableDeclaration(node.parent) && node.parent.name === node);

/** Whether a place that takes an SdkHttpError also takes an InsufficientScopeError. */
function takesBoth({ program, checker }: Project, wanted: ts.Type): boolean {
  if (wanted.flags & ts.TypeFlags.TypeParameter) return true;
  const file = program.getSourceFile(`${sdkRoot}${clientArea}.d.ts`);
  const exported = file && checker.getSymbolAtLocation(file)?.exports;
  const typeOf = (name: string | undefined): ts.Type | undefined => {
    const symbol = exported?.get(ts.escapeLeadingUnderscores(name ?? ''));
    return symbol && checker.getDeclaredTypeOfSymbol(symbol);
  };
  const [before, now] = [typeOf(httpErrorClasses[0]), typeOf(scopeErrorClasses[0])];
  if (!before || !now || !checker.isTypeAssignableTo(before, wanted)) return true;
  return checker.isTypeAssignableTo(now, wanted);
}

/** `Object.assign(new Error(), { cause: error })`: the type there is inferred from the error, so it requires nothing. */
function isInferred(project: Project, node: ts.Expression): boolean {
  let current: ts.Node = wrapped(node);
  while (ts.isPropertyAssignment(current.parent) || ts.isObjectLiteralExpression(current.parent))
    current = current.parent;
  const call = current.parent;
  if (!ts.isCallExpression(call)) return false;
  const index = call.arguments.indexOf(current as ts.Expression);
  const declared = project.checker.getResolvedSignature(call)?.declaration?.parameters[index];
  const type =
    declared && ts.isParameter(declared) && declared.type && project.checker.getTypeAtLocation(declared.type);
  return Boolean(type && type.flags & ts.TypeFlags.TypeParameter);
}

/** The expression whose value the error becomes: `guard ? error : undefined`, `(error as Error)`. */
function outermost(node: ts.Expression): ts.Expression {
  let current = wrapped(node);
  for (;;) {
    const parent: ts.Node = current.parent;
    const isValue =
      ts.isAwaitExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== current) ||
      (ts.isBinaryExpression(parent) && isChoice(parent, current));
    if (!isValue) return current;
    current = wrapped(parent as ts.Expression);
  }
}

/** `a && error`, `error || b`, `error ?? b` */
function isChoice({ operatorToken, left }: ts.BinaryExpression, operand: ts.Node): boolean {
  if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return operand !== left;
  return (
    operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** A read of a lost member from where the value goes. A type annotation ends the search: the compiler checks the rest. */
function readOf(project: Project, value: ts.Expression, seen: Set<ts.Node>): ts.Node | undefined {
  const { parent } = value;
  if (seen.has(value)) return undefined;
  seen.add(value);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === value)
    return isLostMember(parent.name.text) ? parent : undefined;
  if (ts.isVariableDeclaration(parent) && parent.initializer === value)
    return readOfName(project, parent.name);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = parent;
    if (ts.isIdentifier(left)) return readOfName(project, left);
    return ts.isPropertyAccessExpression(left) ? readOfName(project, left.name) : undefined;
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const maker = enclosingFunction(parent);
    if (maker) askForCallers(project, maker);
    return readOfName(project, parent.name);
  }
  const owner = ts.isReturnStatement(parent)
    ? enclosingFunction(parent)
    : isFunctionLike(parent)
      ? parent
      : undefined;
  return owner && !owner.type ? readOfAnswer(project, owner, seen) : undefined;
}

/** The callers of a function read what it returns. Their files may not name the SDK. */
function askForCallers(project: Project, owner: FunctionLike): void {
  const name = owner.name ?? (owner.parent as ts.NamedDeclaration).name;
  if (name && ts.isIdentifier(name) && !isLocal(name))
    for (const each of namesOf(project, [owner])) project.ask(each, owner);
}

function readOfAnswer(project: Project, owner: FunctionLike, seen: Set<ts.Node>): ts.Node | undefined {
  askForCallers(project, owner);
  for (const call of callsTo(project, owner)) {
    const read = readOf(project, outermost(call), seen);
    if (read) return read;
  }
  return undefined;
}

/** `name.status`, `const { status } = name`, where the name stands for the same variable or property. */
function readOfName(project: Project, name: ts.Node): ts.Node | undefined {
  if (ts.isObjectBindingPattern(name)) return name.elements.find((element) => isLost(element));
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const declaration = declarationOf(project, name);
  if (!declaration) return undefined;
  // A local variable is read in its file, a property in any file, whatever that imports.
  const isLocal = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
  if (!isLocal) unseenUses(project, name.text, [declaration]);
  const files = isLocal ? [name.getSourceFile()] : project.userFiles;
  for (const file of files) {
    if (!file.text.includes(name.text)) continue;
    for (const node of nodesOfKinds(file, readKinds)) {
      const read = lostRead(node, name.text);
      if (read && declarationOf(project, read.name) === declaration) return read.node;
    }
  }
  return undefined;
}

function declarationOf(
  project: Project,
  name: ts.Identifier | ts.PrivateIdentifier,
): ts.Declaration | undefined {
  const symbol =
    ts.isShorthandPropertyAssignment(name.parent) || ts.isPrivateIdentifier(name)
      ? project.checker.getSymbolAtLocation(name)
      : variableAt(project, name);
  return symbol?.declarations?.[0];
}

interface LostRead {
  readonly name: ts.Identifier | ts.PrivateIdentifier;
  readonly node: ts.Node;
}

const readKinds = [ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.VariableDeclaration] as const;

function lostRead(node: ts.Node, name: string): LostRead | undefined {
  if (ts.isPropertyAccessExpression(node) && isLostMember(node.name.text)) {
    const from = lastName(node.expression);
    return from?.text === name ? { name: from, node } : undefined;
  }
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isObjectBindingPattern(node.name))
    return undefined;
  const from = lastName(node.initializer);
  return from?.text === name && node.name.elements.some(isLost) ? { name: from, node } : undefined;
}

const isLost = (element: ts.BindingElement): boolean =>
  isLostMember((element.propertyName ?? element.name).getText());

function lastName(node: ts.Expression): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return lastName(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isIdentifier(node) ? node : undefined;
}
