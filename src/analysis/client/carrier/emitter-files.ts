import { ts } from '../../../compiler.cjs';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { filesReaching } from '../../program/files-around.ts';
import { mentionsIn } from '../../program/mentions.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classOf, isAnotherEmitter, isWaiting, listening, lookingUp } from './emitters.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/** Whatever brings a listener to an event, or an event to a listener. */
const leading = ['emit', 'eventNames', ...listening, ...lookingUp];

/** One emitter, as the calls of one event name it. */
export interface Emitter {
  /** Where the calls use it. */
  readonly names: readonly ts.Expression[];
  /** Its class; undefined for a plain EventEmitter. */
  readonly kind: ts.Symbol | undefined;
}

/**
 * Every file that can hold an emitter is read, though it may not mention the event: a listener of each event there hears this one.
 * @throws {CannotFollow} where the event of a listener cannot be told
 */
export function readEmitterFiles(lift: Lift, emitter: Emitter): void {
  const { project } = lift;
  const declarations = declarationsOf(project, emitter);
  for (const declaration of declarations) {
    if (!askForFiles(project, declaration))
      assumeKnown(lift, 'flow-too-wide', 'The emitter is used in too many files to look at each.');
    for (const file of project.userFiles)
      for (const parameter of takenBy(lift, declaration, file)) declarations.add(parameter);
  }
  const naming = new Set(filesReaching(project, declarations));
  for (const file of project.userFiles)
    if (!isTestFile(file) && mayBePassed(project, naming, file)) refuseHiddenIn(lift, emitter, file);
}

function refuseHiddenIn(lift: Lift, emitter: Emitter, file: ts.SourceFile): void {
  for (const name of leading)
    for (const { parent } of mentionsIn(file, name)) refuseHidden(lift, emitter, parent);
  for (const access of nodesOf<ts.ElementAccessExpression>(file, ts.SyntaxKind.ElementAccessExpression))
    if (mayBe(lift.project, emitter, access.expression)) throw hidden(access);
}

/** True for a file that names the emitter, or that something which names it can pass it to. */
function mayBePassed(project: Project, naming: ReadonlySet<ts.SourceFile>, file: ts.SourceFile): boolean {
  return naming.has(file) || filesReaching(project, new Set([file])).some((each) => naming.has(each));
}

function declarationsOf(project: Project, { names, kind }: Emitter): Set<ts.Declaration> {
  const found = new Set<ts.Declaration>(kind?.declarations ?? []);
  for (const each of names) {
    const base = unwrap(each);
    const name = ts.isPropertyAccessExpression(base) ? base.name : base;
    const declaration = symbolOf(project, name)?.valueDeclaration;
    if (declaration && !ts.isSourceFile(declaration)) found.add(declaration);
  }
  return found;
}

/** @returns false when some of the files that can hold it are missing */
function askForFiles(project: Project, declaration: ts.Declaration): boolean {
  project.askFile(declaration.getSourceFile().fileName);
  // A parameter is known in its function alone.
  if (ts.isParameter(declaration) && !ts.isParameterPropertyDeclaration(declaration, declaration.parent))
    return true;
  const { name } = declaration as ts.NamedDeclaration;
  const own = name && ts.isIdentifier(name) ? [name.text] : [];
  return [...own, ...leading].map((each) => project.ask(each, declaration)).every(Boolean);
}

/** `bus.eventNames()`, `bus.emit = …`, `bus.on.bind(bus)`, `const { on } = bus`. */
function refuseHidden(lift: Lift, emitter: Emitter, parent: ts.Node): void {
  const { project } = lift;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const type = project.checker.getTypeAtLocation(parent.parent);
    if (isEmitter(project, type)) throw hidden(parent);
    return;
  }
  if (!ts.isPropertyAccessExpression(parent)) return;
  const declared = declaredAs(symbolOf(project, parent.name));
  if (declared?.area !== 'platform/node' || declared.name !== 'EventEmitter') return;
  const outer = wrapped(parent).parent;
  const isCalled = ts.isCallExpression(outer) && unwrap(outer.expression) === parent;
  if (isCalled && parent.name.text !== 'eventNames') return;
  if (mayBe(project, emitter, parent.expression)) throw hidden(parent);
}

const hidden = (node: ts.Node): CannotFollow =>
  new CannotFollow('wider-flow', node, `${shortText(node)} may lead every event to other listeners.`);

function mayBe(project: Project, { names, kind }: Emitter, node: ts.Expression): boolean {
  const type = project.checker.getTypeAtLocation(node);
  if (!isEmitter(project, type)) return false;
  const other = classOf(project, node);
  if (kind && other && kind !== other) return false;
  return !names.some((each) => isAnotherEmitter(project, node, nameOf(each)));
}

function nameOf(emitter: ts.Expression): ts.Node {
  const base = unwrap(emitter);
  return ts.isPropertyAccessExpression(base) ? base.name : base;
}

function isEmitter(project: Project, type: ts.Type): boolean {
  return declaredTypes(project, type).some(
    ({ area, name }) => area === 'platform/node' && name === 'EventEmitter',
  );
}

/**
 * `attach(bus)`: a function that takes it as an emitter passes it on, perhaps to other files. Who takes it as something else may
 * listen by any name.
 */
function takenBy(lift: Lift, declaration: ts.Declaration, file: ts.SourceFile): readonly ts.Declaration[] {
  const { project } = lift;
  const { name } = declaration as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name) || ts.isClassLike(declaration) || isTestFile(file)) return [];
  return mentionsIn(file, name.text).flatMap((mention) => {
    if (symbolOf(project, mention)?.valueDeclaration !== declaration) return [];
    const access = mention.parent;
    const isMember = ts.isPropertyAccessExpression(access) && access.name === mention;
    const value = wrapped((isMember ? access : mention) as ts.Expression);
    if (isTakenAsAnother(project, value))
      assumeKnown(lift, 'wider-flow', `Its emitter is passed to ${shortText(value.parent)}.`);
    return parameterOf(project, value);
  });
}

/** The parameter of the project's own function that an argument arrives in. */
function parameterOf(project: Project, value: ts.Expression): readonly ts.Declaration[] {
  const { parent } = value;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return [];
  const declaration = project.checker.getResolvedSignature(parent)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return [];
  const parameter = declaration.parameters[parent.arguments?.indexOf(value) ?? -1];
  const symbol = (parameter as (ts.Declaration & { symbol?: ts.Symbol }) | undefined)?.symbol;
  return parameter && ts.isParameter(parameter) && !declaredAs(symbol) ? [parameter] : [];
}

function isTakenAsAnother(project: Project, value: ts.Expression): boolean {
  const { parent } = value;
  const isCall = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  if (!isCall || parent.expression === value) return false;
  if (ts.isCallExpression(parent) && isWaiting(project, unwrap(parent.expression))) return false;
  const expected = project.checker.getContextualType(value);
  return !expected || !isEmitter(project, expected);
}

function assumeKnown(lift: Lift, code: 'flow-too-wide' | 'wider-flow', detail: string): void {
  lift.evidence.assume({ obligation: 'known-listeners', code, detail });
}
