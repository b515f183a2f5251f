import { ts } from '../../compiler.cjs';
import { isFunctionLike, references, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { isConst } from '../query-sources.ts';
import { declaredAs, declaredTypes, symbolOf } from '../sdk-symbols.ts';
import { CannotLift, type Lift, shortText, step } from './context.ts';
import { liftExpression } from './expressions.ts';
import { liftResult } from './functions.ts';
import { retype, usesOf } from './names.ts';

/** `new Promise<string>(resolve => …)`: every call of the resolver hands over the query. */
export function liftPromise(lift: Lift, node: ts.NewExpression): void {
  const declared = declaredAs(symbolOf(lift.project, node.expression));
  const executor = node.arguments?.[0] && unwrap(node.arguments[0]);
  if (
    declared?.area !== 'platform/es' ||
    declared.name !== 'Promise' ||
    !executor ||
    !isFunctionLike(executor)
  ) {
    throw new CannotLift('wider-flow', node, `The code comes from ${shortText(node)}.`);
  }
  retype(lift, node.typeArguments?.[0]);
  const resolver = executor.parameters[0];
  if (!resolver || !ts.isIdentifier(resolver.name))
    throw new CannotLift('wider-flow', node, 'Its resolver has no name.');
  retype(lift, resolver.type);
  for (const call of resolverCalls(lift, resolver.name, executor)) {
    const [value] = call.arguments;
    if (!value) continue;
    step(lift, call, 'the promise is resolved with the code alone');
    liftExpression(lift, value);
  }
}

function resolverCalls(lift: Lift, name: ts.Identifier, executor: ts.Node): ts.CallExpression[] {
  const symbol = symbolOf(lift.project, name);
  const uses = symbol ? references(lift.project.checker, symbol, executor).filter((use) => use !== name) : [];
  if (uses.length === 0) throw new CannotLift('wider-flow', name, 'Nothing resolves the promise here.');
  return uses.map((use) => {
    if (ts.isCallExpression(use.parent) && use.parent.expression === use) return use.parent;
    throw new CannotLift('wider-flow', use, `The resolver is kept or passed on in ${shortText(use.parent)}.`);
  });
}

/** True when the expression is a promise, not yet what it gives. */
export function isPromise(project: Project, expression: ts.Node): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(expression));
  return declaredTypes(project, type).some(
    ({ area, name }) => area === 'platform/es' && /^Promise(Like)?$/.test(name),
  );
}

/** `const callback = waitForCallback(); …; await callback`: the variable keeps its name, for it still holds a promise. */
export function liftPromiseVariable(lift: Lift, symbol: ts.Symbol, origin?: ts.Identifier): void {
  if (lift.promises.has(symbol)) return;
  lift.promises.add(symbol);
  const declaration = symbol.valueDeclaration;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !declaration.initializer ||
    !isConst(declaration)
  ) {
    throw new CannotLift(
      'wider-flow',
      declaration ?? lift.steps[0]!.node,
      `The promise '${symbol.name}' is set in several places.`,
    );
  }
  retype(lift, declaration.type ?? ts.getJSDocType(declaration));
  liftExpression(lift, declaration.initializer);
  for (const use of usesOf(lift, symbol)) {
    if (use !== declaration.name && use !== origin) liftResult(lift, use);
  }
}
