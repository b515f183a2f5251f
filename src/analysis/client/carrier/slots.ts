import { ts } from '../../../compiler.cjs';
import { isAbsent, isFunctionLike, isJavaScript, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isLocal, valuesOf } from '../../program/mentions.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';
import { after, argument, sameHop, type Way } from './access-path.ts';
import { exportBehind, liftExport } from './commonjs-exports.ts';
import { liftExpression } from './expressions.ts';
import { isMember } from './families.ts';
import { liftField } from './fields.ts';
import { liftFunction } from './functions.ts';
import { memberWays } from './generics.ts';
import { askAround, enter, type Lift, replaceRange, shortText, step } from './lift.ts';
import { flowOut } from './outflow.ts';
import { liftArrayElement } from './promises.ts';
import { guardPublic } from './public-guard.ts';
import { retype } from './retype.ts';

type Local = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

/** Whatever a name stands for holds the code from now on by the given way: a variable, a parameter, a function, a member. */
export function liftSymbol(lift: Lift, symbol: ts.Symbol | undefined, way: Way, at: ts.Node): void {
  const declarations = symbol?.declarations ?? [];
  const [declaration] = declarations;
  if (!declaration) {
    askAround(lift, at);
    throw new CannotFollow('unresolved-step', at, `Nothing is known of ${shortText(at)}.`);
  }
  if (isLocalDeclaration(declaration) && !isParameterProperty(declaration))
    return liftLocal(lift, declaration, way);
  if (ts.isFunctionDeclaration(declaration)) {
    const body = declarations.filter(ts.isFunctionDeclaration).find((each) => each.body);
    if (!body) throw new CannotFollow('wider-flow', at, `${shortText(at)} has no body.`);
    if (declarations.length > 1) throw new CannotFollow('wider-flow', at, `${shortText(at)} has overloads.`);
    return liftFunction(lift, body, way);
  }
  if (isMember(declaration)) return liftField(lift, declarations, way);
  const exported = exportBehind(declaration);
  if (exported) return liftExport(lift, exported, way);
  if (isFunctionLike(declaration)) return liftFunction(lift, declaration, way);
  throw new CannotFollow('wider-flow', at, `${shortText(at)} is no variable, parameter, function or member.`);
}

function isLocalDeclaration(node: ts.Node): node is Local {
  return ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
}

/** `constructor(private readonly onCode: …)` is a member, too. */
function isParameterProperty(node: ts.Node): boolean {
  return ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent);
}

/** A variable, a parameter or a destructured name, with its type, its writers and its other users. */
export function liftLocal(lift: Lift, declaration: Local, way: Way): void {
  if (isParameterProperty(declaration) && !lift.slots.has(declaration)) {
    return liftField(lift, [declaration as ts.ParameterDeclaration], way);
  }
  const known = lift.carriers.has(declaration) || lift.functions.has(declaration);
  if (!isParameterProperty(declaration) && (known || !enter(lift, declaration, way))) return;
  if (ts.isObjectBindingPattern(declaration.name))
    return liftPattern(lift, declaration, declaration.name, way);
  if (!ts.isIdentifier(declaration.name)) {
    throw new CannotFollow('wider-flow', declaration, `${shortText(declaration)} is taken apart.`);
  }
  if (way.length === 0) {
    if (isExportedVariable(declaration)) {
      const { initializer } = declaration as ts.VariableDeclaration;
      if (initializer) liftExpression(lift, initializer, way);
      throw new CannotFollow(
        'wider-flow',
        declaration,
        `The variable '${declaration.name.text}' is exported.`,
      );
    }
    lift.carriers.add(declaration);
    const what = ts.isParameter(declaration) ? 'parameter ' : '';
    const does = what ? 'receives' : 'holds';
    step(lift, declaration, `${what}'${declaration.name.text}' ${does} the code alone`);
  }
  if (ts.isBindingElement(declaration)) liftElement(lift, declaration, way);
  else {
    retype(lift, declaration.type ?? ts.getJSDocType(declaration), way);
    if (ts.isParameter(declaration)) liftParameter(lift, declaration, way);
    else liftVariable(lift, declaration, way);
  }
  const uses = valuesOf(lift, [declaration], declaration.name);
  const self = isParameterProperty(declaration) ? uses.filter(ts.isIdentifier) : uses;
  for (const use of self) liftUse(lift, use, way);
}

/** Other modules, and code that nobody sees, read it by its name. */
function isExportedVariable(declaration: Local): boolean {
  return ts.isVariableDeclaration(declaration) && !isLocal(declaration.name);
}

function liftVariable(lift: Lift, declaration: ts.VariableDeclaration, way: Way): void {
  guardPublic(lift, declaration, way);
  if (declaration.initializer) return liftExpression(lift, declaration.initializer, way);
  if (isJavaScript(declaration)) lift.absent.add('everything');
  const loop = declaration.parent.parent;
  if (ts.isForOfStatement(loop)) {
    return liftExpression(lift, loop.expression, [{ kind: 'type', index: 0 }, ...way]);
  }
}

function liftParameter(lift: Lift, parameter: ts.ParameterDeclaration, way: Way): void {
  const owner = parameter.parent;
  if (parameter.dotDotDotToken) {
    throw new CannotFollow('wider-flow', parameter, `${shortText(parameter)} is a rest parameter.`);
  }
  if (ts.canHaveDecorators(parameter) && ts.getDecorators(parameter)?.length) {
    throw new CannotFollow(
      'crosses-boundary',
      parameter,
      `A framework hands it in by ${shortText(parameter)}.`,
    );
  }
  if (parameter.initializer) liftExpression(lift, parameter.initializer, way);
  if (!isFunctionLike(owner)) return;
  const index = owner.parameters.filter((each) => each.name.getText() !== 'this').indexOf(parameter);
  liftFunction(lift, owner, [argument(index), ...way]);
}

/** `const { code } = result`, `const { promise, resolve } = Promise.withResolvers<string>()`, `[code]` of `Promise.all`. */
function liftElement(lift: Lift, element: ts.BindingElement, way: Way): void {
  const pattern = element.parent;
  if (ts.isArrayBindingPattern(pattern)) return liftArrayElement(lift, element, pattern, way);
  if (element.dotDotDotToken) throw new CannotFollow('wider-flow', element, 'It is the rest of a record.');
  if (element.initializer) liftDefault(lift, element, element.initializer, way);
  const key = element.propertyName ?? element.name;
  const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
  const type = lift.project.checker.getTypeAtLocation(pattern);
  const property =
    name === undefined
      ? undefined
      : lift.project.checker.getPropertyOfType(lift.project.checker.getNonNullableType(type), name);
  if (!property) {
    askAround(lift, element);
    const from = pattern.parent;
    throw new CannotFollow(
      'unresolved-step',
      element,
      `'${element.name.getText()}' is taken out of a record in ${shortText(from)}.`,
    );
  }
  const source = pattern.parent;
  for (const [hop, ways] of memberWays(lift.project, property)) {
    const rest = ways.map((each) => after(way, each)).find((each) => each !== undefined);
    if (rest && ts.isVariableDeclaration(source) && source.initializer) {
      liftMade(lift, pattern, [hop, ...rest]);
      return liftExpression(lift, source.initializer, [hop, ...rest]);
    }
  }
  liftSymbol(lift, resolveAlias(lift.project, property), way, element);
}

/** `{ code = '' }`: with the whole query at hand there is nothing to fall back from. */
function liftDefault(lift: Lift, element: ts.BindingElement, initializer: ts.Expression, way: Way): void {
  const value = unwrap(initializer);
  const empty = isAbsent(value) || (ts.isStringLiteralLike(value) && value.text === '');
  if (way.length > 0 || !empty) return liftExpression(lift, initializer, way);
  if (!isAbsent(value)) lift.emptied.some = true;
  lift.absent.add(element);
  replaceRange(lift, element.getSourceFile(), element.name.getEnd(), initializer.getEnd(), '');
}

/** The record is taken apart where it arrives: only the member on the way matters. */
function liftPattern(lift: Lift, declaration: Local, pattern: ts.ObjectBindingPattern, way: Way): void {
  const [hop, ...rest] = way;
  if (hop?.kind === 'type') liftMade(lift, pattern, way);
  else if (hop?.kind === 'member') {
    if (declaration.kind !== ts.SyntaxKind.BindingElement)
      retype(lift, (declaration as ts.ParameterDeclaration).type, way);
    for (const element of pattern.elements) {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken)
        throw new CannotFollow('wider-flow', element, 'It is the rest of a record.');
      if (key.getText() === hop.name) {
        if (rest.length === 0) lift.fieldNames.add(key as ts.Identifier);
        liftLocal(lift, element, rest);
      }
    }
  } else throw new CannotFollow('wider-flow', pattern, `${shortText(pattern)} is taken apart.`);
  if (ts.isParameter(declaration)) liftParameter(lift, declaration, way);
  else if (ts.isVariableDeclaration(declaration)) liftVariable(lift, declaration, way);
}

/** `{ promise, resolve }` of something made over a type: each member that leads to it follows. */
function liftMade(lift: Lift, pattern: ts.ObjectBindingPattern, way: Way): void {
  const [hop, ...rest] = way;
  const type = lift.project.checker.getTypeAtLocation(pattern);
  for (const element of pattern.elements) {
    const key = element.propertyName ?? element.name;
    const property = lift.project.checker.getPropertyOfType(type, key.getText());
    for (const [each, ways] of property ? memberWays(lift.project, property) : []) {
      if (sameHop(each, hop)) for (const found of ways) liftLocal(lift, element, [...found, ...rest]);
    }
  }
}

function liftUse(lift: Lift, use: ts.Expression, way: Way): void {
  const target = wrapped(use);
  const { parent } = target;
  if (ts.isBinaryExpression(parent) && parent.left === target) {
    const operator = parent.operatorToken.kind;
    if (operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken) {
      lift.whole.add(use);
      return liftExpression(lift, parent.right, way);
    }
  }
  flowOut(lift, use, way);
}
