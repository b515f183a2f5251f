import { ts } from '../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { calledSymbol, isConsoleCall, onlyShows, takesAnything } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityOf } from '../../program/sdk-symbols.ts';

/** True for a call of the SDK or of a platform, or one that only shows: none of them compares anything of the query. */
export function isHarmless(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  if (ts.isCallExpression(call) && onlyShows(project, call)) return true;
  const symbol = calledSymbol(project, call);
  if (sdkEntityOf(symbol)) return true;
  const declared = declaredAs(symbol);
  // Emitters, collections and messages pass on what they are given.
  return (
    declared !== undefined &&
    !/EventEmitter|^Map$|^Set$|Array|Window|Channel|Port|Storage|^any$/.test(declared.name)
  );
}

/** A call that logs: `console`, or a function without a body here that takes any number of values and gives nothing back. */
export function isLogCall(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  if (!ts.isCallExpression(call)) return false;
  if (declaredAs(calledSymbol(project, call))) return isConsoleCall(project, call);
  return functionsAt(project, call.expression).length === 0 && takesAnything(project, call);
}

/**
 * A method whose result nobody uses, and whose body the program does not show, or that takes values of any type: it was called
 * for what it does with the text, and it may show it.
 */
export function mayShow(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || declaredAs(calledSymbol(project, call))) return false;
  if (!ts.isExpressionStatement(call.parent)) return false;
  if (!functionsAt(project, callee).every((target) => takesRecords(project, target))) return false;
  return !project.checker.getTypeAtLocation(call).getProperty('then');
}

/** `(message?: any, extra?: Record<string, any>): void`, as the methods of a logger: what they do with it is hard to follow. */
function takesRecords({ checker }: Project, target: FunctionLike): boolean {
  const signature = checker.getSignatureFromDeclaration(target);
  const types = target.parameters.map((each) => checker.getNonNullableType(checker.getTypeAtLocation(each)));
  const isOpen = (type: ts.Type | undefined): boolean =>
    type !== undefined && Boolean(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  const returnsNothing =
    signature !== undefined && Boolean(checker.getReturnTypeOfSignature(signature).flags & ts.TypeFlags.Void);
  return returnsNothing && types.some((type) => isOpen(type) || isOpen(type.getStringIndexType()));
}
