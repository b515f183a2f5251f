import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { enclosingFunction, type FunctionLike, unwrap } from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Frame } from '../guards/frame.ts';
import { unknown, type Value } from '../guards/value.ts';
import { chosenBy, effectsIn } from './arm-effects.ts';
import {
  type Attempts,
  type Call,
  calleesOf,
  codeReaches,
  functionsIn,
  isOfPlatform,
  withAttemptsAround,
} from './attempts.ts';
import { callersOf, type Readers } from './callers.ts';
import { catchersOf, classTest } from './catchers.ts';
import { boxUses, hasAttempt, isRenderedAgain } from './component-state.ts';
import { carriedUp } from './condition-value.ts';
import { decides, isBoolean, isPromiseCall, takesDecision } from './deciding-types.ts';
import { leadOf, leadsAgain } from './decisive.ts';
import { attemptFromClause, nextAttempt } from './goes-on.ts';
import { decidesAgain, mayTryAgain, unknownReader } from './settled-proof.ts';
import { readersOfName } from './state-readers.ts';
import { isPartOf, mayPickAttempt, partOf } from './value-parts.ts';

/** A value is followed through this many places. What lies beyond is not known to settle the error. */
const maxPlaces = 100;

/** What follows a value that the handler decides. */
export class ValueFlow {
  readonly attempts: Attempts;
  private readonly frame: Frame;
  private readonly seen = new Set<ts.Node>();

  constructor(attempts: Attempts, frame: Frame) {
    this.attempts = attempts;
    this.frame = frame;
  }

  /** Whether another attempt follows from the value of an expression: where it is tested, stored, returned or passed. */
  of(node: ts.Expression, given: Value): Proof {
    if (this.seen.has(node)) return proved;
    if (this.seen.size >= maxPlaces) return mayTryAgain(node);
    this.seen.add(node);
    const steps = carriedUp(node, given, this.frame);
    const { node: top, value } = steps.at(-1)!;
    const attempts = withAttemptsAround(this.attempts, top);
    for (const step of steps) {
      const leads = leadsAgain(step.node, step.value, attempts);
      if (leads === 'again' || (leads === 'perhaps' && isBoolean(attempts, node)))
        return decidesAgain(step.node);
      if (leads === 'perhaps') return mayTryAgain(step.node);
    }
    const effects = steps.flatMap((step) => effectsIn(chosenBy(step.node, step.value), this.attempts));
    return worst([
      ...effects.map((target) => this.stored(target, unknown)),
      this.beyond(top, value, steps.at(-2)?.value ?? unknown),
    ]);
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
    if (ts.isSwitchStatement(parent)) return this.switched(parent, value);
    if (ts.isForOfStatement(parent) && parent.expression === top)
      return codeReaches(parent.statement, this.attempts) ? decidesAgain(top) : proved;
    if (ts.isCallExpression(parent) && parent.expression === top) return this.asked(parent, inner);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.passed(parent, top, value);
    if (ts.isThrowStatement(parent)) return this.thrown(parent, undefined);
    if (ts.isYieldExpression(parent)) return mayTryAgain(parent);
    return isPartOf(top, parent) ? this.of(parent, unknown) : proved;
  }

  /** `answer.then(verdict => …)`, `verdicts.filter(verdict => …)`: the function gets what the value holds. */
  private asked(call: ts.CallExpression, value: Value): Proof {
    const { project } = this.attempts;
    const waits = isPromiseCall(project.checker, call);
    const given = call.arguments.flatMap((argument) => functionsIn(project, argument));
    return worst([
      mayPickAttempt(call, this.attempts) ? mayTryAgain(call) : proved,
      ...given.flatMap(({ parameters }) =>
        parameters.map(({ name }) => this.bound(name, waits ? value : unknown)),
      ),
      this.of(call, unknown),
    ]);
  }

  /** Who catches what is thrown may try again because of its class, or of what it holds. */
  thrown(at: ts.Node, type: ts.Symbol | undefined): Proof {
    if (this.seen.has(at)) return proved;
    if (this.seen.size >= maxPlaces) return mayTryAgain(at);
    this.seen.add(at);
    const { caught, callers } = catchersOf(this.attempts.project, at);
    return worst([
      ...caught.map((name) => this.caught(name, type)),
      ...callers.map((call) => this.thrown(call, type)),
    ]);
  }

  private caught(name: ts.BindingName, type: ts.Symbol | undefined): Proof {
    const { project } = this.attempts;
    return worst(
      readersOfName(project, name).map((read) => {
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
        const part = value.kind === 'record' ? (value.members.get(key) ?? unknown) : unknown;
        return [this.bound(element.name, part)];
      }),
    );
  }

  /** The target of an assignment takes the value. */
  stored(target: ts.Expression, value: Value): Proof {
    if (ts.isIdentifier(target)) return this.named(target, value);
    if (ts.isPropertyAccessExpression(target))
      return worst([this.named(target.name, value), ...this.boxed(target, value)]);
    return ts.isElementAccessExpression(target) ? this.stored(unwrap(target.expression), unknown) : proved;
  }

  private named(name: ts.Node, value: Value): Proof {
    const reads = readersOfName(this.attempts.project, name);
    const again = isRenderedAgain(this.attempts, name) ? [mayTryAgain(name)] : [];
    return worst([...again, ...reads.map((read) => this.of(read, value))]);
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

  private switched(node: ts.SwitchStatement, value: Value): Proof {
    const { clauses } = node.caseBlock;
    const attempts = withAttemptsAround(this.attempts, node);
    const labels = clauses.map((clause) =>
      ts.isDefaultClause(clause) ? undefined : this.frame.evaluate(clause.expression),
    );
    const ways = clauses.map((clause) => attemptFromClause(clause, attempts));
    const isDefault = clauses.findIndex(ts.isDefaultClause);
    const without = isDefault < 0 ? nextAttempt(node, attempts) : ways[isDefault];
    const all = isDefault < 0 ? [...ways, without] : ways;
    if (all.every((way) => way === all[0])) return proved;
    if (value.kind !== 'const') return mayTryAgain(node.expression);
    const taken = labels.findIndex((label) => label?.kind === 'const' && label.value === value.value);
    const way = taken < 0 ? without : ways[taken];
    const leads = leadOf(
      way,
      all.filter((other) => other !== way),
    );
    if (leads === 'again') return decidesAgain(node.expression);
    return leads === 'perhaps' ? mayTryAgain(node.expression) : proved;
  }

  /** An argument: of a function of the project its parameter takes the value. */
  private passed(call: Call, argument: ts.Expression, value: Value): Proof {
    const index = call.arguments?.indexOf(argument) ?? -1;
    const { project } = this.attempts;
    const targets = calleesOf(project, call);
    if (targets.length === 0) return this.given(call, index);
    return worst(
      targets.flatMap(({ parameters }) => {
        const parameter = parameters[index] ?? parameters.at(-1);
        return parameter ? [this.bound(parameter.name, value)] : [];
      }),
    );
  }

  /** `Promise.all(verdicts)`, `Object.assign(error, { again })`: the result is made of the value. */
  private given(call: Call, index: number): Proof {
    const { project } = this.attempts;
    if (ts.isCallExpression(call) && onlyShows(project, call)) return proved;
    if (isOfPlatform(project, call)) return this.of(call, unknown);
    return takesDecision(project, call, index) ? mayTryAgain(call) : proved;
  }

  /** A function answers with the value: its callers decide. */
  answer(owner: FunctionLike | undefined, value: Value): Proof {
    if (!owner || this.seen.has(owner)) return proved;
    if (this.seen.size >= maxPlaces) return mayTryAgain(owner);
    this.seen.add(owner);
    // What `x.denied` reads is the answer of the getter.
    if (ts.isGetAccessorDeclaration(owner)) return this.named(owner.name, value);
    const readers = callersOf(this.attempts.project, owner);
    const known = worst(readers.calls.map((call) => this.of(call, value)));
    if (known.state !== 'proved' || !readers.unknown) return known;
    return decides(this.attempts, owner, value) ? unseen(readers) : proved;
  }
}

const unseen = ({ name, unknown: at }: Readers): Proof =>
  at && at !== 'callers' ? mayTryAgain(at) : unknownReader(name);
