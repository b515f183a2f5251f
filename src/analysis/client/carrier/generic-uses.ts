import { ts } from '../../../compiler.cjs';
import { type Box, boxes } from '../../../sdk/boxes.ts';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { declaredKey } from '../query/declared.ts';
import type { Holding } from './made-over.ts';

/** What a call in a generic function does with the value: it tells equal values from others, or passes it out of the project. */
type ArgumentUse = 'looked-at' | 'passed-out';

const comparing = ['has', 'includes', 'indexOf', 'lastIndexOf', 'delete', 'join', 'sort', 'toSorted'];
const maps = ['Map', 'ReadonlyMap', 'WeakMap'];
const collections = [...maps, 'Set', 'ReadonlySet', 'WeakSet'];

/** Methods of the language that keep a value as it is, or only pass it on. */
const keeping: Readonly<Record<string, readonly string[]>> = {
  Array: ['push', 'unshift', 'concat', 'fill', 'splice', 'with', 'toSpliced'],
  ArrayConstructor: ['of', 'from', 'isArray'],
  Map: ['set'],
  WeakMap: ['set'],
  PromiseConstructor: ['resolve', 'all', 'allSettled', 'race', 'any'],
  Function: ['call', 'apply'],
  CallableFunction: ['call', 'apply'],
};

/** `JSON.stringify({ value })`, `set.has(value)`, `map.get(value)`: a parameter of any type, a comparison, a key. */
export function argumentUse(
  project: Project,
  made: Holding,
  call: ts.CallExpression | ts.NewExpression,
): ArgumentUse | undefined {
  const { checker } = project;
  const given = (call.arguments ?? []).filter(
    (each) => !ts.isSpreadElement(each) && made.holds(checker.getTypeAtLocation(each)),
  );
  if (given.length === 0) return undefined;
  const callee = unwrap(call.expression);
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  const declared = declaredAs(symbol);
  const box = boxWith(symbol);
  if (box && given.every((each) => each !== call.arguments?.[box.key ?? -1])) return undefined;
  if (declared && isCompared(project, made, call, declared)) return 'looked-at';
  if (declared?.area === 'platform/es' && comparing.includes(declared.member ?? '')) return undefined;
  if (given.some((each) => isVague(checker.getContextualType(each), true))) return 'passed-out';
  return declared && !isKeeping(call, declared) ? 'passed-out' : undefined;
}

/** `cache.set(key, record)`, `storage.run(record, job)`: a box of a package gives the value back as it is. */
function boxWith(method: ts.Symbol | undefined): Box | undefined {
  const [, owner] = /^(.*)\.[^.#]+$/.exec(declaredKey(method) ?? '') ?? [];
  return boxes.find(({ declared }) => declared === owner);
}

/** A collection answers by what is equal: two queries of one code are two keys. */
function isCompared(
  { checker }: Project,
  made: Holding,
  call: ts.CallExpression | ts.NewExpression,
  { area, name, member = '' }: Declared,
): boolean {
  if (area !== 'platform/es') return false;
  const given = call.arguments ?? [];
  if (ts.isNewExpression(call)) return collections.includes(name) && isKeyed(checker, made, call);
  if (maps.includes(name)) return given[0] !== undefined && made.is(given[0]);
  return (comparing.includes(member) || collections.includes(name)) && given.some((each) => made.is(each));
}

/** `new Set(values)`, `new Map(values.map((value) => [value, 1]))`. */
function isKeyed(checker: ts.TypeChecker, made: Holding, call: ts.NewExpression): boolean {
  const [key] = checker.getTypeArguments(checker.getTypeAtLocation(call) as ts.TypeReference);
  return key !== undefined && made.isType(key);
}

function isKeeping(call: ts.CallExpression | ts.NewExpression, { area, name, member }: Declared): boolean {
  if (area !== 'platform/es') return false;
  if (ts.isNewExpression(call)) return true;
  return member !== undefined && (keeping[name]?.includes(member) ?? false);
}

/** `cache[value]`, `{ [value]: result }`. */
export function isKey(made: Holding, node: ts.Node): boolean {
  if (ts.isElementAccessExpression(node)) return made.is(node.argumentExpression);
  return ts.isComputedPropertyName(node) && made.is(node.expression);
}

/** `const key: unknown = value`, `value as any`: from there on the value has another type, and is not looked for. */
export function escapes(project: Project, made: Holding, node: ts.Expression): boolean {
  const { checker } = project;
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) {
    if (ts.isConstTypeReference(parent.type) || !made.is(node)) return false;
    return !made.holds(checker.getTypeFromTypeNode(parent.type));
  }
  const isTarget = ts.isBinaryExpression(parent) && parent.left === node;
  const isStored =
    (ts.isBinaryExpression(parent) && !isTarget) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isVariableDeclaration(parent);
  return isStored && made.is(node) && isVague(checker.getContextualType(node), false);
}

/** A type that says nothing about what is passed: any, unknown, object, {}. */
function isVague(type: ts.Type | undefined, isWithout: boolean): boolean {
  if (!type) return isWithout;
  const { Any, Unknown, NonPrimitive } = ts.TypeFlags;
  if ((type.flags & (Any | Unknown | NonPrimitive)) !== 0) return true;
  const isEmpty =
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    type.getProperties().length + type.getCallSignatures().length + type.getConstructSignatures().length ===
      0;
  return isEmpty && !type.getStringIndexType() && !type.getNumberIndexType();
}
