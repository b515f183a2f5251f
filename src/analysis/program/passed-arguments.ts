import { ts } from '../../compiler.cjs';
import { enclosingFunction, type FunctionLike, isFunctionLike, references, unwrap, wrapped } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { functionAt } from './callees.ts';
import { constructionNames } from './class-names.ts';
import { answersTo, declarationAt } from './declaration-at.ts';
import { isGivenToPackage } from './given-to-package.ts';
import { oncePerNode } from './memo.ts';
import { filesMentioning, mentionsIn } from './mention-index.ts';
import { isLocal } from './mentions.ts';
import { readsOf } from './places.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';
import { syntaxOf } from './syntax-index.ts';

/** One argument of a call: for `promise.then(callback)`, the promise is the argument of the callback. */
export type Argument = { readonly node: ts.Expression; readonly at: ts.Node };

/** `this: Owner` of TypeScript stands among the parameters, and nobody passes it. */
export const thisParameters = ({
  parameters: [first],
}: {
  readonly parameters: readonly ts.ParameterDeclaration[];
}): number => (first && ts.isIdentifier(first.name) && first.name.text === 'this' ? 1 : 0);

/**
 * What do the callers of a function pass to its parameter at a position?
 * Asked by the walk of a callback's steps in the client wing.
 * Gives the arguments of all calls that the program shows: through members, variables, collections and events, too.
 */
export function argumentsOf(project: Project, fn: FunctionLike, parameter: number): readonly Argument[] {
  askForCalls(project, fn, 'ask');
  return argumentsSeen(project, fn, parameter);
}

/** Asks for the files that may call a function by its name; false when some of these are missing. */
export function askForCalls(project: Project, fn: FunctionLike, how: 'ask' | 'askFew'): boolean {
  const name = fn.name ?? nameFromVariable(fn);
  if (!name || !ts.isIdentifier(name) || isLocal(name) || isGivenToPackage(project, fn)) return true;
  return project[how](name.text, fn);
}

/** Like {@link argumentsOf}, without asking for other files. */
export function argumentsSeen(project: Project, fn: FunctionLike, parameter: number): readonly Argument[] {
  const ofFunction = argumentsFound(project, fn);
  const known = ofFunction.get(parameter) ?? findArguments(project, fn, parameter);
  ofFunction.set(parameter, known);
  return known;
}

const argumentsFound = oncePerNode((_, _fn: FunctionLike) => new Map<number, readonly Argument[]>());

function findArguments(project: Project, fn: FunctionLike, parameter: number): Argument[] {
  const index = parameter - thisParameters(fn);
  if (ts.isConstructorDeclaration(fn)) return constructed(project, fn, index);
  const { name } = fn;
  const direct = bindingsOf(project).calls.get(fn);
  return distinct([
    ...pick(direct, index),
    ...throughMember(project, fn, index),
    ...asValue(project, fn, index),
    ...(name && ts.isIdentifier(name) ? ofName(project, name, index, 0) : []),
  ]);
}

/** The name by which other files call a function that has none of its own. */
function nameFromVariable(fn: FunctionLike): ts.Node | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  const { parent } = wrapped(fn);
  return ts.isVariableDeclaration(parent) ? parent.name : undefined;
}

function pick(calls: readonly ts.CallExpression[], index: number): Argument[] {
  return calls.flatMap((call) => {
    const node = call.arguments[index];
    const spread = call.arguments.slice(0, index + 1).some(ts.isSpreadElement);
    return node && !spread ? [{ node, at: call }] : [];
  });
}

function constructed(project: Project, fn: ts.ConstructorDeclaration, index: number): Argument[] {
  const { allCalls, constructions } = syntaxOf(project);
  const names = [...constructionNames(project, fn.parent)];
  const named = new Set(names.flatMap((name) => constructions.get(name) ?? []).map(({ value }) => value));
  const inOrder = names.length === 1 ? [...named] : allCalls.filter((made) => named.has(made));
  return inOrder.flatMap((made) => {
    const node = made.arguments?.[index];
    if (!ts.isNewExpression(made) || !node) return [];
    return project.checker.getResolvedSignature(made)?.declaration === fn ? [{ node, at: made }] : [];
  });
}

/** Calls through an interface, a base class or the type of an object literal. */
function throughMember(project: Project, fn: FunctionLike, index: number): Argument[] {
  const member = memberWith(fn);
  const name = member && (member as ts.NamedDeclaration).name;
  if (!member || !name || !(ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) return [];
  const declarations = answersTo(project, member);
  return pick(
    callsOfMember(project, name.text, declarations).concat(throughShape(project, name.text, member)),
    index,
  );
}

/** Calls through an interface that the class fits without naming it. */
function throughShape(project: Project, name: string, member: ts.Declaration): ts.CallExpression[] {
  const owner = member.parent;
  if (!ts.isClassLike(owner)) return [];
  const shape = project.checker.getTypeAtLocation(owner);
  return (syntaxOf(project).memberCalls.get(name) ?? []).filter((call) => {
    const { expression: object, name: called } = call.expression as ts.PropertyAccessExpression;
    const [declared] = symbolOf(project, called)?.declarations ?? [];
    if (!declared || !ts.isMethodSignature(declared)) return false;
    return project.checker.isTypeAssignableTo(shape, project.checker.getTypeAtLocation(object));
  });
}

/** @param declarations the member itself, then what it stands for */
function callsOfMember(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
): ts.CallExpression[] {
  return (syntaxOf(project).memberCalls.get(name) ?? []).filter((call) => {
    const { expression: object, name: member } = call.expression as ts.PropertyAccessExpression;
    const called = symbolOf(project, member)?.declarations ?? [];
    // `super.finish(…)` runs what it names, and nothing that overrides it.
    const answering = object.kind === ts.SyntaxKind.SuperKeyword ? declarations.slice(0, 1) : declarations;
    return called.some((declaration) => answering.includes(declaration));
  });
}

/** The calls of a function in a member, through the member or a variable it is read into. */
function ofMember(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
  index: number,
  depth: number,
): Argument[] {
  if (depth > maxDepth) return [];
  return readsOf(project, name, declarations).flatMap((read) => {
    if (ts.isBindingElement(read)) return argumentsThrough(project, read, index, depth + 1);
    const use = wrapped(read);
    const { parent } = use;
    if (ts.isCallExpression(parent) && parent.expression === use) return pick([parent], index);
    return passedAlong(project, use, index, depth + 1);
  });
}

const maxDepth = 6;

function memberWith(fn: FunctionLike): ts.Declaration | undefined {
  if (ts.isMethodDeclaration(fn)) return fn;
  const outer =
    isFunctionLike(fn) && !ts.isFunctionDeclaration(fn) ? wrapped(fn as ts.Expression).parent : undefined;
  return outer && (ts.isPropertyAssignment(outer) || ts.isPropertyDeclaration(outer)) ? outer : undefined;
}

/** A function that is written as an argument, or assigned. */
function asValue(project: Project, fn: FunctionLike, index: number): Argument[] {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return [];
  return passedAlong(project, wrapped(fn), index, 0);
}

/** Who calls the function value that stands at `node`, and with what. */
function passedAlong(project: Project, node: ts.Expression, index: number, depth: number): Argument[] {
  const { parent } = node;
  if (depth > maxDepth) return [];
  if (ts.isCallExpression(parent) && parent.arguments.includes(node)) {
    return calledBy(project, parent, parent.arguments.indexOf(node), index, depth);
  }
  if (ts.isBinaryExpression(parent) && parent.right === node) {
    const target = declarationAt(project, unwrap(parent.left));
    return target ? argumentsThrough(project, target, index, depth + 1) : [];
  }
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
  ) {
    const { name } = parent;
    if (!ts.isIdentifier(name)) return [];
    return ofMember(project, name.text, answersTo(project, parent), index, depth);
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    return argumentsThrough(project, parent, index, depth + 1);
  }
  if (ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent)) {
    return passedAlong(project, wrapped(parent), index, depth + 1);
  }
  return [];
}

/** What a call does with the function that it gets as its `position`-th argument. */
function calledBy(
  project: Project,
  call: ts.CallExpression,
  position: number,
  index: number,
  depth: number,
): Argument[] {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const name = callee.name.text;
    if (name === 'then' && position === 0 && index === 0) return [{ node: callee.expression, at: call }];
    const [event] = call.arguments;
    if (subscriptions.includes(name) && event && ts.isStringLiteralLike(event)) {
      const emits = syntaxOf(project).emits.get(event.text) ?? [];
      return pick(
        emits.filter((emit) => mayBeOneEmitter(project, emit, callee.expression)),
        index + 1,
      );
    }
    if (name === 'set' && position === 1) return ofCollection(project, callee.expression, index, depth);
  }
  const fn = functionAt(project, callee);
  const parameter = fn?.parameters[position];
  return parameter ? argumentsThrough(project, parameter, index, depth + 1) : [];
}

/** False for emitters of unrelated classes; two plain emitters may be the same one. */
export function mayBeOneEmitter(project: Project, emit: ts.CallExpression, listened: ts.Expression): boolean {
  const emitting = (unwrap(emit.expression) as ts.PropertyAccessExpression).expression;
  const [a, b] = [emitting, listened].map((object) => project.checker.getTypeAtLocation(object)) as [
    ts.Type,
    ts.Type,
  ];
  return project.checker.isTypeAssignableTo(a, b) || project.checker.isTypeAssignableTo(b, a);
}

/** Methods that subscribe a function to an event. */
export const subscriptions: readonly string[] = ['on', 'once', 'addListener', 'addEventListener'];

/** Functions in a Map are called where they are read from it. */
function ofCollection(project: Project, store: ts.Expression, index: number, depth: number): Argument[] {
  const key = declarationAt(project, unwrap(store));
  if (!key) return [];
  return (syntaxOf(project).memberCalls.get('get') ?? []).flatMap((get) => {
    const object = unwrap((get.expression as ts.PropertyAccessExpression).expression);
    if (declarationAt(project, object) !== key) return [];
    const outer = wrapped(get);
    if (ts.isCallExpression(outer.parent) && outer.parent.expression === outer)
      return pick([outer.parent], index);
    return passedAlong(project, outer, index, depth + 1);
  });
}

/** The arguments that calls of the function in a variable, parameter or field pass. */
export function argumentsThrough(
  project: Project,
  declaration: ts.Declaration,
  index: number,
  depth = 0,
): Argument[] {
  const { name } = declaration as ts.NamedDeclaration;
  // JavaScript declares a field by assignment.
  if (ts.isPropertyAccessExpression(declaration)) {
    return ofMember(project, declaration.name.text, [declaration], index, depth);
  }
  if (!name || !ts.isIdentifier(name)) return [];
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration)) {
    return ofMember(project, name.text, answersTo(project, declaration), index, depth);
  }
  return ofName(project, name, index, depth);
}

function ofName(project: Project, name: ts.Identifier, index: number, depth: number): Argument[] {
  const symbol = symbolOf(project, name);
  if (!symbol || depth > maxDepth) return [];
  return usesOf(project, name, symbol).flatMap((reference) => {
    const use = wrapped(reference);
    const { parent } = use;
    if (reference === name) return [];
    if (ts.isCallExpression(parent) && parent.expression === use) return pick([parent], index);
    return passedAlong(project, use, index, depth + 1);
  });
}

/** The uses of a name in its scope; of one that other files may import, in those too. */
function usesOf(project: Project, name: ts.Identifier, symbol: ts.Symbol): ts.Identifier[] {
  const scope = enclosingFunction(name.parent);
  if (scope) return references(project.checker, symbol, scope);
  return filesMentioning(project, name.text).flatMap((file) => {
    if (file.isDeclarationFile) return [];
    if (file === name.getSourceFile()) return references(project.checker, symbol, file);
    return mentionsIn(file, name.text).filter(
      (node): node is ts.Identifier =>
        ts.isIdentifier(node) && !ts.isImportSpecifier(node.parent) && symbolOf(project, node) === symbol,
    );
  });
}

function distinct(all: readonly Argument[]): Argument[] {
  return [...new Map(all.map((argument) => [argument.node, argument])).values()];
}
