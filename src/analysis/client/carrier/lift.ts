import type { ts } from 'ts-morph';
import type { Edit } from '../../../model/edit.ts';
import type { Step } from '../../../model/fix.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import type { Way } from './access-path.ts';

/** A call that redeems an authorization code, and how it is to be given the issuer. */
export interface Sink {
  readonly call: ts.CallExpression;
  readonly code: ts.Expression;
  /** The second string of `finishAuth`, which falls away. */
  readonly issuer?: ts.Expression | undefined;
  /** The project's own declaration of the method, around a transport of the SDK. */
  readonly declaration?: ts.Declaration | undefined;
  /** `query`: the call takes the URLSearchParams; `fields`: it takes `code` and `iss` as fields of an options object. */
  readonly takes: 'query' | 'fields';
}

/** What the migrations of one project share. */
export interface Migrations {
  /** The sink whose code an expression is. */
  readonly sinkAt: (code: ts.Expression) => Sink | undefined;
  /** The new name of each carrier: one migration may neither shadow nor contradict another. */
  readonly names: Map<ts.Node, CarrierName>;
}

export interface CarrierName {
  readonly name: string;
  /** Where the name is visible. */
  readonly scope: ts.Node;
}

/** Something of the project that a migration changes although code outside the project may rely on it. */
export interface Assumption {
  readonly code: RefusalCode;
  readonly detail: string;
  /** True when code outside the project hands the code in here. */
  readonly isInput?: boolean;
}

/** The state of one carrier migration: what has been decided so far. Nothing is final until it is finished. */
export interface Lift {
  readonly project: Project;
  readonly migrations: Migrations;
  readonly edits: Edit[];
  /** From the sink back to the query. */
  readonly steps: Step[];
  /** Calls that this migration serves. */
  readonly sinks: Map<ts.CallExpression, Sink>;
  /** Declarations that hold the code from which one gets to it by the given way. */
  readonly slots: Map<ts.Node, Way>;
  /** Variables, parameters and destructured names that will hold the query itself. */
  readonly carriers: Set<ts.NamedDeclaration>;
  /** Members of records and classes that will hold the query itself. */
  readonly fields: Set<ts.Declaration>;
  /** Accesses and literals' names of those members. */
  readonly fieldNames: Set<ts.Identifier | ts.StringLiteralLike>;
  /** Functions that have been entered, by the first hop of the way. */
  readonly functions: Map<ts.Node, Set<string>>;
  /** Expressions that give the query from now on and are wanted whole. */
  readonly whole: Set<ts.Node>;
  /** Expressions that give the query from now on where the code alone is wanted. */
  readonly plain: Set<ts.Expression>;
  /** Names and members that hold the query from now on where the code alone is wanted. */
  readonly reduced: Set<ts.Node>;
  /** Variables that a direct use of the query has passed by; they go when nothing else reads them. */
  readonly bypassed: Map<ts.Symbol, Set<ts.Identifier>>;
  /** Type aliases that were changed, with the references that are known to follow. */
  readonly aliases: Map<ts.TypeAliasDeclaration, Set<ts.Node>>;
  /** True where code outside the project hands the code in: strings are taken beside the query from now on. */
  readonly isWidened: boolean;
  /** Where a variable, parameter or member is taken for the code: two such places may redeem it twice. */
  readonly taken: { readonly from: ts.Node; readonly use: ts.Node }[];
  /** Where the code leaves a query. */
  readonly reads: Set<ts.Node>;
  /** Where the way ends at a query that is handed on whole already. */
  readonly arrived: Set<ts.Node>;
  /** `{ code }`: what a field is given from now on. */
  readonly literals: Map<ts.ShorthandPropertyAssignment, string>;
  /** What may hold nothing at all at times, whatever its type says; `everything` where nothing can be told apart. */
  readonly absent: Set<ts.Node | 'everything'>;
  /** Uses that fall back to the empty string. */
  readonly emptied: { some: boolean };
  /** Events whose both ends are known: name and place of the argument. */
  readonly channels: Set<string>;
  readonly assumptions: Assumption[];
}

/** How many places one migration may change hands at before it says that the flow is too wide. */
const maxSlots = 400;

export function newLift(project: Project, migrations: Migrations, isWidened: boolean): Lift {
  return {
    project,
    migrations,
    edits: [],
    steps: [],
    sinks: new Map(),
    slots: new Map(),
    carriers: new Set(),
    fields: new Set(),
    fieldNames: new Set(),
    functions: new Map(),
    whole: new Set(),
    plain: new Set(),
    reduced: new Set(),
    bypassed: new Map(),
    aliases: new Map(),
    isWidened,
    taken: [],
    reads: new Set(),
    arrived: new Set(),
    literals: new Map(),
    absent: new Set(),
    emptied: { some: false },
    channels: new Set(),
    assumptions: [],
  };
}

/** Registers a holder; false when it is known already. */
export function enter(lift: Lift, declaration: ts.Node, way: Way): boolean {
  if (lift.slots.has(declaration)) return false;
  if (lift.slots.size >= maxSlots) {
    throw new CannotFollow('flow-too-wide', declaration, `It passes through more than ${maxSlots} places.`);
  }
  lift.slots.set(declaration, way);
  // What its file imports belongs to the way, too.
  lift.project.askFile(declaration.getSourceFile().fileName);
  return true;
}

/** What is unknown may come from a file that is not in the program yet: one that this file imports, or their imports. */
export function askAround(lift: Lift, node: ts.Node): void {
  const file = node.getSourceFile() as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
  lift.project.askFile(file.fileName);
  for (const specifier of file.imports ?? []) {
    const module = lift.project.checker.getSymbolAtLocation(specifier);
    const target = module?.declarations?.[0]?.getSourceFile().fileName;
    if (target) lift.project.askFile(target);
  }
}

export function replace(lift: Lift, node: ts.Node, text: string): void {
  replaceRange(lift, node.getSourceFile(), node.getStart(), node.getEnd(), text);
}

export function insert(lift: Lift, file: ts.SourceFile, position: number, text: string): void {
  lift.edits.push({ file: file.fileName, start: position, end: position, text });
}

export function replaceRange(
  lift: Lift,
  file: ts.SourceFile,
  start: number,
  end: number,
  text: string,
): void {
  if (file.text.slice(start, end) !== text) lift.edits.push({ file: file.fileName, start, end, text });
}

export function step(lift: Lift, node: ts.Node, message: string): void {
  lift.steps.push({ node, message });
}

/** Source text for a message, on one line and not too long. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
