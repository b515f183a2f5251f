import { ts } from '../../compiler.cjs';
import { descendants, isFunctionLike, references, unwrap } from '../ast.ts';
import { destructuredRead, isConst, type QueryRead, queryRead } from '../query-sources.ts';
import { symbolOf } from '../sdk-symbols.ts';
import { CannotLift, type Lift, replace, shortText, step } from './context.ts';
import { isAbsent, liftExpression, takeWholeQuery } from './expressions.ts';
import { callsOf, liftPromiseCallback } from './functions.ts';
import { isPromise, liftPromiseVariable } from './promises.ts';

/** A use of a variable or parameter: takes the query beside it where it is in reach, else the name carries it from now on. */
export function liftName(lift: Lift, expression: ts.Expression, name: ts.Identifier): void {
  const symbol = symbolOf(lift.project, name);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || declaration.getSourceFile() !== name.getSourceFile()) {
    throw new CannotLift('needs-other-file', name, `'${name.text}' is declared in another file.`);
  }
  if (ts.isBindingElement(declaration)) return liftDestructured(lift, expression, name, declaration);
  if (ts.isVariableDeclaration(declaration)) return liftVariable(lift, expression, name, symbol, declaration);
  if (ts.isParameter(declaration)) {
    carry(lift, symbol, name);
    return;
  }
  throw new CannotLift('wider-flow', name, `'${name.text}' is no variable or parameter.`);
}

function liftDestructured(
  lift: Lift,
  expression: ts.Expression,
  name: ts.Identifier,
  element: ts.BindingElement,
): void {
  const read = destructuredRead(lift.project, element);
  if (!read) {
    throw new CannotLift(
      'wider-flow',
      element,
      `'${name.text}' is taken out of a record in ${shortText(element.parent.parent)}.`,
    );
  }
  if (!reaches(lift, read.root, name)) {
    throw new CannotLift(
      'wider-flow',
      element,
      `The query of ${shortText(read.root)} is out of reach where the code is used.`,
    );
  }
  bypass(lift, symbolOf(lift.project, element.name), name);
  takeWholeQuery(lift, expression, { ...read, node: element as unknown as ts.Expression });
}

function liftVariable(
  lift: Lift,
  expression: ts.Expression,
  name: ts.Identifier,
  symbol: ts.Symbol,
  declaration: ts.VariableDeclaration,
): void {
  const read =
    isConst(declaration) && declaration.initializer ? soleRead(lift, declaration.initializer) : undefined;
  if (read && reaches(lift, read.root, name)) {
    bypass(lift, symbol, name);
    step(lift, declaration, `'${name.text}' holds the code alone`);
    return takeWholeQuery(lift, expression, read);
  }
  if (isPromise(lift.project, declaration.name)) return liftPromiseVariable(lift, symbol, name);
  carry(lift, symbol, name);
}

/** The read a constant is initialised with, defaults for a missing code aside. */
function soleRead(lift: Lift, initializer: ts.Expression): QueryRead | undefined {
  const node = unwrap(initializer);
  if (ts.isBinaryExpression(node) && isAbsentOrEmpty(unwrap(node.right))) return soleRead(lift, node.left);
  return queryRead(lift.project, node);
}

function isAbsentOrEmpty(node: ts.Expression): boolean {
  return isAbsent(node) || (ts.isStringLiteralLike(node) && node.text === '');
}

/** True when the text of `root` can be written at `place` and means the same there. */
export function reaches(lift: Lift, root: ts.Expression, place: ts.Node): boolean {
  if (!isRepeatable(root)) return false;
  const inScope = lift.project.checker.getSymbolsInScope(place, ts.SymbolFlags.Value);
  return namesIn(root).every((name) => {
    const symbol = lift.project.checker.getSymbolAtLocation(name);
    if (!symbol) return false;
    return (
      inScope.find((candidate) => candidate.name === name.text) === symbol && isWrittenOnce(lift, symbol)
    );
  });
}

/** Its value at the read is its value wherever the name is seen. */
function isWrittenOnce(lift: Lift, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  const written = declaration && (!ts.isVariableDeclaration(declaration) || declaration.initializer) ? 1 : 0;
  return declaration === undefined || written + assignments(lift, symbol).length <= 1;
}

/** An expression that can be evaluated again without doing anything. */
function isRepeatable(root: ts.Expression): boolean {
  const node = unwrap(root);
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword || ts.isStringLiteralLike(node))
    return true;
  if (ts.isPropertyAccessExpression(node)) return isRepeatable(node.expression);
  if (ts.isBinaryExpression(node)) return isRepeatable(node.left) && isRepeatable(node.right);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isRepeatable(span.expression));
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && (node.arguments ?? []).every(isRepeatable);
  return false;
}

function namesIn(root: ts.Node): ts.Identifier[] {
  return [...descendants(root)].filter(
    (node): node is ts.Identifier =>
      ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node),
  );
}

/** Right-hand sides that are assigned to a variable after its declaration. */
export function assignments(lift: Lift, symbol: ts.Symbol): ts.BinaryExpression[] {
  return usesOf(lift, symbol).flatMap((use) => {
    const parent = use.parent;
    return ts.isBinaryExpression(parent) &&
      parent.left === use &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
      ? [parent]
      : [];
  });
}

export function usesOf(lift: Lift, symbol: ts.Symbol): ts.Identifier[] {
  const file = symbol.valueDeclaration?.getSourceFile();
  return file ? references(lift.project.checker, symbol, file) : [];
}

function bypass(lift: Lift, symbol: ts.Symbol | undefined, use: ts.Identifier): void {
  if (symbol) lift.bypassed.set(symbol, (lift.bypassed.get(symbol) ?? new Set()).add(use));
}

/** From now on the variable or parameter holds the query: its type, its writers and its other users follow. */
export function carry(lift: Lift, symbol: ts.Symbol, use?: ts.Identifier): void {
  const known = lift.carried.get(symbol);
  const uses = known ?? new Set<ts.Identifier>();
  if (use) uses.add(use);
  if (known) return;
  lift.carried.set(symbol, uses);
  const declaration = symbol.valueDeclaration as ts.VariableDeclaration | ts.ParameterDeclaration;
  if (!ts.isIdentifier(declaration.name))
    throw new CannotLift('wider-flow', declaration, 'It is destructured.');
  retype(lift, declaration.type ?? ts.getJSDocType(declaration));
  if (ts.isParameter(declaration)) return carryParameter(lift, declaration);
  step(lift, declaration, `'${declaration.name.text}' holds the code alone`);
  if (declaration.initializer) liftExpression(lift, declaration.initializer);
  for (const assignment of assignments(lift, symbol)) {
    uses.add(assignment.left as ts.Identifier);
    liftExpression(lift, assignment.right);
  }
}

function carryParameter(lift: Lift, parameter: ts.ParameterDeclaration): void {
  const owner = parameter.parent;
  const name = (parameter.name as ts.Identifier).text;
  if (parameter.dotDotDotToken || parameter.initializer || !isFunctionLike(owner)) {
    throw new CannotLift(
      'wider-flow',
      parameter,
      `Parameter '${name}' is a rest parameter or has a default.`,
    );
  }
  step(lift, parameter, `parameter '${name}' receives the code alone`);
  if (liftPromiseCallback(lift, owner, parameter)) return;
  const index = owner.parameters.indexOf(parameter);
  for (const call of callsOf(lift, owner)) {
    const argument = call.arguments[index];
    if (!argument) continue;
    step(lift, call, `${shortText(call.expression)} is called with the code`);
    liftExpression(lift, argument);
  }
}

/** `string` becomes `URLSearchParams` where the type (in JavaScript: of the JSDoc comment) says string exactly once. */
export function retype(lift: Lift, type: ts.TypeNode | undefined): void {
  if (!type) return;
  const strings = [...descendants(type)].filter((node) => node.kind === ts.SyntaxKind.StringKeyword);
  const [only] = strings;
  if (only && strings.length === 1) return replace(lift, only, 'URLSearchParams');
  const vague = type.kind === ts.SyntaxKind.AnyKeyword || type.kind === ts.SyntaxKind.UnknownKeyword;
  if (!vague) throw new CannotLift('wider-flow', type, `Its type is ${shortText(type)}.`);
}
