import type { ts } from '../../../compiler.cjs';
import { type AccessPath, keyOfStep, type PathStep } from '../../program/access-path.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';

/** How many places one migration may change before it says that the flow is too wide. */
const maxPlaces = 400;

/** The places that one migration has entered: each is followed once. */
export class Visited {
  readonly #project: Project;
  readonly #declarations = new Set<ts.Node>();
  readonly #steps = new Map<ts.Node, Set<string>>();
  readonly #functions = new Map<ts.Node, Set<string>>();
  readonly #events = new Set<string>();
  readonly #passages = new Map<ts.Node, Set<string>>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** Every declaration that was entered. */
  get all(): ReadonlySet<ts.Node> {
    return this.#declarations;
  }

  /** Every function that was entered. */
  get functions(): readonly ts.Node[] {
    return [...this.#functions.keys()];
  }

  has(declaration: ts.Node): boolean {
    return this.#declarations.has(declaration);
  }

  /**
   * Whether a declaration was entered by this first step. A function is entered once by what it gives, and once by each of its
   * parameters that takes the code, and a tuple once by each place: what holds one leads elsewhere each time.
   */
  isEntered(declaration: ts.Node, step: PathStep | undefined): boolean {
    const key = stepOfOne(step);
    return this.has(declaration) && (!key || (this.#steps.get(declaration)?.has(key) ?? false));
  }

  /** Enters the declaration of a carrier; false when it was entered before by the same step. */
  enter(declaration: ts.Node, step?: PathStep): boolean {
    if (this.isEntered(declaration, step)) return false;
    const key = stepOfOne(step);
    if (key) this.#steps.set(declaration, (this.#steps.get(declaration) ?? new Set()).add(key));
    if (this.has(declaration)) return true;
    if (this.#declarations.size >= maxPlaces) {
      throw new CannotFollow(
        'flow-too-wide',
        declaration,
        `It passes through more than ${maxPlaces} places.`,
      );
    }
    this.#declarations.add(declaration);
    // What its file imports belongs to the flow, too.
    this.#project.askFile(declaration.getSourceFile().fileName);
    return true;
  }

  /** Enters a function by what is done with it first: one that is called and one that takes the code differ. */
  enterFunction(fn: ts.Node, step: PathStep): boolean {
    const steps = this.#functions.get(fn) ?? new Set<string>();
    this.#functions.set(fn, steps);
    return addNew(steps, keyOfStep(step));
  }

  /** Enters a call of generic code by the type parameter, and the way from there, that leads to the code. */
  enterPassage(call: ts.Node, typeParameter: number, rest: AccessPath): boolean {
    const key = `${typeParameter} ${rest.map(keyOfStep).join()}`;
    const known = this.#passages.get(call) ?? new Set<string>();
    this.#passages.set(call, known);
    return addNew(known, key);
  }

  /** Enters one argument of the events of a name. */
  enterEvent(name: string, index: number): boolean {
    return addNew(this.#events, `${name}\0${index}`);
  }
}

function addNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}

function stepOfOne(step: PathStep | undefined): string | undefined {
  return step && ['call', 'argument', 'arguments', 'place'].includes(step.kind) ? keyOfStep(step) : undefined;
}
