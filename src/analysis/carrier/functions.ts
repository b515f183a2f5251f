import { ts } from '../../compiler.cjs';
import { enclosingFunction, isFunctionLike, ownDescendants, references, unwrap, wrapped } from '../ast.ts';
import { declaredAs, symbolOf } from '../sdk-symbols.ts';
import { CannotLift, type Lift, shortText } from './context.ts';
import { liftExpression } from './expressions.ts';
import { carry, retype } from './names.ts';
import { isPromise, liftPromiseVariable } from './promises.ts';

/** A function that gave the code gives the query from now on: its return type, its exits and all who call it. */
export function liftFunction(lift: Lift, fn: ts.FunctionLikeDeclaration, origin?: ts.CallExpression): void {
  const known = fn as Parameters<typeof lift.functions.add>[0];
  if (lift.functions.has(known)) return;
  lift.functions.add(known);
  if (fn.asteriskToken || !fn.body) throw new CannotLift('wider-flow', fn, 'It is a generator.');
  retype(lift, fn.type ?? ts.getJSDocReturnType(fn));
  for (const exit of exitsOf(fn)) liftExpression(lift, exit);
  for (const call of callsOf(lift, fn)) if (call !== origin) liftResult(lift, call);
}

/** The expressions a function returns. */
function exitsOf(fn: ts.FunctionLikeDeclaration): ts.Expression[] {
  const body = fn.body;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  return [...ownDescendants(body)].flatMap((node) =>
    ts.isReturnStatement(node) && node.expression ? [node.expression] : [],
  );
}

/** Another place that receives the query now: a call of the function, or a use of a promise of it. */
export function liftResult(lift: Lift, source: ts.Expression): void {
  let value: ts.Expression = wrapped(source);
  while (ts.isAwaitExpression(value.parent)) value = wrapped(value.parent);
  const parent = value.parent;
  if (isUnused(value)) return;
  if (ts.isCallExpression(parent) && parent.arguments.includes(value) && lift.migrations.isSink(parent))
    return;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const symbol = symbolOf(lift.project, parent.name);
    if (symbol)
      return isPromise(lift.project, parent.name) ? liftPromiseVariable(lift, symbol) : carry(lift, symbol);
  }
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
    const [callback] = parent.parent.arguments;
    const handled = parent.name.text === 'catch' || parent.name.text === 'finally';
    if (handled && isUnused(parent.parent)) return;
    if (parent.name.text === 'then' && callback && isFunctionLike(unwrap(callback))) {
      const [parameter] = (unwrap(callback) as ts.ArrowFunction).parameters;
      const symbol = parameter && symbolOf(lift.project, parameter.name);
      if (symbol) return carry(lift, symbol);
      return;
    }
  }
  if (ts.isReturnStatement(parent)) {
    const outer = enclosingFunction(parent);
    if (outer) return liftFunction(lift, outer);
  }
  throw new CannotLift('wider-flow', source, `The code is also used in ${shortText(parent)}.`);
}

/** Nothing takes the value: a statement of its own, awaited or not. */
function isUnused(expression: ts.Expression): boolean {
  let value: ts.Expression = wrapped(expression);
  while (ts.isAwaitExpression(value.parent) || ts.isVoidExpression(value.parent))
    value = wrapped(value.parent);
  return ts.isExpressionStatement(value.parent);
}

/**
 * All calls of a function.
 * @throws {CannotLift} when code outside the file may call it, or it is passed on as a value.
 */
export function callsOf(lift: Lift, fn: ts.FunctionLikeDeclaration): ts.CallExpression[] {
  const name = nameOf(fn);
  const symbol = name && symbolOf(lift.project, name);
  if (!name || !symbol) throw new CannotLift('wider-flow', fn, describeCallback(fn));
  const holder = name.parent;
  if ((symbol.declarations?.length ?? 0) > 1 || (ts.isVariableDeclaration(holder) && holder.type)) {
    throw new CannotLift(
      'wider-flow',
      name,
      `'${name.getText()}' has overloads or a declared function type.`,
    );
  }
  if (isOpen(fn)) {
    throw new CannotLift('needs-other-file', name, `'${name.getText()}' can be called from other files.`);
  }
  const uses = references(lift.project.checker, symbol, fn.getSourceFile()).filter((use) => use !== name);
  if (uses.length === 0)
    throw new CannotLift('needs-other-file', name, `Nothing in this file calls '${name.getText()}'.`);
  return uses.map((use) => {
    const callee = wrapped(
      ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use,
    );
    const call = callee.parent;
    if (ts.isCallExpression(call) && call.expression === callee) return call;
    throw new CannotLift(
      'wider-flow',
      use,
      `'${use.text}' is passed on as a value in ${shortText(use.parent)}.`,
    );
  });
}

function describeCallback(fn: ts.FunctionLikeDeclaration): string {
  const call = wrapped(fn as unknown as ts.Expression).parent;
  return ts.isCallExpression(call)
    ? `It arrives in the callback that is given to ${shortText(call.expression)}().`
    : `It passes through a function without a name: ${shortText(fn)}.`;
}

/** The name by which a function is called. */
function nameOf(fn: ts.FunctionLikeDeclaration): ts.PropertyName | undefined {
  if (fn.name) return fn.name as ts.PropertyName;
  const holder = wrapped(fn as unknown as ts.Expression).parent;
  const named = ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder);
  return named && (ts.isIdentifier(holder.name) || ts.isPrivateIdentifier(holder.name))
    ? holder.name
    : undefined;
}

/** True when code outside the file can call it: exported, a public member of an exported class, or of an interface. */
function isOpen(fn: ts.FunctionLikeDeclaration): boolean {
  const holder = fn.name ? fn : wrapped(fn as unknown as ts.Expression).parent;
  if (ts.isMethodDeclaration(holder) || ts.isPropertyDeclaration(holder)) {
    if (ts.isPrivateIdentifier(holder.name) || hasModifier(holder, ts.SyntaxKind.PrivateKeyword))
      return false;
    const owner = holder.parent;
    return !ts.isClassLike(owner) || isExported(owner) || (owner.heritageClauses ?? []).length > 0;
  }
  return isExported(ts.isVariableDeclaration(holder) ? holder.parent.parent : holder);
}

function isExported(node: ts.Node): boolean {
  if (hasModifier(node, ts.SyntaxKind.ExportKeyword)) return true;
  const names = ts.isVariableStatement(node)
    ? node.declarationList.declarations.map(({ name }) => name.getText())
    : [(node as ts.NamedDeclaration).name?.getText() ?? ''];
  return node.getSourceFile().statements.some((statement) => exportsName(statement, names));
}

/** `export { name }`, `export default name`, `module.exports = …name…`. */
function exportsName(statement: ts.Statement, names: readonly string[]): boolean {
  if (
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  ) {
    return statement.exportClause.elements.some(({ name, propertyName }) =>
      names.includes((propertyName ?? name).text),
    );
  }
  if (ts.isExportAssignment(statement)) return names.includes(statement.expression.getText());
  const text = statement.getText();
  return /^(module\.)?exports\b/.test(text) && names.some((name) => new RegExp(`\\b${name}\\b`).test(text));
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}

/** `promise.then(code => …)`: the parameter receives what the promise gives. */
export function liftPromiseCallback(
  lift: Lift,
  fn: ts.FunctionLikeDeclaration,
  parameter: ts.ParameterDeclaration,
): boolean {
  const value = wrapped(fn as unknown as ts.Expression);
  const call = value.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== value || fn.parameters[0] !== parameter)
    return false;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(lift.project, callee.name));
  if (declared?.area !== 'platform/es' || declared.name !== 'Promise' || declared.member !== 'then')
    return false;
  liftExpression(lift, callee.expression);
  return true;
}
