import { ts } from '../../../compiler.cjs';
import {
  codeText,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  isWithin,
  unwrap,
} from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { isTestFile, isTestPath } from '../../program/test-files.ts';
import { isRequest } from './requests.ts';

/** `(error, req, res, next) => …`: a parameter that gets what the routes of an Express application pass to `next`, or throw. */
export function getsErrorsOfRoutes(project: Project, parameter: ts.ParameterDeclaration): boolean {
  const { parameters } = parameter.parent;
  const [first, , response] = parameters;
  if (first !== parameter || parameters.length !== 4 || !response) return false;
  return isOfExpress(project, response) && passedErrors(project);
}

/** Error middleware need not be in a file that names the SDK: it is found by its text, and comes in for the next round. */
export function askErrorMiddleware(project: Project): void {
  const files = project.beyond.mentioning?.(['express']).get('express') ?? [];
  const asking = files.filter(
    (file) =>
      !isTestPath(file) &&
      !project.program.getSourceFile(file) &&
      holdsErrorMiddleware(project.beyond.readText(file) ?? ''),
  );
  if (asking.length > 0 && passedErrors(project)) for (const file of asking) project.askFile(file);
}

export const holdsErrorMiddleware = (text: string): boolean =>
  text.includes('express') && mayAskStatus.test(text);

/** `status` is read after a function with four parameters begins, or the type of one is named. */
const mayAskStatus =
  /(?:\bErrorRequestHandler\b|\((?:[^(),]+,){3}[^(),]+\)\s*(?::[^={]+)?(?:=>|\{))[\s\S]*\bstatus\b/;

const isOfExpress = (project: Project, node: ts.ParameterDeclaration): boolean =>
  declaredTypes(project, project.checker.getTypeAtLocation(node)).some(({ area }) =>
    /^platform\/express/.test(area),
  );

/** Whether a route of the project passes an error of the client on: by `next(error)`, or because nothing catches it. */
const passedErrors = oncePerProject((project: Project): boolean =>
  project.files
    .filter((file) => !isTestFile(file))
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .some((call) => isRequest(project, call) && leavesRoute(project, call)),
);

function leavesRoute(project: Project, call: ts.CallExpression): boolean {
  for (let fn = enclosingFunction(call); fn; fn = enclosingFunction(fn))
    if (fn.parameters.some((each) => isOfExpress(project, each))) return escapes(call, fn as FunctionLike);
  return false;
}

function escapes(call: ts.Node, route: FunctionLike): boolean {
  for (let node = call; node !== route; node = node.parent) {
    const { parent } = node;
    if (!ts.isTryStatement(parent) || parent.tryBlock !== node || !parent.catchClause) continue;
    return isPassedOn(parent.catchClause, route);
  }
  return true;
}

/** `catch (error) { next(error); }`, `catch (error) { throw error; }` */
function isPassedOn({ variableDeclaration, block }: ts.CatchClause, route: FunctionLike): boolean {
  const name = variableDeclaration?.name.getText();
  const names = route.parameters.map((each) => each.name.getText());
  const isCaught = (node: ts.Node | undefined): boolean => node !== undefined && node.getText() === name;
  const visit = (node: ts.Node): boolean => {
    if (isFunctionLike(node)) return false;
    if (ts.isThrowStatement(node)) return isCaught(node.expression);
    const passes =
      ts.isCallExpression(node) &&
      names.includes(codeText(unwrap(node.expression))) &&
      isCaught(node.arguments[0]);
    return passes || (ts.forEachChild(node, visit) ?? false);
  };
  return name !== undefined && isWithin(block, route) && visit(block);
}
