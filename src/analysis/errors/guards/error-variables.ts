import { ts } from '../../../compiler.cjs';
import { codeText, descendants, isFunctionLike, ownDescendants, unwrap } from '../../program/ast.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { createFrame } from './evaluator.ts';
import { importsClient, isRejectionCallback } from './guard-tests.ts';
import { onlyFunctionAt } from './own-functions.ts';
import { httpScenarios } from './scenarios.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Whether a name is the error that a handler received: the variable of a catch, or a parameter without a telling type. */
export function isErrorVariable(project: Project, name: ts.Identifier): boolean {
  const declaration = project.checker.getSymbolAtLocation(name)?.valueDeclaration;
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration)) return ts.isCatchClause(declaration.parent);
  if (!ts.isParameter(declaration) || !ts.isIdentifier(declaration.name)) return false;
  // `(error, req, res, next)` receives the errors of a web server.
  if (declaration.parent.parameters.length > 3) return false;
  const type = project.checker.getTypeAtLocation(declaration);
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  const declared = declaredAs(type.symbol);
  return declared?.name === 'Error' && declared.area.startsWith('platform/');
}

/** A comparison of an untyped error's `status` with 403. The error may or may not come from the SDK. */
export interface UntypedTest {
  readonly node: ts.Expression;
  readonly error: ts.Identifier;
}

export function untypedComparisons(project: Project): UntypedTest[] {
  return project.files
    .filter((file) => /\bstatus\b/.test(file.text) && importsClient(project, file))
    .flatMap((file) => nodesOfKinds(file, comparing))
    .flatMap((node) => comparisonAt(project, node) ?? []);
}

const comparing = [ts.SyntaxKind.BinaryExpression, ts.SyntaxKind.CallExpression] as const;

function comparisonAt(project: Project, node: ts.Node): UntypedTest | undefined {
  const read = comparedStatus(node);
  if (!read) return undefined;
  const error = errorOf(project, read);
  if (!error || !isErrorVariable(project, error) || comesFromElsewhere(project, error)) return undefined;
  if (isKnown(project, error) || isOfOtherClass(node, error)) return undefined;
  const subject = subjectOf(project, error);
  return subject && isDecidedBy403(project, node as ts.Expression, subject)
    ? { node: node as ts.Expression, error }
    : undefined;
}

/** The operand that may be a status: `error.status === 403`, `[401, 403].includes(status)`. */
function comparedStatus(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node) && /^[!=]==?$/.test(node.operatorToken.getText())) {
    const sides = [node.left, node.right].map(unwrap);
    return sides.find((side) => ts.isIdentifier(side) || ts.isPropertyAccessExpression(side));
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [argument] = node.arguments;
  return argument && /^(has|includes)$/.test(node.expression.name.text) ? unwrap(argument) : undefined;
}

/** The error behind `error.status`, `error.data?.status`, `error.status ?? error.code` and constants of these. */
function errorOf(project: Project, read: ts.Expression, depth = 0): ts.Identifier | undefined {
  const node = unwrap(read);
  if (depth > 4) return undefined;
  if (ts.isBinaryExpression(node)) return errorOf(project, node.left, depth + 1);
  if (ts.isPropertyAccessExpression(node)) {
    if (node.name.text !== 'status') return undefined;
    let owner = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(owner) && owner.name.text === 'data') owner = unwrap(owner.expression);
    return ts.isIdentifier(owner) ? owner : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = project.checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  return errorOf(project, declaration.initializer, depth + 1);
}

function isDecidedBy403(project: Project, node: ts.Expression, subject: Subject): boolean {
  const [http] = httpScenarios;
  const given = createFrame(project, subject, http!).evaluate(node);
  const equal = !(ts.isBinaryExpression(node) && node.operatorToken.getText().startsWith('!'));
  return given.kind === 'const' && given.value === equal;
}

/** The `try` calls nothing of the SDK or of this project: only a fetch, or another library. */
function comesFromElsewhere(project: Project, error: ts.Identifier): boolean {
  const declaration = project.checker.getSymbolAtLocation(error)?.valueDeclaration;
  if (!declaration) return true;
  const source =
    ts.isVariableDeclaration(declaration) && ts.isCatchClause(declaration.parent)
      ? declaration.parent.parent.tryBlock
      : ts.isParameter(declaration) && isRejectionCallback(declaration.parent)
        ? (declaration.parent.parent as ts.CallExpression).expression
        : undefined;
  if (!source) return false;
  const calls = [...ownDescendants(source)].filter((node) => ts.isCallExpression(node));
  return !calls.some((call) => {
    if (onlyFunctionAt(project, call.expression)) return true;
    const area = declaredAs(symbolOf(project, nameOf(call.expression)))?.area;
    return area?.startsWith('v2/') ?? false;
  });
}

const nameOf = (callee: ts.Expression): ts.Node =>
  ts.isPropertyAccessExpression(callee) ? callee.name : callee;

/** `error instanceof ApiError && error.status === 403`: an error of another library. */
function isOfOtherClass(node: ts.Node, error: ts.Identifier): boolean {
  for (let current = node; current.parent && !isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    const condition =
      ts.isIfStatement(parent) && parent.thenStatement === current
        ? parent.expression
        : ts.isConditionalExpression(parent) && parent.whenTrue === current
          ? parent.condition
          : ts.isBinaryExpression(parent) && parent.right === current && isAnd(parent)
            ? parent.left
            : undefined;
    if (condition && [...descendants(condition)].some((each) => isClassTest(each, error))) return true;
  }
  return false;
}

const isAnd = ({ operatorToken }: ts.BinaryExpression): boolean =>
  operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;

const isClassTest = (node: ts.Node, error: ts.Identifier): boolean =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
  codeText(node.left) === error.text &&
  node.right.getText() !== 'Error';

/** The type is a class already, because a test before this one narrowed it. */
function isKnown(project: Project, error: ts.Identifier): boolean {
  const { symbol } = project.checker.getTypeAtLocation(error);
  return symbol !== undefined && Boolean(symbol.flags & ts.SymbolFlags.Class);
}
