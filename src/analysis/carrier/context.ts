import type { ts } from 'ts-morph';
import type { Edit } from '../../model/edit.ts';
import type { RefusalCode } from '../../model/refusals.ts';
import type { Step } from '../../model/rule.ts';
import type { FunctionLike } from '../ast.ts';
import type { Project } from '../project.ts';

/** What the migrations of one project share. */
export interface Migrations {
  /** True for calls that redeem the code: a use of the carrier there wants the whole query. */
  readonly isSink: (call: ts.CallExpression) => boolean;
  /** The new name of each carrier: one migration may neither shadow nor contradict another. */
  readonly names: Map<ts.Symbol, CarrierName>;
}

export interface CarrierName {
  readonly name: string;
  /** Where the name is visible. */
  readonly scope: ts.Node;
}

/** The state of one carrier migration: what has been decided so far. Nothing is final until {@link Lift} is finished. */
export interface Lift {
  readonly project: Project;
  readonly migrations: Migrations;
  readonly edits: Edit[];
  /** From the sink back to the query. */
  readonly steps: Step[];
  /** Variables and parameters that will hold the query, and their uses that want it whole. */
  readonly carried: Map<ts.Symbol, Set<ts.Identifier>>;
  /** Variables that a direct use of the query has passed by; they go when nothing else reads them. */
  readonly bypassed: Map<ts.Symbol, Set<ts.Identifier>>;
  readonly functions: Set<FunctionLike>;
  /** Variables that hold a promise of the query. */
  readonly promises: Set<ts.Symbol>;
}

/** A step of the way that cannot be lifted turns the whole migration into this refusal. */
export class CannotLift extends Error {
  readonly code: RefusalCode;
  readonly node: ts.Node;
  readonly detail: string;

  constructor(code: RefusalCode, node: ts.Node, detail: string) {
    super(detail);
    this.code = code;
    this.node = node;
    this.detail = detail;
  }
}

export function newLift(project: Project, migrations: Migrations): Lift {
  return {
    project,
    migrations,
    edits: [],
    steps: [],
    carried: new Map(),
    bypassed: new Map(),
    functions: new Set(),
    promises: new Set(),
  };
}

export function replace(lift: Lift, node: ts.Node, text: string): void {
  replaceRange(lift, node.getSourceFile(), node.getStart(), node.getEnd(), text);
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
