import { ts } from '../../../../compiler.cjs';
import { references, unwrap, wrapped } from '../../../program/ast.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import type { Fact } from './value-facts.ts';

/**
 * Of which URL is a text the address, without its query?
 * Asked by the flow and by the fix: what is built on the address goes to the same client, and gets its issuer the same way.
 * Gives `url` for `url.split('?')[0]`, for `.at(0)` and `.shift()` of the parts, and for the first name of
 * `const [base, query] = url.split('?')`.
 */
export function cutFrom(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isBindingElement(node)) return ofPattern(project, node);
  if (ts.isElementAccessExpression(node))
    return isFirst(node.argumentExpression) ? splitAt(project, node.expression) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const [index, more] = node.arguments;
  const takesFirst =
    callee.name.text === 'shift' ? !index : callee.name.text === 'at' && !more && index && isFirst(index);
  return takesFirst ? splitAt(project, callee.expression) : undefined;
}

/** The address of the client is its redirect_uri, whatever the program then writes behind it. */
export const addressFacts = (facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact) => (fact.kind === 'redirect' ? fact : { ...fact, inside: true }));

const isFirst = (index: ts.Expression): boolean => ts.isNumericLiteral(index) && index.text === '0';

function ofPattern(project: Project, element: ts.BindingElement): ts.Expression | undefined {
  const { parent: pattern, dotDotDotToken } = element;
  if (!ts.isArrayBindingPattern(pattern) || pattern.elements[0] !== element || dotDotDotToken)
    return undefined;
  const { parent } = pattern;
  return ts.isVariableDeclaration(parent) && parent.initializer
    ? splitAt(project, parent.initializer)
    : undefined;
}

/** The text that is split where its query or its fragment begins. */
function splitAt(project: Project, parts: ts.Expression): ts.Expression | undefined {
  const plain = unwrap(parts);
  if (ts.isIdentifier(plain)) return splitBehind(project, plain);
  if (!ts.isCallExpression(plain)) return undefined;
  const callee = unwrap(plain.expression);
  const [separator] = plain.arguments;
  const isSplit = ts.isPropertyAccessExpression(callee) && callee.name.text === 'split';
  return isSplit && separator && endsAddress(unwrap(separator)) ? callee.expression : undefined;
}

/** `'?'`, `'#'`, `/[?#]/` */
function endsAddress(separator: ts.Expression): boolean {
  if (ts.isStringLiteralLike(separator)) return separator.text === '?' || separator.text === '#';
  return (
    ts.isRegularExpressionLiteral(separator) && /^\/(\\[?#]|#|\[(\\?[?#]){1,2}\])\/$/.test(separator.text)
  );
}

/** `const parts = url.split('?')`, of which parts are only read. */
function splitBehind(project: Project, name: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationAt(project, name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const { initializer } = declaration;
  const symbol = project.checker.getSymbolAtLocation(declaration.name);
  if (!initializer || !symbol || ts.isIdentifier(unwrap(initializer)) || !isConst(declaration))
    return undefined;
  const uses = references(project.checker, symbol, declaration.getSourceFile());
  return uses.every((use) => use === declaration.name || readsPart(use))
    ? splitAt(project, initializer)
    : undefined;
}

const isConst = (declaration: ts.VariableDeclaration): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;

/** `parts[1]`, `parts.at(0)`, `parts.length` */
function readsPart(use: ts.Expression): boolean {
  const { parent } = wrapped(use);
  if (ts.isPropertyAccessExpression(parent)) return /^(at|length)$/.test(parent.name.text);
  if (!ts.isElementAccessExpression(parent)) return false;
  const { parent: around } = wrapped(parent);
  const isWritten = ts.isBinaryExpression(around) && unwrap(around.left) === parent && isAssigning(around);
  return !isWritten && !ts.isDeleteExpression(around);
}

const isAssigning = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
