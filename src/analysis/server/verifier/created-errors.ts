import { ts } from '../../../compiler.cjs';
import { codeText, enclosingFunction, isAssignment, references, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { valueUses } from '../../program/function-values.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { rejectedBy } from '../../program/rejections.ts';
import type { Fault } from './faults.ts';

/**
 * Does an error get somewhere else than to the places that throw it?
 * Asked of each construction before another class takes its place: of one in a function that gives errors, too.
 * Gives the place: an argument, a member, a throw that no middleware gets.
 */
export function otherUseOfCreated(project: Project, { made, uses }: Fault): ts.Node | undefined {
  const thrown = new Set<ts.Node>(uses.map(({ leaving }) => leaving.at));
  const seen = new Set<ts.Node>();
  let found: ts.Node | undefined;

  const follow = (value: ts.Expression): void => {
    const node = wrapped(value);
    if (seen.has(node) || found) return;
    seen.add(node);
    const { parent } = node;
    if (ts.isThrowStatement(parent)) {
      if (!thrown.has(parent)) found = parent;
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) argument(parent, node);
    else if (ts.isPropertyAccessExpression(parent)) {
      if (!/^(?:message|stack)$/.test(parent.name.text)) found = parent;
    } else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) ofName(parent.name);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) answered(parent);
    else if (ts.isConditionalExpression(parent) || ts.isAwaitExpression(parent)) follow(parent);
    else if (ts.isBinaryExpression(parent)) operand(parent);
    else if (!ts.isExpressionStatement(parent) && !ts.isTemplateSpan(parent)) found = node;
  };
  const argument = (call: ts.CallExpression | ts.NewExpression, node: ts.Expression): void => {
    if (ts.isNewExpression(call)) found = call;
    else if (rejectedBy(project, call) === node) {
      if (!thrown.has(call)) found = call;
    } else if (/^Object\.(?:assign|freeze)$/.test(codeText(call.expression))) follow(call);
    else if (!onlyShows(project, call)) found = call;
  };
  const operand = (parent: ts.BinaryExpression): void => {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.InstanceOfKeyword) return;
    if (isAssignment(kind)) found = parent;
    else follow(parent);
  };
  const ofName = (name: ts.Identifier): void => {
    const symbol = project.checker.getSymbolAtLocation(name);
    const scope = enclosingFunction(name) ?? name.getSourceFile();
    if (symbol) for (const use of references(project.checker, symbol, scope)) if (use !== name) follow(use);
  };
  const answered = (at: ts.Node): void => {
    const fn = ts.isArrowFunction(at) ? at : enclosingFunction(at);
    if (!fn) return;
    const { calls, lost } = valueUses(project, fn);
    for (const call of new Set([...bindingsOf(project).calls.get(fn), ...calls])) follow(call);
    found ??= lost;
  };
  follow(unwrap(made as ts.Expression));
  return found;
}
