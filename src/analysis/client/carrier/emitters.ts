import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { throughConstants } from '../query/query-read.ts';
import type { Lift } from './lift.ts';

export const listening = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
export const forgetting = ['off', 'removeListener'];
/** Methods that give the listeners themselves. */
export const lookingUp = ['listeners', 'rawListeners'];

interface EmitterCall {
  readonly call: ts.CallExpression;
  readonly callee: ts.PropertyAccessExpression;
  readonly member: string;
  /** The project's own class of emitters; undefined for a plain EventEmitter, which may be any of them. */
  readonly emitter: ts.Symbol | undefined;
}

/** Every call that emits or listens on an EventEmitter. */
export function emitterCalls(lift: Lift): EmitterCall[] {
  const methods = ['emit', ...listening, ...forgetting, ...lookingUp];
  const mentions = lift.project.userFiles.flatMap((file) =>
    methods.flatMap((method) => mentionsIn(file, method)),
  );
  return mentions.flatMap((mention): EmitterCall[] => {
    const callee = mention.parent;
    const call = callee.parent;
    if (!ts.isPropertyAccessExpression(callee) || !ts.isCallExpression(call) || call.expression !== callee)
      return [];
    const declared = declaredAs(symbolOf(lift.project, callee.name));
    if (declared?.area !== 'platform/node' || declared.name !== 'EventEmitter') return [];
    return [
      { call, callee, member: declared.member ?? '', emitter: classOf(lift.project, callee.expression) },
    ];
  });
}

/** `once(emitter, name)` and `on(emitter, name)` of node:events, by whatever name they are called. */
export function waitingCalls(lift: Lift, name: string): ts.CallExpression[] {
  return lift.project.userFiles
    .filter((file) => /['"](node:)?events['"]/.test(file.text))
    .flatMap((file) => nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression))
    .filter((call) => {
      const event = call.arguments[1];
      if (!event || !isWaiting(lift.project, unwrap(call.expression))) return false;
      const value = throughConstants(lift.project, event);
      return !ts.isStringLiteralLike(value) || value.text === name;
    });
}

/** True for `once` and `on` of node:events. */
export function isWaiting(project: Project, callee: ts.Expression): boolean {
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  const declared = declaredAs(symbol);
  const isStatic = symbol?.declarations?.some(
    (each) => (ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Static) !== 0,
  );
  return declared?.area === 'platform/node' && declared.name === 'EventEmitter' && isStatic === true;
}

/**
 * True when a call is certainly on another emitter: one of a class of the platform (`server.on(event)`), or another constant that
 * holds an emitter of its own.
 */
export function isAnotherEmitter(project: Project, emitter: ts.Expression, known: ts.Node): boolean {
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(emitter));
  const declared = declaredAs(type.symbol);
  if (declared && declared.name !== 'EventEmitter') return true;
  const own = ownEmitter(project, emitter);
  const other = ownEmitter(project, known);
  return own !== undefined && other !== undefined && own !== other;
}

/** The constant or the member that a new emitter is written into. */
function ownEmitter(project: Project, node: ts.Node): ts.Declaration | undefined {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const declaration = symbolOf(project, name)?.valueDeclaration;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)))
    return undefined;
  const made = declaration.initializer && unwrap(declaration.initializer);
  return made && ts.isNewExpression(made) ? declaration : undefined;
}

/** The topmost class of the project below EventEmitter. */
export function classOf({ checker }: Project, emitter: ts.Expression): ts.Symbol | undefined {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(emitter));
  let found: ts.Symbol | undefined;
  for (let each: ts.BaseType | undefined = type; each?.symbol && each.isClassOrInterface(); ) {
    if (declaredAs(each.symbol)) break;
    found = each.symbol;
    each = checker.getBaseTypes(each)[0];
  }
  return found;
}

/** The name of an event. Other files may use it through the same constant, so that name is asked for. */
export function literalName(lift: Lift, name: ts.Expression): string | undefined {
  const value = throughConstants(lift.project, name);
  if (!ts.isStringLiteralLike(value)) return undefined;
  if (ts.isIdentifier(name)) lift.project.ask(name.text);
  return value.text;
}
