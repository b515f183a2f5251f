import type { ts } from '../../../compiler.cjs';
import { insufficientScopeMembers, sdkHttpErrorMembers } from '../../../sdk/facts.ts';
import { scopeErrorClasses } from '../../../sdk/roles.ts';
import type { FunctionLike } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import type { Declared } from '../../program/sdk-symbols.ts';
import { Knowledge } from './knowledge.ts';
import type { Scenario } from './scenarios.ts';
import { isSubject, type Subject } from './subject.ts';
import { type Members, truthOf, type Value } from './value.ts';

/** What is evaluated: a handler of one error, in one scenario. */
interface Question {
  readonly project: Project;
  readonly subject: Subject;
  readonly scenario: Scenario;
  /** The scenario for a function that gets a fix of its own, see fixed-functions.ts; undefined for any other function. */
  readonly fixedScenario?: ((target: FunctionLike) => Scenario | undefined) | undefined;
}

/** Finds the value of an expression; see evaluator.ts, which knows every kind of expression. */
export type Evaluator = (expression: ts.Expression, frame: Frame) => Value;

/**
 * One evaluation: its question, and what it knows so far. The frame carries the evaluator, so the code for one kind of
 * expression can ask for the value of another kind.
 */
export class Frame {
  readonly known: Knowledge;
  private readonly question: Question;
  private readonly evaluator: Evaluator;
  /** The functions that are being evaluated. */
  private readonly calls: readonly FunctionLike[];
  private handled = false;
  private based = false;

  constructor(
    question: Question,
    evaluator: Evaluator,
    known = new Knowledge(),
    calls: readonly FunctionLike[] = [],
  ) {
    this.question = question;
    this.evaluator = evaluator;
    this.known = known;
    this.calls = calls;
  }

  get project(): Project {
    return this.question.project;
  }

  get subject(): Subject {
    return this.question.subject;
  }

  get scenario(): Scenario {
    return this.question.scenario;
  }

  /** What an expression holds when the handler receives the error of this scenario. */
  evaluate(expression: ts.Expression): Value {
    return this.evaluator(expression, this);
  }

  /** Whether an expression is true; undefined when that cannot be decided. */
  truth(expression: ts.Expression): boolean | undefined {
    return truthOf(this.evaluate(expression));
  }

  /** The members of the error, or of a member of it; undefined for any other value. */
  membersOf(value: Value): Members | undefined {
    if (value.kind === 'error') return this.scenario.members;
    return value.kind === 'record' ? value.members : undefined;
  }

  /** Whether a node is the error itself. */
  isSubject(node: ts.Node): boolean {
    return isSubject(this.project, this.subject, node);
  }

  /** A copy that learns for itself. */
  fork(): Frame {
    return this.with(this.known.fork());
  }

  /** The same evaluation with other knowledge. */
  with(known: Knowledge): Frame {
    return new Frame(this.question, this.evaluator, known, this.calls);
  }

  /** Whether no more calls are followed from here. */
  get isDeepest(): boolean {
    return this.calls.length >= maxCalls;
  }

  /** Whether a function is being evaluated already. */
  isInside(target: FunctionLike): boolean {
    return this.calls.includes(target);
  }

  /** A frame for the body of a function that is called. */
  enter(target: FunctionLike): Frame {
    const scenario = this.question.fixedScenario?.(target) ?? this.scenario;
    const question = { ...this.question, scenario };
    return new Frame(question, this.evaluator, this.known.fork(), [...this.calls, target]);
  }

  /** Takes what a fork learned and noted. */
  adopt(fork: Frame): void {
    this.known.merge(fork.known);
    this.noteFrom(fork);
  }

  /** Whether a test for InsufficientScopeError was evaluated: then the author handles that error. */
  get isHandled(): boolean {
    return this.handled;
  }

  /** Whether a test for its base class was evaluated: that one may be about the other errors of a login. */
  get isCaughtByBase(): boolean {
    return this.based;
  }

  /** Takes the notes of another frame. */
  noteFrom(other: Frame): void {
    this.handled ||= other.handled;
    this.based ||= other.based;
  }

  /** Notes a test for a class. */
  noteClass(declared: Declared): void {
    if (this.scenario.isHandledBy?.(declared)) this.handled = true;
    if (this.scenario.isBasedOn?.(declared)) this.based = true;
  }

  /** Notes a comparison with a value: it may be the name of the class. */
  noteName(value: Value): void {
    this.note(value.kind === 'const' && value.value === scopeErrorClasses[0]);
  }

  /** Notes a read of a member: it may be one that only InsufficientScopeError has. */
  noteMember(member: string): void {
    this.note(scopeErrorOnly.has(member));
  }

  private note(isScopeTest: boolean): void {
    if (isScopeTest && this.scenario.isHandledBy) this.handled = true;
  }
}

/** Two evaluations of the same code: for the error that a 403 was (SdkHttpError), and for InsufficientScopeError. */
export interface BeforeAndNow {
  readonly before: Frame;
  readonly now: Frame;
}

const maxCalls = 6;

const scopeErrorOnly: ReadonlySet<string> = new Set(
  insufficientScopeMembers.filter((member) => !sdkHttpErrorMembers.includes(member)),
);
