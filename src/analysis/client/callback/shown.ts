import { ts } from '../../../compiler.cjs';
import { dottedName, enclosingFunction, unwrap } from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, declaredTypes, isPromise, symbolOf } from '../../program/sdk-symbols.ts';
import { isLogCall, mayShow } from './harmless.ts';

/** What happens to a text. `passed`: code that the program does not show has it, and may show it. */
export type Showing = 'shown' | 'logged' | 'thrown' | 'passed';

/** Members that show a text: declared type (of our declarations) → methods. */
const showingMembers: readonly (readonly [RegExp, RegExp])[] = [
  [/^(ServerResponse|OutgoingMessage)$/, /^(end|write|writeHead|setHeader)$/],
  [
    /^(Response|NextApiResponse|NextResponse|FastifyReply|Reply)$/,
    /^(send|json|jsonp|end|render|redirect|location|code)$/,
  ],
  [/^(Context|ExtendableContext)$/, /^(text|json|html|redirect|body|render)$/],
  [/^(Document|Element|HTMLElement)$/, /^(write|writeln|append|prepend|insertAdjacentHTML|replaceChildren)$/],
  [/^(Location|Window)$/, /^(assign|replace|alert)$/],
];
/** Functions of a platform that show a text. */
const showingFunctions = /^(alert|redirect|permanentRedirect)$/;
/** Properties that show a text that is assigned to them. */
const showingProperties = /^(innerHTML|outerHTML|textContent|innerText|title|body|href|location)$/;
/** Modules whose `show…` functions open a dialog. */
const dialogModules = /^(vscode|electron)$/;

/** Whether a call shows, logs or throws what it is passed; undefined when it does neither. */
export function showingOf(project: Project, call: ts.CallExpression | ts.NewExpression): Showing | undefined {
  if (isLogCall(project, call)) return 'logged';
  if (ts.isNewExpression(call)) return madeShowing(project, call);
  if (rejects(project, call)) return 'thrown';
  const callee = unwrap(call.expression);
  const declared = declaredAs(calledSymbol(project, call));
  if (declared?.area.startsWith('platform/')) {
    return showsAsPlatform(declared) || isStaticResponse(callee) ? 'shown' : undefined;
  }
  if (isStandardOutput(project, callee) || isDialog(project, callee)) return 'shown';
  return mayShow(project, call) ? 'passed' : undefined;
}

function showsAsPlatform({ name, member }: Declared): boolean {
  if (member === undefined) return showingFunctions.test(name);
  return showingMembers.some(([type, method]) => type.test(name) && method.test(member));
}

/** `Response.json(…)` is declared in the type of a variable, so its owner has no name. */
function isStaticResponse(callee: ts.Expression): boolean {
  return /^(Next)?Response\.(json|redirect)$/.test(dottedName(callee) ?? '');
}

function madeShowing(project: Project, made: ts.NewExpression): Showing | undefined {
  const type = project.checker.getTypeAtLocation(made);
  const types = declaredTypes(project, type);
  if (types.some(({ area, name }) => area === 'platform/es' && name === 'Error')) return 'thrown';
  if (types.some(({ area, name }) => area.startsWith('platform/') && /^(Next)?Response$/.test(name)))
    return 'shown';
  return isThrown(made) ? 'thrown' : undefined;
}

function isThrown(node: ts.Node): boolean {
  return ts.isThrowStatement(node.parent);
}

/** `reject(text)` of a promise's executor, `Promise.reject(text)`. */
function rejects(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const symbol = calledSymbol(project, call);
  if (ts.isPropertyAccessExpression(callee)) {
    const declared = declaredAs(symbol);
    return declared?.member === 'reject' && declared.name.startsWith('Promise');
  }
  const parameter = symbol?.valueDeclaration;
  const executor = parameter && ts.isParameter(parameter) ? parameter.parent : undefined;
  const made = executor && enclosingFunction(parameter as ts.Node) === executor ? executor.parent : undefined;
  return (
    made !== undefined &&
    ts.isNewExpression(made) &&
    isPromise(project, made) &&
    executor?.parameters[1] === parameter
  );
}

/** `process.stdout.write(…)`. */
function isStandardOutput(project: Project, callee: ts.Expression): boolean {
  const match = /^process\.std(out|err)\.write$/.exec(dottedName(callee) ?? '');
  if (!match) return false;
  let root = callee;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return declaredAs(symbolOf(project, root))?.area === 'platform/node';
}

/** `vscode.window.showErrorMessage(…)`, `dialog.showErrorBox(…)`. */
function isDialog(project: Project, callee: ts.Expression): boolean {
  const last = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (!last.startsWith('show')) return false;
  let root: ts.Expression = callee;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return dialogModules.test(importedFrom(project, root) ?? '');
}

/** The module that a name is imported from. */
export function importedFrom(project: Project, name: ts.Expression): string | undefined {
  const declaration = project.checker.getSymbolAtLocation(name)?.declarations?.[0];
  for (let node: ts.Node | undefined = declaration; node; node = node.parent) {
    if (ts.isImportDeclaration(node)) return (node.moduleSpecifier as ts.StringLiteral).text;
  }
  return undefined;
}

/** `document.body.innerHTML = text`, `ctx.body = text`, `location.href = text`. */
export function isShowingProperty(project: Project, target: ts.Expression): boolean {
  const access = unwrap(target);
  if (!ts.isPropertyAccessExpression(access) || !showingProperties.test(access.name.text)) return false;
  const declared = declaredAs(symbolOf(project, access.name));
  return declared !== undefined && /Element|Document|Location|Window|Context|Response/.test(declared.name);
}
