import { ts } from '../../../compiler.cjs';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import { isAssignment, isFunctionLike, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { definerAt } from '../../program/member-definers.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { asksHttp } from './both-generations.ts';

const declaredBy = (project: Project, call: ts.CallExpression | ts.NewExpression): string => {
  const declared = declaredAs(symbolOf(project, unwrap(call.expression)));
  return `${declared?.name}.${declared?.member}`;
};

/** `Object.assign({}, ctx)` */
export const isCopy = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  declaredBy(project, call) === 'ObjectConstructor.assign';

/** The key that a call sets on its first argument, where it is the name or may be: `Object.defineProperty(ctx, key, …)`. */
export function keySet(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  name: string,
): ts.Expression | undefined {
  const key = call.arguments?.[1];
  const definer = isCopy(project, call) ? undefined : definerAt(project, call);
  return key && definer && mayName(project, key, name) ? key : undefined;
}

/** The computed key of `ctx[key] = user`, where it is the name or may be. */
export function keyWritten(project: Project, access: ts.Expression, name: string): ts.Expression | undefined {
  if (!ts.isElementAccessExpression(access) || !isWrite(access)) return undefined;
  const key = access.argumentExpression;
  return !ts.isStringLiteralLike(unwrap(key)) && mayName(project, key, name) ? key : undefined;
}

function mayName(project: Project, key: ts.Expression, name: string): boolean {
  const value = throughConstants(project, key);
  return ts.isStringLiteralLike(value) ? value.text === name : !ts.isNumericLiteral(value);
}

/** Calls whose result is their first argument, or a promise of it. */
export const isPassedThrough = (project: Project, call: ts.CallExpression | ts.NewExpression): boolean =>
  ['PromiseConstructor.resolve', 'ObjectConstructor.freeze'].includes(declaredBy(project, call));

export function isWrite(access: ts.Node): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}

/** How a member is written: for sure, under a condition, after it was read (`??=`); undefined where it is only read. */
export function writtenAs(access: ts.Node): 'surely' | 'maybe' | 'after-read' | undefined {
  const { parent } = access;
  if (!isWrite(access)) return undefined;
  if (asksHttp(parent)) return 'surely';
  if (!isPlainAssignment(parent)) return 'after-read';
  return isConditional(parent) ? 'maybe' : 'surely';
}

/** Whether something runs only where a condition of its function holds: behind `if`, `?:`, `&&`, in a clause or a `catch`. */
function isConditional(start: ts.Node): boolean {
  for (let node = start; node.parent && !isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) && parent.expression !== node) return true;
    if (ts.isConditionalExpression(parent) && parent.condition !== node) return true;
    if (ts.isCaseOrDefaultClause(parent) || ts.isCatchClause(parent)) return true;
    if (ts.isBinaryExpression(parent) && parent.right === node && logical.has(parent.operatorToken.kind))
      return true;
  }
  return false;
}

/** The operators whose right side runs only under a condition. */
const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);
