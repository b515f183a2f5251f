import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { filesAround } from '../../program/files-around.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isConsole } from './console-call.ts';
import { isEventCall } from './dom-events.ts';
import { isPrivate, type Member } from './families.ts';
import { type Gap, open, refuted } from './gap.ts';
import { argumentUse } from './generic-uses.ts';
import { type Held, hasMember, heldMembers, RecordTypes } from './held-members.ts';
import type { Lift } from './lift.ts';
import type { Holding } from './made-over.ts';
import { serializedIn } from './not-serialized.ts';
import { boxOf } from './package-boxes.ts';
import { passedTo } from './passed-generics.ts';
import { givesOneOf } from './promises.ts';
import { shortText } from './short-text.ts';
import { isFollowed } from './untyped-records.ts';

type Call = ts.CallExpression | ts.NewExpression;

/**
 * No record on the path gets out of the code that was followed: in a list, in another record, as what a function gives back, or
 * through generic code of the project. As text it would lose the query; a template or a schema would look for the old member.
 */
export function recordExits(lift: Lift): readonly Gap[] {
  const { project } = lift;
  const held = renamedMembers(lift);
  if (held.length === 0) return [];
  const records = new Records(project, held);
  return filesWith(project, held)
    .flatMap((file) => nodesOfKinds(file, callKinds) as readonly Call[])
    .filter((call) => mayGiveRecord(records, call))
    .flatMap((call) => [...exitAt(lift, records, call), ...throughGenerics(project, records, call)]);
}

function filesWith(project: Project, held: readonly Held[]): readonly ts.SourceFile[] {
  const declarations = new Set(held.flatMap(({ family }) => [...family]));
  const files = new Set(held.flatMap(({ name }) => filesAround(project, declarations, name)));
  return [...files].filter((file) => !isTestFile(file));
}

const renamedMembers = (lift: Lift): readonly Held[] =>
  heldMembers(lift).filter(({ isRenamed }) => isRenamed);

/** Asks for the files that import something which gives a record: `import { attempts } from './attempts'`. */
export function askForRecords(lift: Lift): void {
  const { checker } = lift.project;
  const held = renamedMembers(lift);
  if (held.length === 0) return;
  const records = new Records(lift.project, held);
  for (const file of filesWith(lift.project, held)) {
    // The checker gives none for a CommonJS module, which has one as well.
    const module = (file as ts.SourceFile & { symbol?: ts.Symbol }).symbol;
    for (const each of module ? checker.getExportsOfModule(module) : []) {
      if (records.gives(checker.getTypeOfSymbol(each))) lift.project.ask(each.name, file);
    }
  }
}

const callKinds = [ts.SyntaxKind.CallExpression, ts.SyntaxKind.NewExpression] as const;

function mayGiveRecord(records: Records, call: Call): boolean {
  return (
    (call.typeArguments ?? []).length > 0 || (call.arguments ?? []).some((each) => records.isGiven(each))
  );
}

function exitAt(lift: Lift, records: Records, call: Call): readonly Gap[] {
  const { project } = lift;
  const given = (call.arguments ?? []).filter((each) => records.isGiven(each));
  if (given.length > 0 && given.every((each) => isFollowed(lift, call, each))) return [];
  // What a race of promises gives has a type that holds the record, too: it is looked at where it is passed on.
  if (isEventCall(project, call)) return [];
  if (ts.isCallExpression(call) && (isConsole(project, call) || givesOneOf(project, call))) return [];
  // A box gives the record back as it is: `useContext(LoginContext)`.
  const box = boxOf(project, call);
  if (box && !box.options) return [];
  if (argumentUse(project, records, call) !== 'passed-out' && !isGivenMaker(project, records, call))
    return [];
  const callee = unwrap(call.expression);
  const detail = `It is passed to ${shortText(callee)}().`;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const isPlatform = declaredAs(symbolOf(project, name))?.area.startsWith('platform/') ?? false;
  if (isPlatform) return [refuted('serialised-record', call, detail)];
  return records.arePrivate ? [] : [open('record-passed', call, detail)];
}

/** A function that gives records, for code that cannot be looked into: `createServer({ resolvers })`. */
function isGivenMaker({ checker }: Project, records: Records, call: Call): boolean {
  return (
    (checker.getTypeAtLocation(call.expression).flags & ts.TypeFlags.Any) !== 0 &&
    (call.arguments ?? []).some((each) => records.isGiven(each))
  );
}

function throughGenerics(project: Project, records: Records, call: Call): readonly Gap[] {
  return passedTo(project, records, call).flatMap((parameter) => serializedIn(project, parameter));
}

/** The records that hold a member which changes. */
class Records implements Holding {
  readonly #project: Project;
  readonly #held: readonly Held[];
  readonly #types: RecordTypes;
  readonly #makers: RecordTypes;

  constructor(project: Project, held: readonly Held[]) {
    this.#project = project;
    this.#held = held;
    this.#types = new RecordTypes(project, held, false);
    this.#makers = new RecordTypes(project, held);
  }

  /** Members of a class that only its own code can name. As text they show, too. */
  get arePrivate(): boolean {
    return this.#held.every(({ family }) => [...family].every((each) => isPrivate(each as Member)));
  }

  /** A value that holds a record, or makes one. */
  isGiven(node: ts.Expression): boolean {
    return this.gives(this.#project.checker.getTypeAtLocation(node));
  }

  gives(type: ts.Type): boolean {
    return this.#makers.holds(type);
  }

  is(node: ts.Node): boolean {
    return this.isType(this.#project.checker.getTypeAtLocation(node));
  }

  isType(type: ts.Type): boolean {
    return this.#held.some((each) => hasMember(this.#project, type, each));
  }

  holds(type: ts.Type): boolean {
    return this.#types.holds(type);
  }

  pathsFrom(): readonly [] {
    return [];
  }
}
