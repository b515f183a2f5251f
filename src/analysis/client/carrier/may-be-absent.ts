import { ts } from '../../../compiler.cjs';
import { isAbsent, isJavaScript, memberName, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isConst, queryRead } from '../query/query-read.ts';
import { hasArrived } from './arrived.ts';
import { emptySlotOf } from './empty-tests.ts';
import type { Lift } from './lift.ts';

/** True when the carrier itself may be missing at this use. A code read by `get` may be null; the query it came from is there. */
export function mayBeAbsent(lift: Lift, use: ts.Identifier, declaration: ts.NamedDeclaration): boolean {
  const { checker } = lift.project;
  if (isState(lift, declaration)) return isMaybe(lift.project, checker.getTypeAtLocation(use));
  if (lift.emptyYet.has(declaration)) return !hasArrived(lift, use, declaration);
  if (ts.isBindingElement(declaration)) {
    const key = (declaration.propertyName ?? declaration.name).getText();
    const owner = checker.getNonNullableType(checker.getTypeAtLocation(declaration.parent));
    const property = checker.getPropertyOfType(owner, key);
    const held = property && checker.getTypeOfSymbolAtLocation(property, declaration);
    const narrowed = !declaration.initializer && !isMaybe(lift.project, checker.getTypeAtLocation(use));
    if (!held || narrowed || !isMaybe(lift.project, held)) return false;
    const writers = property.declarations ?? [];
    return !readQuery(lift.project, writers);
  }
  if (isWrittenEmpty(lift, use, [declaration])) return true;
  if (ts.isVariableDeclaration(declaration) && givesNothing(lift.project, declaration.initializer))
    return true;
  if (!isMaybe(lift.project, checker.getTypeAtLocation(use))) return false;
  if (!ts.isVariableDeclaration(declaration)) return true;
  if (declaration.type || !isConst(declaration)) return true;
  return (
    declaration.initializer !== undefined &&
    queryRead(lift.project, readBy(lift, declaration.initializer)) === undefined
  );
}

/** `[code, setCode] = useState(…)`: the setter may write nothing, whatever the first value was. */
function isState(lift: Lift, declaration: ts.NamedDeclaration): boolean {
  if (!ts.isBindingElement(declaration) || !ts.isArrayBindingPattern(declaration.parent)) return false;
  const { elements, parent } = declaration.parent;
  const made =
    ts.isVariableDeclaration(parent) && parent.initializer ? unwrap(parent.initializer) : undefined;
  if (!made || !ts.isCallExpression(made) || !lift.boxes.all.has(made)) return false;
  const [first] = made.arguments;
  return elements.length > 1 || made.typeArguments !== undefined || !first || isAbsent(first);
}

/** What `useMemo(() => params.get('code'), [params])` gives: the function's only expression. */
function readBy(lift: Lift, value: ts.Expression): ts.Expression {
  const call = unwrap(value);
  const fn = ts.isCallExpression(call) && lift.boxes.all.has(call) ? call.arguments[0] : undefined;
  return fn && ts.isArrowFunction(fn) && ts.isExpression(fn.body) ? fn.body : value;
}

/** The same for any other expression that gives a carrier. */
export function isNullable(lift: Lift, expression: ts.Expression): boolean {
  const { checker } = lift.project;
  const slot = emptySlotOf(lift, expression);
  if (slot) return !hasArrived(lift, expression, slot);
  const symbol =
    memberName(expression) === undefined
      ? undefined
      : checker.getSymbolAtLocation((expression as ts.PropertyAccessExpression).name);
  if (isWrittenEmpty(lift, expression, symbol?.declarations ?? [])) return true;
  if (givesNothing(lift.project, expression)) return true;
  const type = checker.getTypeAtLocation(expression);
  return checker.getNonNullableType(type) !== type && !isFromQuery(lift.project, expression);
}

/** True for a member whose only writer reads the query: `get` may give null, the query itself is there. */
function isFromQuery(project: Project, access: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  const declarations = project.checker.getSymbolAtLocation(access.name)?.declarations ?? [];
  return declarations.length > 0 && readQuery(project, declarations);
}

function readQuery(project: Project, writers: readonly ts.Declaration[]): boolean {
  return writers.every(
    (each) => ts.isPropertyAssignment(each) && queryRead(project, each.initializer) !== undefined,
  );
}

/** Nothing is written there at times, though no type says so: in JavaScript, or without strict null checks. */
function isWrittenEmpty(lift: Lift, use: ts.Expression, declarations: readonly ts.Node[]): boolean {
  if (isJavaScript(use)) return lift.absence.isUntyped;
  const empty = lift.absence.find(declarations);
  const { type, questionToken } = (empty ?? {}) as Partial<ts.ParameterDeclaration>;
  return (
    type !== undefined &&
    !questionToken &&
    !isMaybe(lift.project, lift.project.checker.getTypeFromTypeNode(type))
  );
}

/** `pending.get(key)` in JavaScript: no type tells that there may be nothing. */
function givesNothing({ checker }: Project, value: ts.Expression | undefined): boolean {
  const call = value && unwrap(value);
  if (!call || !ts.isCallExpression(call) || !isJavaScript(call)) return false;
  return (checker.getTypeAtLocation(call).flags & ts.TypeFlags.Any) !== 0;
}

/** True for a type that allows null or undefined. */
export function isMaybe(project: Project, type: ts.Type): boolean {
  return project.checker.getNonNullableType(type) !== type;
}
