import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { authInfoMember } from '../../../sdk/context-roles.ts';
import { type FunctionLike, isFunctionLike } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { valueUses } from '../../program/function-values.ts';
import { importedName } from '../../program/imported-name.ts';
import { oncePerNode } from '../../program/memo.ts';
import { type Argument, argumentsOf, thisParameters } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { replacedBy } from '../../program/replaced-functions.ts';
import { lastKey } from '../../program/rest-parameters.ts';
import { lineOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isClosed } from './closed-functions.ts';
import { flowOf, withThoseBefore } from './context-flow.ts';
import type { ContextFlow, ContextRead, ContextTest, Entry } from './context-reads.ts';
import { isOther, Sources } from './context-sources.ts';
import { decoratorWrappers } from './decorator-wrappers.ts';
import { isStorage, writesTo } from './kept-contexts.ts';
import { makersOf } from './other-makers.ts';
import { foreignHandlers, registeredItself } from './registrations.ts';
import { passedThroughTable } from './table-calls.ts';
import { unknownUse } from './unknown-uses.ts';

/**
 * Is every value that a read asks for `authInfo` a context of v2?
 * Asked of each read.
 * Proved where every source of the value is one, through all calls that the program shows, up to the handlers; where nothing
 * sets the member, and no function on the way is used as a value in a way that the program does not show.
 */
export const onlyContexts: (project: Project, read: ContextRead) => Proof = (project, read) =>
  proofOf(project, read.node)(read);

const proofOf = oncePerNode((project: Project, _node: ts.Node) => {
  let answer: Proof | undefined;
  return (read: ContextRead): Proof => {
    answer ??= new Origin(project, flowOf(project, read)).of(read);
    return answer;
  };
});

/** Code that asks whether there is a member `authInfo` gets the same answer for every caller, whatever the read becomes. */
export function unasked(project: Project, read: ContextRead): Proof {
  const test = testFor(project, read);
  return test ? refuted('context-asked', `That is ${lineOf(test.node)}.`) : proved;
}

/** The test for the member in code that the read is in, before it, or behind it. */
export const testFor = (project: Project, read: ContextRead): ContextTest | undefined =>
  flowOf(project, read).tests.find(({ entry }) => isRelated(read.entry, entry));

/** True where contexts of one came from the other. */
const isRelated = (one: Entry, other: Entry): boolean =>
  withThoseBefore(one).has(other) || withThoseBefore(other).has(one);

/** Goes back from one read to the handlers. */
class Origin {
  private readonly project: Project;
  private readonly flow: ContextFlow;
  private readonly sources: Sources;
  private readonly seen = new Set<Entry>();

  constructor(project: Project, flow: ContextFlow) {
    this.project = project;
    this.flow = flow;
    this.sources = new Sources(project, flow, (entry) => this.ofEntry(entry));
  }

  of({ node, entry }: ContextRead): Proof {
    const source = ts.isExpression(node)
      ? this.sources.of(node.expression, [])
      : this.sources.ofPattern(node.parent as ts.ObjectBindingPattern | ts.ObjectLiteralExpression, []);
    return worst([this.unchanged(entry), source, this.ofEntry(entry)]);
  }

  /** `ctx.authInfo ??= fallback`, `Object.assign(ctx, options)`. */
  private unchanged(entry: Entry): Proof {
    return worst(
      [...this.flow.changed]
        .flatMap(([each, nodes]) => (isRelated(entry, each) ? nodes : []))
        .map((node) => {
          if (!ts.isCallExpression(node)) return isOther(node);
          return worst(node.arguments.slice(1).map((each) => this.sources.lacks(each, authInfoMember)));
        }),
    );
  }

  private ofEntry(entry: Entry): Proof {
    if (this.seen.has(entry)) return proved;
    this.seen.add(entry);
    const { place } = entry;
    const slot = slotOf(entry);
    const path = pathOf(slot?.from ?? entry.from);
    const values = valuesAt(this.project, place, slot)
      .filter(({ at }) => !isTestFile(at.getSourceFile()))
      .map(({ node }) => this.sources.of(node, path));
    const before = [...entry.before].map((each) => this.ofEntry(each));
    return worst([...values, this.sources.ofTargets(place, path), this.ofFunction(entry, slot), ...before]);
  }

  private ofFunction({ place, from }: Entry, slot: Slot | undefined): Proof {
    if (slot && foreignHandlers(this.project).has(slot.fn))
      return refuted('context-mixed', 'Something else than a server of SDK v2 gets the handler, too.');
    const isContext = (node: ts.Expression, keys: readonly string[]): boolean =>
      this.sources.of(node, [...keys, ...pathOf(slot?.from ?? from)]).state === 'proved';
    const isWrapper = slot && decoratorWrappers(this.project).methods.has(slot.fn);
    if (isWrapper)
      return open('context-may-mix', `A decorator puts it in the place of methods ${lineOf(slot.fn)}.`);
    const unknown = slot && unknownUse(this.project, slot.fn, slot.index, isContext);
    if (unknown) return refuted('context-mixed', `What calls it is not known ${lineOf(unknown)}.`);
    const replaced = slot && replacedBy(this.project, slot.fn);
    if (replaced) return open('context-may-mix', `Other code may stand in its place ${lineOf(replaced)}.`);
    const taken = slot && givenToPackage(this.project, slot.fn);
    if (taken) return open('context-may-mix', `A package gets it ${lineOf(taken)}.`);
    return worst([
      slot ? registeredItself(this.project, slot.fn) : proved,
      (slot?.from ?? from) === '' ? madeFor(this.project, place) : proved,
    ]);
  }
}

/** Where a package gets the table, the list or the instance that a function is in: it may call it. */
function givenToPackage(project: Project, fn: FunctionLike): ts.Node | undefined {
  return [...valueUses(project, fn).allLost].find(
    (lost) =>
      (ts.isCallExpression(lost) || ts.isNewExpression(lost)) && importedName(project, lost.expression),
  );
}

const pathOf = (from: string): readonly string[] => (from === '' ? [] : from.split('.'));

/** An object of the project with `authInfo` that gets to the place, or may get there. */
function madeFor(project: Project, place: ts.Declaration): Proof {
  const makers = makersOf(project);
  const known = makers.find(({ parameters }) => parameters?.includes(place as ts.ParameterDeclaration));
  if (known) return refuted('context-mixed', `Another value is passed ${lineOf(known.node)}.`);
  if (isFunctionLike(place.parent) && isClosed(project, place.parent)) return proved;
  const home = project.packageDir(place.getSourceFile().fileName);
  const unknown = makers.find(
    ({ node, parameters }) =>
      parameters === undefined && project.packageDir(node.getSourceFile().fileName) === home,
  );
  return unknown
    ? open('context-may-mix', `An object with authInfo is made ${lineOf(unknown.node)}.`)
    : proved;
}

/** The position of an entry among the arguments of its function, and the members that lead from there to the context. */
function slotOf({ place, from }: Entry): Slot | undefined {
  const isOwn = isFunctionLike(place);
  const fn = isOwn ? place : place.parent;
  if (!isFunctionLike(fn)) return undefined;
  const index = isOwn ? 0 : fn.parameters.indexOf(place as ts.ParameterDeclaration);
  const isList = isOwn || (ts.isParameter(place) && place.dotDotDotToken !== undefined);
  if (!isList || index < 0) return index < 0 ? undefined : { fn, index, from };
  const [key, ...rest] = from.split('.');
  return { fn, index: key === lastKey ? lastIndex : index + Number(key), from: rest.join('.') };
}

function passedTo(project: Project, { fn, index }: Slot): readonly Argument[] {
  if (index !== lastIndex) {
    const position = index - thisParameters(fn);
    return [fn, ...(decoratorWrappers(project).methods.get(fn) ?? [])].flatMap((each) => {
      const at = position + thisParameters(each);
      return [...argumentsOf(project, each, at), ...passedThroughTable(project, each, at)];
    });
  }
  const last = new Map<ts.Node, Argument>();
  for (let at = 0; at < maxArguments; at++)
    for (const each of passedTo(project, { fn, index: at, from: '' })) last.set(each.at, each);
  return [...last.values()];
}

const lastIndex = Number(lastKey);
const maxArguments = 6;

interface Slot {
  readonly fn: FunctionLike;
  readonly index: number;
  readonly from: string;
}

/** What is passed to a parameter, assigned to it, to a field or a variable, or put into a storage. */
function valuesAt(project: Project, place: ts.Declaration, slot: Slot | undefined): readonly Argument[] {
  const passed = slot ? passedTo(project, slot) : [];
  const initial =
    (ts.isVariableDeclaration(place) ||
      ts.isPropertyDeclaration(place) ||
      ts.isPropertyAssignment(place) ||
      ts.isParameter(place)) &&
    !isStorage(project, place)
      ? place.initializer
      : undefined;
  const set = [
    ...(initial ? [initial] : []),
    ...bindingsOf(project).assigned.get(place),
    ...writesTo(project, place),
  ];
  return [...passed, ...set.map((node) => ({ node, at: node }))];
}
