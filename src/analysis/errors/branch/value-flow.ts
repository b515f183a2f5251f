import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { enclosingFunction, type FunctionLike, unwrap } from '../../program/ast.ts';
import type { Frame } from '../guards/frame.ts';
import { unknown, type Value } from '../guards/value.ts';
import { type Attempts, type Call, calleesOf, codeReaches, withAttemptsAround } from './attempts.ts';
import { callersOf, type Readers } from './callers.ts';
import { carriedUp } from './condition-value.ts';
import { leadOf, leadsAgain } from './decisive.ts';
import { attemptFromClause, nextAttempt } from './goes-on.ts';
import { decidesAgain, mayTryAgain, unknownReader } from './settled-proof.ts';
import { readersOfName } from './state-readers.ts';

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
    return this.beyond(top, value);
  }

  private beyond(top: ts.Expression, value: Value): Proof {
    const { parent } = top;
    if (ts.isReturnStatement(parent)) return this.answer(enclosingFunction(parent), value);
    if (ts.isArrowFunction(parent) && parent.body === top) return this.answer(parent, value);
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
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.passed(parent, top, value);
    return proved;
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
    if (ts.isPropertyAccessExpression(target)) return this.named(target.name, value);
    return ts.isElementAccessExpression(target) ? this.stored(unwrap(target.expression), unknown) : proved;
  }

  private named(name: ts.Node, value: Value): Proof {
    const reads = readersOfName(this.attempts.project, name);
    return worst(reads.map((read) => this.of(read, value)));
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
    if (index < 0) {
      // `verdicts.forEach(…)`, `answer()`: what is done with it is seen where it is written.
      return proved;
    }
    const targets = calleesOf(this.attempts.project, call);
    return worst(
      targets.flatMap(({ parameters }) => {
        const parameter = parameters[index] ?? parameters.at(-1);
        return parameter ? [this.bound(parameter.name, value)] : [];
      }),
    );
  }

  /** A function answers with the value: its callers decide. */
  answer(owner: FunctionLike | undefined, value: Value): Proof {
    if (!owner || this.seen.has(owner)) return proved;
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

/** A truth value that other operands decide, too: it may be either. */
function isBoolean({ project: { checker } }: Attempts, node: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(node);
  return (type.isUnion() ? type.types : [type]).every(({ flags }) => flags & ts.TypeFlags.BooleanLike);
}

/** Whether an answer is made to be decided upon: a boolean, or one of several literals. Texts and numbers inform. */
function decides({ project: { checker } }: Attempts, owner: FunctionLike, value: Value): boolean {
  if (value.kind === 'const' && typeof value.value === 'boolean') return true;
  const signature = checker.getSignatureFromDeclaration(owner);
  if (!signature) return true;
  const returned = checker.getReturnTypeOfSignature(signature);
  const type = checker.getAwaitedType(returned) ?? returned;
  if (type.flags & ts.TypeFlags.BooleanLike) return true;
  if (!type.isUnion()) return false;
  const parts = type.types.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
  if (parts.some(({ flags }) => flags & ts.TypeFlags.BooleanLike)) return true;
  if (parts.length > 1 && parts.every((part) => part.isStringLiteral())) return true;
  return isDiscriminated(checker, parts);
}

/** `{ next: 'requeue' } | { next: 'drop' }` */
function isDiscriminated(checker: ts.TypeChecker, parts: readonly ts.Type[]): boolean {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return false;
  return checker.getPropertiesOfType(first).some((member) =>
    parts.every((part) => {
      const own = checker.getPropertyOfType(part, member.name);
      const type = own && checker.getTypeOfSymbol(own);
      return (
        type !== undefined && Boolean(type.isStringLiteral() || type.flags & ts.TypeFlags.BooleanLiteral)
      );
    }),
  );
}
