import { ts } from '../../compiler.cjs';
import { codesOf403 } from '../../sdk/facts.ts';
import { clientArea, httpErrorClasses, v1HttpErrorClass } from '../../sdk/roles.ts';
import { descendants, enclosingFunction, type FunctionLike, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { declaredAs, symbolOf } from '../sdk-symbols.ts';
import { evaluate } from './evaluate.ts';
import { classAt, createFrame, type Subject, subjectOf, variableAt } from './frame.ts';
import { forbiddenCodes, httpWorlds, scopeWorld } from './worlds.ts';

/** The code that inspects one error value. */
export interface Handler {
  readonly subject: Subject;
  /** What runs with the error, in order; a lone expression where an arrow function has no block. */
  readonly body: readonly ts.Statement[] | ts.Expression;
  readonly scope: ts.Node;
  readonly kind: GuardKind;
  /** The first test that asks for an SDK error. */
  readonly guard: ts.Node;
}

interface Guard {
  readonly node: ts.Node;
  readonly value: ts.Expression;
  readonly kind: GuardKind;
}

/** Every scope in which an error value is tested for the SDK's HTTP errors, by class or by code. */
export function findHandlers(project: Project): Handler[] {
  const found = new Map<string, Handler>();
  for (const file of project.files) {
    for (const node of descendants(file)) {
      for (const guard of guardsAt(project, node)) {
        const handler = handlerOf(project, guard);
        if (!handler) continue;
        const key = `${file.fileName}:${handler.scope.pos}:${handler.subject.text}:${handler.kind}`;
        if (!found.has(key)) found.set(key, handler);
      }
    }
  }
  return [...found.values()];
}

type GuardKind = 'v2' | 'v1' | 'compat';

/** Which SDK error class `node` names, when handlers of a 403 test for it; `compat` is a v1 class under `--sdk 2`. */
function guardClass(project: Project, node: ts.Expression): GuardKind | undefined {
  const declared = classAt(project, node);
  if (!declared || declared === 'own' || declared.member) return undefined;
  if (declared.area === clientArea && httpErrorClasses.includes(declared.name)) return 'v2';
  if (declared.name !== v1HttpErrorClass) return undefined;
  return declared.area.startsWith('v1/') ? 'v1' : declared.area.startsWith('v2/') ? 'compat' : undefined;
}

function guardsAt(project: Project, node: ts.Node): Guard[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const kind = guardClass(project, node.right);
    return kind ? [{ node, value: node.left, kind }] : [];
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [value] = node.arguments;
    if (!value || node.expression.name.text !== 'isInstance') return [];
    const kind = guardClass(project, node.expression.expression);
    return kind ? [{ node, value, kind }] : [];
  }
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    return isHttpErrorType(project, node.type) ? [{ node, value: node.expression, kind: 'v2' }] : [];
  }
  if (
    ts.isParameter(node) &&
    node.type &&
    ts.isIdentifier(node.name) &&
    isHttpErrorType(project, node.type)
  ) {
    return isRejectionCallback(node.parent) ? [{ node, value: node.name, kind: 'v2' }] : [];
  }
  return ts.isExpression(node) && isForbiddenCode(project, node) ? codeGuards(project, node) : [];
}

function isHttpErrorType(project: Project, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type)) return false;
  const declared = declaredAs(
    symbolOf(project, ts.isQualifiedName(type.typeName) ? type.typeName.right : type.typeName),
  );
  return declared?.area === clientArea && httpErrorClasses.includes(declared.name);
}

/** `promise.catch(callback)`, `promise.then(_, callback)`: what they are given is typed by hand, not by the compiler. */
function isRejectionCallback(node: ts.Node): boolean {
  const call = node.parent;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const index = call.arguments.indexOf(node as ts.Expression);
  return ['catch', 'then'].indexOf(call.expression.name.text) === index;
}

function isForbiddenCode(project: Project, node: ts.Expression): boolean {
  const codes: readonly unknown[] = forbiddenCodes;
  if (ts.isStringLiteral(node)) return codes.includes(node.text);
  // The name first: asking the checker for every property access would cost seconds.
  if (!ts.isPropertyAccessExpression(node) || !codesOf403.includes(node.name.text)) return false;
  const declared = declaredAs(symbolOf(project, node.name));
  return declared?.name === 'SdkErrorCode' && codes.includes(enumValue(project, node));
}

/** The value of `SdkErrorCode.X`; of an enum that is only declared the type knows it. */
function enumValue(project: Project, node: ts.PropertyAccessExpression): string | number | undefined {
  const type = project.checker.getTypeAtLocation(node);
  return project.checker.getConstantValue(node) ?? (type.isStringLiteral() ? type.value : undefined);
}

/** Whether code asks for the one code that means a lack of permission, as opposed to the two for any HTTP error. */
export function namesForbidden(project: Project, scope: ts.Node): boolean {
  return [...descendants(scope)].some((node) => {
    if (ts.isStringLiteral(node)) return node.text === forbiddenCodes[0];
    return ts.isPropertyAccessExpression(node) && enumValue(project, node) === forbiddenCodes[0];
  });
}

/** The error whose `code` is compared with a code of a 403. */
function codeGuards(project: Project, node: ts.Expression): Guard[] {
  const parent = node.parent;
  let compared: ts.Expression | undefined;
  if (ts.isBinaryExpression(parent)) compared = parent.left === node ? parent.right : parent.left;
  else if (ts.isCaseClause(parent)) compared = parent.parent.parent.expression;
  const read = compared && memberRead(project, unwrap(compared));
  return read ? [{ node: ts.isCaseClause(parent) ? node : parent, value: read, kind: 'v2' }] : [];
}

function memberRead(project: Project, node: ts.Expression): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'code') return unwrap(node.expression);
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = variableAt(project, node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const initializer = unwrap(declaration.initializer);
  return initializer === node ? undefined : memberRead(project, initializer);
}

function handlerOf(project: Project, guard: Guard): Handler | undefined {
  const subject = origin(project, guard.value);
  if (!subject) return undefined;
  const place = placeOf(project, subject, guard.node);
  return place && { subject, ...place, kind: guard.kind, guard: guard.node };
}

/** Follows `const err = e as Error`, `const err = e instanceof Error ? e : new Error()` back to the error itself. */
function origin(project: Project, value: ts.Expression): Subject | undefined {
  const subject = subjectOf(project, value);
  const declaration = subject?.symbol.valueDeclaration;
  if (!subject || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return subject;
  if (!ts.isIdentifier(declaration.name) || subject.text !== declaration.name.text) return subject;
  const initializer = declaration.initializer;
  for (const node of descendants(initializer)) {
    if (!ts.isIdentifier(node)) continue;
    const candidate = subjectOf(project, node);
    if (!candidate || candidate.symbol === subject.symbol) continue;
    const frames = [httpWorlds[0]!, scopeWorld].map((world) => createFrame(project, candidate, world));
    if (frames.every((frame) => evaluate(initializer, frame).kind === 'error')) return origin(project, node);
  }
  return subject;
}

type Place = Pick<Handler, 'body' | 'scope'>;

function placeOf(project: Project, subject: Subject, guard: ts.Node): Place | undefined {
  const root = subject.symbol.valueDeclaration;
  if (!root || subject.text.startsWith('this.')) return placeOfFunction(enclosingFunction(guard), guard);
  if (ts.isVariableDeclaration(root) && ts.isCatchClause(root.parent)) {
    return { scope: root.parent, body: root.parent.block.statements };
  }
  const parameter = findParent(root, ts.isParameter);
  if (parameter && !ts.isFunctionTypeNode(parameter.parent)) {
    const owner = parameter.parent as FunctionLike;
    // Typed as the SDK's error already: who calls it has tested for that.
    if (parameter.type && isHttpErrorType(project, parameter.type) && !isRejectionCallback(owner))
      return undefined;
    return placeOfFunction(owner, guard);
  }
  const list = root.parent?.parent?.parent;
  if (
    ts.isVariableDeclaration(root) &&
    list &&
    (ts.isBlock(list) || ts.isSourceFile(list) || ts.isCaseOrDefaultClause(list))
  ) {
    const after = list.statements.filter((statement) => statement.pos >= root.end);
    const isLet = !(ts.getCombinedNodeFlags(root) & ts.NodeFlags.Const);
    if (after.length > 0 && !isLet) return { scope: root, body: after };
  }
  return placeOfFunction(enclosingFunction(guard), guard);
}

function placeOfFunction(owner: FunctionLike | undefined, guard: ts.Node): Place | undefined {
  if (!owner) {
    const file = guard.getSourceFile();
    return { scope: file, body: file.statements };
  }
  if (!owner.body) return undefined;
  return { scope: owner, body: ts.isBlock(owner.body) ? owner.body.statements : owner.body };
}

function findParent<T extends ts.Node>(node: ts.Node, test: (node: ts.Node) => node is T): T | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (test(current)) return current;
    if (ts.isStatement(current)) return undefined;
  }
  return undefined;
}
