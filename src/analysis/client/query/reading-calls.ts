import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { importedName } from '../../program/imported-name.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt, sdkEntityOf } from '../../program/sdk-symbols.ts';
import { keyOf } from './declared.ts';
import { onlyReading } from './table.ts';
import { isSchemaCheck } from './validated.ts';

type Call = ts.CallExpression | ts.NewExpression;

/** True for a call of a function that is known to only read what it gets: of the platform, of the SDK, or of a schema. */
export function onlyReads(project: Project, call: Call): boolean {
  const callee = unwrap(call.expression);
  const isKnown = onlyReading.includes(keyOf(project, callee) ?? '');
  return isKnown || isOfSdk(project, call) || isSchemaCheck(project, call);
}

function isOfSdk(project: Project, call: Call): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (sdkEntityAt(project, name)) return true;
  // A class of the project that adds no constructor has that of the SDK.
  const called = project.checker.getResolvedSignature(call)?.declaration;
  return sdkEntityOf((called as (ts.Node & { symbol?: ts.Symbol }) | undefined)?.symbol) !== undefined;
}

/** `auth(provider, { serverUrl: url })` of the SDK, and what an effect of React depends on: `[params]`. */
export function isReadInLiteral(project: Project, node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent)) return isDependencies(project, parent);
  const isValue =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  const literal = isValue ? parent.parent : undefined;
  const call = literal?.parent;
  const isGiven =
    call !== undefined &&
    (ts.isCallExpression(call) || ts.isNewExpression(call)) &&
    call.expression !== literal;
  return isGiven && isOfSdk(project, call);
}

const hooks = ['useCallback', 'useEffect', 'useInsertionEffect', 'useLayoutEffect', 'useMemo'];

/** What an effect or a hook of React depends on: it is only compared. */
export function isDependencies(project: Project, list: ts.ArrayLiteralExpression): boolean {
  const call = list.parent;
  if (!ts.isCallExpression(call) || call.arguments[1] !== list) return false;
  const imported = importedName(project, call.expression);
  return imported?.module === 'react' && hooks.includes(imported.name);
}
