import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { callersOf } from '../branch/callers.ts';
import type { Frame } from '../guards/frame.ts';
import { fixedTable, keysOf, tableIn } from '../guards/tables.ts';
import type { Primitive } from '../guards/value.ts';

/** What a list, set or table is asked for, where nothing changes it; undefined where that is not known. */
export function fixedKeys(list: ts.Expression, frame: Frame): readonly Primitive[] | undefined {
  const table = fixedTable(list, frame);
  return table ? keysOf(table, frame) : itemsOf(list, frame);
}

function itemsOf(list: ts.Expression, frame: Frame): Primitive[] | undefined {
  const value = frame.evaluate(list);
  return value.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'const' ? item.value : []))
    : undefined;
}

/**
 * `(...statuses: number[])`: what the callers list, one by one. Undefined where it is no such parameter, something is put into
 * it, or not every caller is seen, or lists constants.
 */
export function listedByCallers(list: ts.Expression, frame: Frame): readonly Primitive[] | undefined {
  const { project } = frame;
  const rest = restParameter(project, list);
  if (!rest || bindingsOf(project).stored.get(rest).length > 0) return undefined;
  if (bindingsOf(project).assigned.get(rest).length > 0) return undefined;
  const { calls, unknown, unseen } = callersOf(project, rest.parent);
  if (unknown !== undefined || unseen !== undefined) return undefined;
  const index = rest.parent.parameters.indexOf(rest);
  const keys = calls.flatMap((call) => call.arguments.slice(index).map((each) => frame.evaluate(each)));
  const isKnown = calls.every((call) => functionAt(project, call.expression) === rest.parent);
  return isKnown && keys.every((each) => each.kind === 'const')
    ? keys.flatMap((each) => (each.kind === 'const' ? each.value : []))
    : undefined;
}

type RestParameter = ts.ParameterDeclaration & { readonly parent: FunctionLike };

function restParameter(project: Project, list: ts.Expression): RestParameter | undefined {
  const node = unwrap(list);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return declaration &&
    ts.isParameter(declaration) &&
    declaration.dotDotDotToken &&
    isFunctionLike(declaration.parent)
    ? (declaration as RestParameter)
    : undefined;
}

/** What a list, set or table holds at some time, as far as it is seen: its first values, and what code puts into it. */
export function keysEver(list: ts.Expression, frame: Frame): readonly Primitive[] {
  const { project } = frame;
  const seen = new Set<ts.Node>();
  const values = [list];
  const keys: Primitive[] = [];
  for (let value = values.pop(); value; value = values.pop()) {
    const node = unwrap(value);
    if (seen.has(node)) continue;
    seen.add(node);
    values.push(...valuesBehind(project, node));
    const rest = restParameter(project, node);
    for (const each of rest ? given(project, rest) : []) {
      const key = frame.evaluate(each);
      if (key.kind === 'const') keys.push(key.value);
      else if (ts.isSpreadElement(each)) values.push(each.expression);
    }
    const table = tableIn(project, node);
    keys.push(...(table ? keysOf(table, frame) : (itemsOf(node, frame) ?? [])));
    const isNamed = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
    const declaration = isNamed ? declarationAt(project, node) : undefined;
    for (const put of declaration ? bindingsOf(project).stored.get(declaration) : []) {
      const key = frame.evaluate(keyOf(put));
      if (key.kind === 'const') keys.push(key.value);
    }
  }
  return keys;
}

const given = (project: Project, rest: RestParameter): readonly ts.Expression[] =>
  bindingsOf(project)
    .calls.get(rest.parent)
    .flatMap((call) => call.arguments.slice(rest.parent.parameters.indexOf(rest)));

/** `404` of `TEXTS[404] = text`, `TEXTS.set(404, text)`, `CODES.add(404)`. */
function keyOf(put: ts.Expression): ts.Expression {
  const { parent } = put;
  if (ts.isCallExpression(parent)) return parent.arguments[0] ?? put;
  const left = ts.isBinaryExpression(parent) ? unwrap(parent.left) : put;
  return ts.isElementAccessExpression(left) ? left.argumentExpression : put;
}
