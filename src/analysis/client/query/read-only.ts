import { ts } from '../../../compiler.cjs';
import { descendants, isAssignment, memberName } from '../../program/ast.ts';
import { isWritten } from '../../program/written-names.ts';

const texts = ['hash', 'host', 'hostname', 'password', 'pathname', 'port', 'protocol', 'username'];
const changing = ['href', 'search'];
const methods = ['clone', 'entries', 'get', 'getAll', 'has', 'keys', 'size', 'toJSON', 'toString', 'values'];

/** True for a member of a URL or of its params that leaves the query as it is, in the way it is used here. */
export function leavesQuery(access: ts.Expression): boolean {
  const name = memberName(access) ?? '';
  if (texts.includes(name)) return true;
  if (name === 'forEach') return seesOnlyTexts(access.parent);
  return [...changing, ...methods].includes(name) && !isWritten(access);
}

/** The third argument of the callback is the query itself. */
function seesOnlyTexts(call: ts.Node): boolean {
  const [callback] = ts.isCallExpression(call) ? call.arguments : [];
  if (!callback || (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback))) return false;
  const isOpen = callback.parameters.some(({ dotDotDotToken }) => dotDotDotToken);
  const usesAll = [...descendants(callback.body)].some(
    (node) => ts.isIdentifier(node) && node.text === 'arguments',
  );
  return callback.parameters.length <= 2 && !isOpen && !usesAll;
}

const choosing = new Set([ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken]);
const following = new Set([...choosing, ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.CommaToken]);

/** True when the value of `parent` may be the value of `node`: `(x)`, `x as T`, `x ?? y`, `a ? x : y`, `await x`. */
export function isSameValue(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.right === node ? following.has(kind) : choosing.has(kind);
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAwaitExpression(parent)
  );
}

/** True where a value is only looked at: compared, tested, made a text, taken apart into its texts. */
export function isLookedAt(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return !isAssignment(parent.operatorToken.kind);
  if (ts.isForOfStatement(parent) || ts.isConditionalExpression(parent)) return true;
  if (ts.isTemplateSpan(parent)) return !ts.isTaggedTemplateExpression(parent.parent.parent);
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  return looking.has(parent.kind);
}

const looking = new Set([
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.ComputedPropertyName,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.TypeQuery,
  ts.SyntaxKind.VoidExpression,
  ts.SyntaxKind.WhileStatement,
]);
