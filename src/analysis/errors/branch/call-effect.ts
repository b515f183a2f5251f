import { ts } from '../../../compiler.cjs';
import { type Proof, proved, worst } from '../../../model/proof.ts';
import { descendants, type FunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { takesAnything } from '../../program/only-shows.ts';
import { variableAt } from '../guards/subject.ts';
import { unknown } from '../guards/value.ts';
import { effectOf, effectsIn } from './arm-effects.ts';
import {
  type Attempts,
  type Call,
  calleesOf,
  callReaches,
  codeReaches,
  isOfPlatform,
  isOfSdk,
  isSameCall,
  isWaitedFor,
} from './attempts.ts';
import { isExit } from './exit-readers.ts';
import { isGivenFunction, pairedWith } from './held-values.ts';
import { givenTo } from './inputs.ts';
import { listenersOf, mayTellListeners, tellsListeners } from './listeners.ts';
import { mayTryAgain, triesAgain } from './settled-proof.ts';
import { exitProof } from './value-conditions.ts';
import type { ValueFlow } from './value-flow.ts';

/** Whether a call in the branch leads to another attempt. */
export class CallEffects {
  private readonly attempts: Attempts;
  private readonly flow: ValueFlow;
  private readonly seen = new Set<ts.Node>();

  constructor(attempts: Attempts, flow: ValueFlow) {
    this.attempts = attempts;
    this.flow = flow;
  }

  of(call: Call, inputs: ReadonlySet<ts.Symbol>): Proof {
    const { attempts } = this;
    if (this.seen.has(call)) return proved;
    this.seen.add(call);
    if (isSameCall(call, attempts) || callReaches(call, attempts)) return triesAgain(call);
    const given = givenTo(call, inputs, attempts);
    if (given === 'attempt') return triesAgain(call);
    const targets = calleesOf(attempts.project, call);
    if (targets.length > 0)
      return worst([...targets.map((target) => this.inside(target, call, inputs)), this.flow.given(call)]);
    if (tellsListeners(attempts.project, call)) return this.told(call);
    if (mayTellListeners(attempts.project, call)) return worst([this.told(call), mayTryAgain(call)]);
    if (isOfPlatform(attempts.project, call)) return this.ofPlatform(call, given !== undefined);
    if (isGivenFunction(attempts.project, call) || pairedWith(attempts.project, call).length > 0) {
      const told = this.flow.given(call);
      if (told.state !== 'proved') return told;
    }
    if (given === 'input' && writesAway(attempts, call)) return mayTryAgain(call);
    if (isOfSdk(attempts.project, call)) return proved;
    if (isAmbient(attempts, call)) return mayTryAgain(call);
    if (replaces(call, attempts)) return triesAgain(call);
    if (mayReplace(call, attempts)) return mayTryAgain(call);
    return given === 'input' && !takesAnything(attempts.project, call) ? mayTryAgain(call) : proved;
  }

  /** What a function of the project does with what it is given. */
  private inside(target: FunctionLike, call: Call, inputs: ReadonlySet<ts.Symbol>): Proof {
    if (!target.body || this.seen.has(target)) return proved;
    this.seen.add(target);
    const { project } = this.attempts;
    const own = new Set(inputs);
    for (const [index, { name }] of target.parameters.entries()) {
      const value = call.arguments?.[index];
      const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
      if (symbol && value && carriesInput(value, inputs, this.attempts)) own.add(symbol);
    }
    return worst([
      this.flow.changed(effectsIn([target.body], this.attempts)),
      ...[...descendants(target.body)].map((node) =>
        ts.isCallExpression(node) || ts.isNewExpression(node) ? this.of(node, own) : proved,
      ),
    ]);
  }

  /** `this.emit('trouble', job)`: the listeners that the program shows. Without any, somebody else listens. */
  private told(call: Call): Proof {
    const bodies = listenersOf(this.attempts.project, call).flatMap(({ body }) => (body ? [body] : []));
    if (bodies.length === 0) return mayTryAgain(call);
    if (bodies.some((body) => codeReaches(body, this.attempts))) return triesAgain(call);
    return this.flow.changed(effectsIn(bodies, this.attempts));
  }

  /** `this.due.push(job)`: whoever reads the list may try again. Timers and lists call what they are given. */
  private ofPlatform(call: Call, isInput: boolean): Proof {
    const callee = unwrap(call.expression);
    if (isExit(this.attempts.project, callee)) return exitProof(this.attempts.project, call);
    if (isInput && writesAway(this.attempts, call)) return mayTryAgain(call);
    const put = ts.isCallExpression(call) ? effectOf(call, this.attempts) : [];
    if (put.some(({ isPut }) => isPut)) return this.flow.changed(put);
    if (!isInput || !ts.isPropertyAccessExpression(callee)) return proved;
    return this.flow.stored(unwrap(callee.expression), unknown);
  }
}

/** `writeFile(path, job)`, imported: it keeps what it is given where other code may read it, and answers nothing. */
function writesAway({ project }: Attempts, call: Call): boolean {
  const callee = unwrap(call.expression);
  const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
  const symbol = ts.isIdentifier(root) ? project.checker.getSymbolAtLocation(root) : undefined;
  if (!symbol?.declarations?.some(isImport) || takesAnything(project, call)) return false;
  const type = project.checker.getTypeAtLocation(call);
  const { flags } = project.checker.getAwaitedType(type) ?? type;
  return Boolean(flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Any));
}

const isImport = (node: ts.Node): boolean =>
  ts.isImportSpecifier(node) || ts.isNamespaceImport(node) || ts.isImportClause(node);

function carriesInput(value: ts.Expression, inputs: ReadonlySet<ts.Symbol>, { project }: Attempts): boolean {
  return [...descendants(value)].some((node) => {
    const symbol = ts.isIdentifier(node) ? variableAt(project, node) : undefined;
    return symbol !== undefined && inputs.has(symbol);
  });
}

/** `return await source.secondary()`, in the place of `return await source.primary()`, with the same type. */
function replaces(call: Call, { project: { checker }, calls }: Attempts): boolean {
  if (!isWaitedFor(call) || !isUsed(call)) return false;
  const type = checker.getTypeAtLocation(call);
  if (isOpen(type) || !type.getProperty('then')) return false;
  return calls.some((other) => {
    const wanted = checker.getTypeAtLocation(other);
    return isWaitedFor(other) && isUsed(other) && !isOpen(wanted) && checker.isTypeAssignableTo(type, wanted);
  });
}

/** `declare function retry(): string`: a function of the project whose body is somewhere else. */
function isAmbient({ project }: Attempts, { expression }: Call): boolean {
  const callee = unwrap(expression);
  const declaration = ts.isIdentifier(callee) ? declarationAt(project, callee) : undefined;
  return declaration !== undefined && ts.isFunctionDeclaration(declaration) && !declaration.body;
}

/** The same without types: then nothing says that it is something else. */
function mayReplace(call: Call, { project: { checker }, calls, certain }: Attempts): boolean {
  if (calls.length === 0 || !isWaitedFor(call) || !isUsed(call)) return false;
  if (isOpen(checker.getTypeAtLocation(call))) return true;
  return !certain && calls.some((other) => ownerOf(other) !== undefined && ownerOf(other) === ownerOf(call));
}

/** The text of the object that a method is called on. */
function ownerOf({ expression }: Call): string | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? callee.expression.getText() : undefined;
}

const isOpen = ({ flags }: ts.Type): boolean => Boolean(flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));

/** Whether the result of a call is returned, stored or passed. */
function isUsed(call: Call): boolean {
  let outer = wrapped(call);
  if (ts.isAwaitExpression(outer.parent)) outer = wrapped(outer.parent);
  return !ts.isExpressionStatement(outer.parent) && !ts.isVoidExpression(outer.parent);
}
