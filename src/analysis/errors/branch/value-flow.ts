import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { enclosingFunction, type FunctionLike, unwrap } from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Frame } from '../guards/frame.ts';
import { isRequest } from '../guards/requests.ts';
import { readersOfName } from '../guards/state-readers.ts';
import { constant, unknown, type Value } from '../guards/value.ts';
import { chosenBy, type Effect, effectsIn, returnsIn } from './arm-effects.ts';
import {
  type Attempts,
  type Call,
  calleesOf,
  codeReaches,
  functionsIn,
  isGivenAttempt,
  isOfPlatform,
  withAttemptsAround,
} from './attempts.ts';
import { callersOf } from './callers.ts';
import { catchersOf, classTest } from './catchers.ts';
import { boxUses, hasAttempt, isRenderedAgain } from './component-state.ts';
import { carriedUp } from './condition-value.ts';
import { decides, isBoolean, isPromiseCall, takesDecision } from './deciding-types.ts';
import { leadsAgain } from './decisive.ts';
import { isExit } from './exit-readers.ts';
import { FlowPlaces } from './flow-places.ts';
import {
  givesAll,
  holdsWork,
  isKeyed,
  itemOf,
  keptIn,
  memberOf,
  namesOfHeld,
  pairedWith,
  remains,
  takesOne,
  work,
} from './held-values.ts';
import { carrierOf, decidingMembers, valueAssigned, valueMade } from './made-values.ts';
import { decidesAgain, mayTryAgain, unseenCallers, unseenReader } from './settled-proof.ts';
import { switchLeads } from './switch-leads.ts';
import { doesTheUsual } from './usual-throw.ts';
import { exitProof, heldProof, truthWith } from './value-conditions.ts';
import { isPartOf, mayPickAttempt, partOf } from './value-parts.ts';

/** What follows a value that the handler decides. */
export class ValueFlow {
  /** Those of each handler that the value came through. */
  attempts: Attempts;
  private readonly frame: Frame;
  private readonly places = new FlowPlaces();
  private readonly watched = new Set<ts.Node>();
  /** What maps hold. */
  private readonly keyed = new Set<Value>();
  private isRefuted = false;

  constructor(attempts: Attempts, frame: Frame) {
    this.attempts = attempts;
    this.frame = frame;
  }

  /** Whether another attempt follows from the value of an expression: where it is tested, stored, returned or passed. */
  of(node: ts.Expression, given: Value): Proof {
    // One way to another attempt is enough.
    if (this.isRefuted) return proved;
    const known = this.places.enter(node);
    if (known) return known;
    const steps = carriedUp(node, given, this.frame);
    const { node: top, value } = steps.at(-1)!;
    this.attempts = withAttemptsAround(this.attempts, top);
    const attempts = {
      ...this.attempts,
      truth: truthWith(this.attempts, this.frame, node, given),
    };
    for (const step of steps) {
      const leads = leadsAgain(step.node, step.value, attempts);
      if (leads === 'again' || (leads === 'perhaps' && isBoolean(attempts, node)))
        return this.refutedBy(step.node);
      if (leads === 'perhaps') return mayTryAgain(step.node);
    }
    const chosen = steps.flatMap((step) => chosenBy(step.node, step.value));
    return worst([
      this.changed(effectsIn(chosen, this.attempts)),
      ...returnsIn(chosen).map((each) => this.returned(each)),
      this.beyond(top, value, steps.at(-2)?.value ?? unknown),
    ]);
  }

  private refutedBy(node: ts.Node): Proof {
    this.isRefuted = true;
    return decidesAgain(node);
  }

  /** What is assigned, counted, or put into lists and maps. */
  changed(effects: readonly Effect[]): Proof {
    return worst(
      effects.map(({ target, value, isPut }): Proof => {
        if (!isPut) return this.stored(target, valueAssigned(value, this.frame));
        return this.put(target, valueMade(value, this.frame), value?.parent);
      }),
    );
  }

  /** A list or a map takes the value, beside others. */
  private put(target: ts.Expression, value: Value, call: ts.Node | undefined): Proof {
    const held: Value = { kind: 'list', items: [value] };
    if (call && isKeyed(call)) this.keyed.add(held);
    return this.stored(target, value.kind === 'unknown' ? work : held);
  }

  /** What a setter of `useState` sets, and arguments with a known value: a function of the project may decide with them. */
  given(call: Call): Proof {
    const paired = pairedWith(this.attempts.project, call);
    const set = paired.length > 0 ? call.arguments?.[0] : undefined;
    if (set) return worst(paired.map((name) => this.bound(name, valueMade(set, this.frame))));
    return worst(
      (call.arguments ?? []).map((argument) => {
        const { kind } = valueMade(argument, this.frame);
        return kind === 'const' || kind === 'record' ? this.made(argument) : proved;
      }),
    );
  }

  /** A value that the branch makes. Others may know its members by their names alone. */
  made(node: ts.Expression): Proof {
    return worst([
      ...decidingMembers(node, this.frame).map(({ name, value }) => this.named(name, value)),
      this.of(node, valueMade(node, this.frame)),
    ]);
  }

  returned(node: ts.ReturnStatement): Proof {
    if (node.expression) return this.made(node.expression);
    return this.answer(enclosingFunction(node), constant(undefined));
  }

  private beyond(top: ts.Expression, value: Value, inner: Value): Proof {
    const { parent } = top;
    if (ts.isReturnStatement(parent)) return this.answer(enclosingFunction(parent), value);
    if (ts.isArrowFunction(parent) && parent.body === top) return this.answer(parent, value);
    if (ts.isElementAccessExpression(parent) && parent.argumentExpression === top)
      return this.of(parent, partOf(this.frame.evaluate(parent.expression), value));
    if (ts.isVariableDeclaration(parent) && parent.initializer === top) return this.bound(parent.name, value);
    if (ts.isBinaryExpression(parent) && parent.right === top) return this.stored(unwrap(parent.left), value);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      return worst([
        this.named(parent.name, value),
        this.of(parent.parent, { kind: 'record', members: new Map([[parent.name.getText(), value]]) }),
      ]);
    if (ts.isSpreadAssignment(parent)) return this.of(parent.parent, value);
    if (ts.isSwitchStatement(parent)) return switchLeads(parent, value, this.frame, this.attempts);
    if (ts.isForOfStatement(parent) && parent.expression === top) return this.inLoop(parent, value);
    if (ts.isCallExpression(parent) && parent.expression === top) return this.asked(parent, inner);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.passed(parent, top, value);
    if (ts.isThrowStatement(parent)) return this.thrown(parent, undefined);
    if (ts.isYieldExpression(parent)) return mayTryAgain(parent);
    return isPartOf(top, parent) ? this.of(parent, remains(value)) : proved;
  }

  /** `answer.then(verdict => …)`, `verdicts.filter(verdict => …)`: the function gets what the value holds. */
  private asked(call: ts.CallExpression, value: Value): Proof {
    const { project } = this.attempts;
    if (value.kind === 'list' && takesOne(call)) return this.of(call, itemOf(value));
    if (this.keyed.has(value) && givesAll(call)) return this.of(call, value);
    const waits = isPromiseCall(project.checker, call);
    const given = call.arguments.flatMap((argument) => functionsIn(project, argument));
    return worst([
      mayPickAttempt(call, this.attempts) ? mayTryAgain(call) : proved,
      ...given.flatMap(({ parameters }) =>
        parameters.map(({ name }) => this.bound(name, waits ? value : remains(value))),
      ),
      this.of(call, remains(value)),
    ]);
  }

  private inLoop(loop: ts.ForOfStatement, value: Value): Proof {
    if (this.keyed.has(value)) return worst(namesOfHeld(loop).map((name) => this.bound(name, itemOf(value))));
    return codeReaches(loop.statement, this.attempts) ? decidesAgain(loop.expression) : proved;
  }

  /** Who catches what is thrown may try again because of its class, or of what it holds. */
  thrown(at: ts.Node, type: ts.Symbol | undefined): Proof {
    const known = this.places.enter(at);
    if (known) return known;
    const { project, handler } = this.attempts;
    const { caught, callers, unseen: words, beyond } = catchersOf(project, at);
    const others = words === undefined ? beyond && unseenCallers(beyond) : unseenReader(words);
    return worst([
      others && !doesTheUsual(project, handler, this.frame.scenario) ? others : proved,
      ...caught.map((name) => this.caught(name, type)),
      ...callers.map((call) => this.thrown(call, type)),
    ]);
  }

  private caught(name: ts.BindingName, type: ts.Symbol | undefined): Proof {
    const { project } = this.attempts;
    if (!ts.isIdentifier(name)) return this.bound(name, unknown);
    return worst(
      readersOfName(project, name).reads.map((read) => {
        const test = classTest(project, read, type);
        return test ? this.of(test.node, test.value) : this.of(read, unknown);
      }),
    );
  }

  /** A variable or a pattern takes the value. */
  private bound(name: ts.BindingName, value: Value): Proof {
    if (ts.isIdentifier(name)) return this.named(name, value);
    return worst(
      name.elements.flatMap((element) => {
        if (!ts.isBindingElement(element)) return [];
        const key = (element.propertyName ?? element.name).getText();
        return [this.bound(element.name, memberOf(value, key))];
      }),
    );
  }

  /** The target of an assignment takes the value. */
  stored(target: ts.Expression, value: Value): Proof {
    if (ts.isIdentifier(target)) return this.named(target, value);
    if (isExit(this.attempts.project, target)) return exitProof(this.attempts.project, target);
    if (ts.isPropertyAccessExpression(target))
      return worst([
        this.named(target.name, value),
        heldProof(this.attempts, carrierOf(target), this.watched),
        ...this.boxed(target, value),
      ]);
    return ts.isElementAccessExpression(target) ? this.stored(unwrap(target.expression), unknown) : proved;
  }

  /** `failed.value = true`, where another package made `failed`. */
  private boxed(target: ts.PropertyAccessExpression, value: Value): Proof[] {
    const box = unwrap(target.expression);
    const again = isRenderedAgain(this.attempts, box) ? [mayTryAgain(box)] : [];
    const uses = boxUses(this.attempts, target).map((use) => {
      if (!ts.isIdentifier(use)) return this.of(use, value);
      return hasAttempt(use.parent, this.attempts) ? mayTryAgain(use.parent) : this.of(use, unknown);
    });
    return [...again, ...uses];
  }

  private named(name: ts.Node, value: Value): Proof {
    // Who else reads it would cost time, and change nothing.
    if (this.places.areMany) return mayTryAgain(name);
    const { reads, unseen } = readersOfName(this.attempts.project, name);
    return worst([
      isRenderedAgain(this.attempts, name) ? mayTryAgain(name) : proved,
      ...reads.map((read) => this.of(read, value)),
      unseen === undefined ? proved : unseenReader(unseen),
    ]);
  }

  /** An argument: of a function of the project its parameter takes the value. */
  private passed(call: Call, argument: ts.Expression, value: Value): Proof {
    const index = call.arguments?.indexOf(argument) ?? -1;
    const { project } = this.attempts;
    if (holdsWork(value) && isRequest(project, call)) return this.refutedBy(call);
    const targets = calleesOf(project, call);
    if (targets.length === 0) return this.passedOut(call, index, value);
    return worst(
      targets.flatMap(({ parameters }) => {
        const parameter = parameters[index] ?? parameters.at(-1);
        return parameter ? [this.bound(parameter.name, value)] : [];
      }),
    );
  }

  /** `Promise.all(verdicts)`, `Object.assign(error, { again })`: the result is made of the value. */
  private passedOut(call: Call, index: number, value: Value): Proof {
    const { project } = this.attempts;
    const paired = pairedWith(project, call);
    if (paired.length > 0) return worst(paired.map((name) => this.bound(name, value)));
    if (ts.isCallExpression(call) && onlyShows(project, call)) return proved;
    if (isExit(project, call.expression)) return exitProof(project, call);
    const kept = ts.isCallExpression(call) && isOfPlatform(project, call) ? keptIn(call, index) : undefined;
    if (kept) return this.put(kept, value, call);
    if (isOfPlatform(project, call)) return this.of(call, remains(value));
    if (isGivenAttempt(call, this.attempts)) return mayTryAgain(call);
    return takesDecision(project, call, index) ? mayTryAgain(call) : proved;
  }

  /** A function answers with the value: its callers decide. */
  answer(owner: FunctionLike | undefined, value: Value): Proof {
    const entered = owner ? this.places.enter(owner) : proved;
    if (!owner || entered) return entered ?? proved;
    const again =
      this.attempts.homes.includes(owner) || (owner.body && codeReaches(owner.body, this.attempts));
    // What `x.denied` reads is the answer of the getter.
    if (ts.isGetAccessorDeclaration(owner)) return this.named(owner.name, value);
    const readers = callersOf(this.attempts.project, owner);
    if (again) for (const call of readers.calls) this.attempts.runs.add(call);
    const known = worst(readers.calls.map((call) => this.of(call, value)));
    if (known.state !== 'proved') return known;
    if (readers.unseen !== undefined) return unseenReader(readers.unseen);
    if (!readers.unknown) return proved;
    return decides(this.attempts, owner, value) ? unseenCallers(readers) : proved;
  }
}
