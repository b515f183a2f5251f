import { ts } from '../../../compiler.cjs';
import { isAbsent, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { CredentialValues } from './credential-values.ts';
import { functionsCalled, positionsPassed } from './delegates.ts';
import { isOfTokenPackage } from './package-calls.ts';

/**
 * Does a condition only ask whether what was stored for the credential has the shape that its type promises?
 * Asked of the guard of a throw: a row that is corrupt is no fault of the token, and 500 is right for it.
 * False where the value may be absent, and for what is read from the token itself.
 */
export function asksStoredShape(
  project: Project,
  values: CredentialValues,
  condition: ts.Expression,
): boolean {
  const asked = shapesAsked(project, condition);
  return asked?.every((each) => isPromised(project, each) && isStored({ project, values }, each)) ?? false;
}

/** `!Number.isFinite(n)`, `typeof row.until !== 'number' || !Array.isArray(row.scopes)`: the values whose shape is asked for. */
function shapesAsked(project: Project, condition: ts.Expression): readonly ts.Expression[] | undefined {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node)) return shapesAsked(project, node.operand);
  if (ts.isBinaryExpression(node)) {
    const kind = unwrap(node.left);
    if (ts.isTypeOfExpression(kind)) return [kind.expression];
    const [left, right] = [shapesAsked(project, node.left), shapesAsked(project, node.right)];
    return left && right && [...left, ...right];
  }
  const declared = ts.isCallExpression(node) && declaredAs(symbolOf(project, unwrap(node.expression)));
  const isTest =
    declared &&
    declared.area === 'platform/es' &&
    /^is(?:Finite|NaN|Integer|SafeInteger|Array)$/.test(declared.member ?? declared.name);
  return isTest ? [...(node as ts.CallExpression).arguments] : undefined;
}

function isPromised({ checker }: Project, value: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(value);
  const open = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Undefined | ts.TypeFlags.Null;
  return (type.isUnion() ? type.types : [type]).every(({ flags }) => !(flags & open));
}

interface Asked {
  readonly project: Project;
  readonly values: CredentialValues;
}

/** True for what a lookup has found for the credential, and for what is made of that. */
export function isStored(
  asked: Asked,
  expression: ts.Expression,
  seen = new Set<ts.Node>(),
  isList = false,
): boolean {
  const { project, values } = asked;
  const node = unwrap(expression);
  const again = (value: ts.Expression, list = isList): boolean => isStored(asked, value, seen, list);
  if (ts.isIdentifier(node)) {
    const declaration = declarationAt(project, node);
    return declaration !== undefined && isStoredName(asked, declaration, seen, isList);
  }
  if (ts.isAwaitExpression(node)) return again(node.expression);
  if (ts.isConditionalExpression(node)) return again(node.whenTrue) && again(node.whenFalse);
  if (ts.isPropertyAccessExpression(node)) return again(node.expression);
  if (ts.isElementAccessExpression(node))
    return values.has(node.argumentExpression)
      ? !values.has(node.expression)
      : again(node.expression, ts.isNumericLiteral(node.argumentExpression));
  if (ts.isTaggedTemplateExpression(node))
    return values.has(node.template) && !isOfPlatform(project, node.tag);
  if (ts.isCallExpression(node) && isLookup(asked, node, seen, isList)) return true;
  const given = partsOf(node).filter((each) => values.has(each));
  return given.length > 0 && given.every((each) => again(each));
}

/** What a value is made of: `Number(row.until)`, `row.until.getTime() / 1000`, `new Date(row.until)`. */
function partsOf(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node)) return [node.left, node.right];
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const callee = unwrap(node.expression);
  return [...(ts.isPropertyAccessExpression(callee) ? [callee.expression] : []), ...(node.arguments ?? [])];
}

function isStoredName(asked: Asked, declaration: ts.Node, seen: Set<ts.Node>, isList: boolean): boolean {
  const { project, values } = asked;
  if (ts.isParameter(declaration))
    return (
      declaration.parent === values.fn && values.storedAt.includes(values.fn.parameters.indexOf(declaration))
    );
  let root = declaration;
  let list = isList;
  while (ts.isBindingElement(root)) {
    list ||= ts.isArrayBindingPattern(root.parent);
    root = root.parent.parent;
  }
  if (!ts.isVariableDeclaration(root)) return false;
  if (seen.has(root)) return true;
  seen.add(root);
  const owner = root.parent.parent;
  const first = root.initializer ?? (ts.isForOfStatement(owner) ? owner.expression : undefined);
  const sources = [
    ...(first ? [first] : []),
    ...(bindingsOf(project).assigned.get(declaration as ts.Declaration) ?? []),
  ];
  return (
    sources.length > 0 && sources.every((each) => isAbsent(unwrap(each)) || isStored(asked, each, seen, list))
  );
}

/** A question for the credential that may find nothing, or that finds a list: a decoder would throw. */
function isLookup(asked: Asked, call: ts.CallExpression, seen: Set<ts.Node>, isList: boolean): boolean {
  const { project, values } = asked;
  if (!call.arguments.some((each) => values.has(each)) || isOfTokenPackage(project, call)) return false;
  const callee = unwrap(call.expression);
  const declared = declaredAs(symbolOf(project, callee));
  if (declared?.area.startsWith('platform/')) {
    const isKept = ts.isPropertyAccessExpression(callee) && !values.has(callee.expression);
    return isKept && /^(?:get|find)$/.test(declared.member ?? '') && declared.area === 'platform/es';
  }
  const positions = call.arguments.flatMap((each, index) => (values.has(each) ? [index] : []));
  const functions = functionsCalled(project, call, true).filter(({ body }) => body);
  if (functions.length === 0) return isList || mayFindNothing(project, call);
  return functions.every((fn) => {
    if (seen.has(fn)) return false;
    seen.add(fn);
    const inner = { project, values: new CredentialValues(project, fn, positions) };
    const given = (bindingsOf(project).returns.get(fn) ?? []).filter((each) => !isAbsent(unwrap(each)));
    return given.length > 0 && given.every((each) => isStored(inner, each, seen));
  });
}

function mayFindNothing({ checker }: Project, call: ts.CallExpression): boolean {
  const given = checker.getTypeAtLocation(call);
  const type = checker.getAwaitedType(given) ?? given;
  if (checker.isArrayType(type)) return true;
  const empty = ts.TypeFlags.Undefined | ts.TypeFlags.Null;
  return type.isUnion() && type.types.some(({ flags }) => flags & empty);
}

const isOfPlatform = (project: Project, callee: ts.Expression): boolean =>
  declaredAs(symbolOf(project, unwrap(callee)))?.area.startsWith('platform/') ?? false;

/** The positions at which a call passes what is stored for the credential. */
export function positionsStored(
  asked: Asked,
  call: ts.CallExpression,
  given: readonly number[],
): readonly number[] {
  const { values } = asked;
  return positionsPassed(values, call, []).filter(
    (index) => given.includes(index) && isStored(asked, call.arguments[index]!),
  );
}
