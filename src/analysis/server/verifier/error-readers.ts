import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted } from '../../../model/proof.ts';
import { challengeAnswer, throwsOn } from '../../../sdk/verifier-roles.ts';
import {
  codeText,
  descendants,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  isWithin,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt, memberKey } from '../../program/declaration-at.ts';
import { type ValueUses, valueUses } from '../../program/function-values.ts';
import { filesMentioning, mentionsIn } from '../../program/mention-index.ts';
import { isLocal } from '../../program/mentions.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { isPublic } from '../../program/published.ts';
import { rejectedBy } from '../../program/rejections.ts';
import { replacedBy } from '../../program/replaced-functions.ts';
import { sdkFunctionAt } from '../../program/sdk-function.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { lineOf } from '../../program/short-path.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { otherUseOfCreated } from './created-errors.ts';
import type { Fault } from './faults.ts';
import { promiseUses } from './kept-promises.ts';
import type { Leaving } from './leaving.ts';
import { type ErrorHandler, handlerAround } from './rethrown.ts';

/**
 * May other code depend on the class of an error that the fix replaces?
 * Asked of each fault before its fix.
 * Proved where only the SDK's middleware reaches the throw, and nothing tests for the class.
 */
export function errorUnread(project: Project, fault: Fault): Proof {
  const calls = new Set(fault.uses.flatMap(({ leaving }) => leaving.calls));
  const chain = new Set<FunctionLike>([
    ...fault.uses.flatMap(({ fn, leaving }) => [fn, leaving.within]),
    ...[...calls].flatMap((call) => enclosingFunction(call) ?? []),
  ]);
  const tests = testsFor(project, fault.made);
  const [test] = tests;
  const thrown = fault.uses.flatMap(({ receiver }) =>
    throwsOn.includes(receiver.name) ? [receiver.call] : [],
  );
  for (const fn of chain) {
    const { name } = fn;
    if (name && ts.isIdentifier(name) && !isLocal(name)) project.ask(name.text, fn);
    if (isPublic(project, fn)) return open('error-read-elsewhere', 'A published package exports the code.');
  }
  const uses = [...chain].map((fn) => valueUses(project, fn));
  const others = callsReaching(project, chain, uses).filter((call) => !calls.has(call));
  const promises = promiseUses(project, [...calls, ...others]);
  const { aggregated } = promiseUses(project, calls);
  if (aggregated) return refuted('error-aggregated', `That is ${lineOf(aggregated)}.`);
  const asks = clausesAround(project, [
    ...fault.uses.map(({ leaving }) => leaving.at),
    ...calls,
    ...thrown,
    ...promises.named,
  ]);
  const asked = [...asks, ...clausesAround(project, others)].find((clause) => isAsked(clause, fault, tests));
  if (asked) return refuted('error-tested', `That is ${lineOf(asked.body)}.`);
  const other = others.find((call) => !isWithinChain(call, chain));
  if (other) return open('error-read-elsewhere', `It is called ${lineOf(other)}.`);
  const lost = uses.find((each) => each.lost)?.lost;
  const unseen =
    lost ??
    namesCalled(fault, chain)
      .map((name) => unresolvedCall(project, name, chain))
      .find((call) => call !== undefined);
  if (unseen) return open('error-read-elsewhere', `It may be called ${lineOf(unseen)}.`);
  const replaced = [...chain].map((fn) => replacedBy(project, fn)).find((each) => each !== undefined);
  if (replaced) return open('error-read-elsewhere', `Other code may stand in its place ${lineOf(replaced)}.`);
  const forgotten = thrown.find(
    (call) => clausesAround(project, [call]).length === 0 && isReached(project, enclosingFunction(call)),
  );
  if (forgotten) return open('error-read-elsewhere', `It is thrown to code ${lineOf(forgotten)}.`);
  if (promises.kept)
    return open('error-read-elsewhere', `The promise that fails is kept ${lineOf(promises.kept)}.`);
  const read = [
    ...fault.uses.map(({ leaving }) => readBefore(project, leaving)),
    ...asks.map((clause) => readIn(project, clause)),
  ].find((each) => each !== undefined);
  if (read) return open('error-read-elsewhere', `It is looked at ${lineOf(read)}.`);
  if (test) return open('error-read-elsewhere', `The class is tested ${lineOf(test)}.`);
  const created = fault.error?.family ? otherUseOfCreated(project, fault) : undefined;
  return created ? open('error-read-elsewhere', `It is used ${lineOf(created)}, too.`) : proved;
}

/** False for a function that nobody calls or gets. */
function isReached(project: Project, fn: FunctionLike | undefined): boolean {
  if (!fn || isPublic(project, fn)) return true;
  const { calls, lost } = valueUses(project, fn);
  return lost !== undefined || [...calls, ...bindingsOf(project).calls.get(fn)].length > 0;
}

/** The calls of these functions, and of those that call them. */
function callsReaching(
  project: Project,
  chain: ReadonlySet<FunctionLike>,
  uses: readonly ValueUses[],
): readonly ts.CallExpression[] {
  const functions = new Set(chain);
  const found = new Set<ts.CallExpression>();
  for (const call of uses.flatMap((each) => [...each.calls])) {
    if (isTestFile(call.getSourceFile())) continue;
    found.add(call);
    const caller = enclosingFunction(call);
    if (caller) functions.add(caller);
  }
  for (const fn of functions)
    for (const call of bindingsOf(project).calls.get(fn) ?? []) {
      if (isTestFile(call.getSourceFile())) continue;
      found.add(call);
      const caller = enclosingFunction(call);
      if (caller && functions.size < maxFunctions) functions.add(caller);
    }
  return [...found];
}

const maxFunctions = 60;

/** The names by which code without types may call these functions: of the methods that the SDK calls, and of other methods. */
const namesCalled = (fault: Fault, chain: ReadonlySet<FunctionLike>): readonly string[] => [
  ...new Set([
    ...fault.uses.map(({ method }) => method),
    ...[...chain].flatMap((fn) => (ts.isMethodDeclaration(fn) ? (memberKey(fn.name) ?? []) : [])),
  ]),
];

/** The clauses that get what these throw, within the function of each. */
function clausesAround(project: Project, starts: readonly ts.Node[]): readonly ErrorHandler[] {
  return starts.flatMap((start) => {
    const clauses: ErrorHandler[] = [];
    for (let node: ts.Node = start; node.parent && !isFunctionLike(node); node = node.parent) {
      const handler = handlerAround(project, node);
      if (handler) clauses.push(handler);
    }
    return clauses;
  });
}

/** True where a clause tests the class that is replaced, or reads a member that the errors of the families do not share. */
function isAsked({ name, body }: ErrorHandler, { error }: Fault, tests: readonly ts.Node[]): boolean {
  if (tests.some((test) => isWithin(test, body))) return true;
  // A plain Error has none of them, and what asks for it asks for other errors.
  if (!name || !ts.isIdentifier(name) || (error && !error.family)) return false;
  return [...descendants(body)].some(
    (node) =>
      ts.isPropertyAccessExpression(node) &&
      /^(?:errorCode|code|name)$/.test(node.name.text) &&
      ts.isIdentifier(unwrap(node.expression)) &&
      codeText(unwrap(node.expression)) === name.text,
  );
}

/** `error.name`, `error.errorCode`, `report(error)`; not `throw error`, `error.message` and `error instanceof …`. */
function readIn(project: Project, { name, body }: ErrorHandler): ts.Node | undefined {
  if (!name) return ts.isBlock(body) || ts.isFunctionLike(body) ? undefined : body;
  return ts.isIdentifier(name) ? readOf(project, name, body) : name;
}

/** `const error = new InvalidTokenError(m); log(error.errorCode); throw error;` */
function readBefore(project: Project, { at }: Leaving): ts.Node | undefined {
  const thrown = ts.isThrowStatement(at)
    ? at.expression
    : ts.isCallExpression(at)
      ? at.arguments[0]
      : undefined;
  const name = thrown && unwrap(thrown);
  const declaration = name && ts.isIdentifier(name) ? declarationAt(project, name) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  return readOf(project, declaration.name, enclosingFunction(at) ?? at.getSourceFile());
}

/** A text that is made of an error begins with the name of its class, and so does what the console shows. */
function readOf(
  project: Project,
  name: ts.Identifier,
  block: ts.Node,
  seen = new Set<ts.Node>(),
): ts.Node | undefined {
  return [...descendants(block)].find((node) => {
    if (!ts.isIdentifier(node) || node === name || node.text !== name.text) return false;
    const { parent } = wrapped(node);
    if (ts.isCallExpression(parent) && rejectedBy(project, parent) === node) return false;
    if (ts.isPropertyAccessExpression(parent)) return parent.name !== node && parent.name.text !== 'message';
    if (ts.isThrowStatement(parent)) return false;
    if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword;
    if (!ts.isCallExpression(parent)) return true;
    const isAnswered = sdkFunctionAt(project, unwrap(parent.expression))?.name === challengeAnswer;
    return !isAnswered && !showsText(project, parent, node, seen);
  });
}

/** `report(error)`, which shows nothing of the error but its text. */
function showsText(
  project: Project,
  call: ts.CallExpression,
  node: ts.Identifier,
  seen: Set<ts.Node>,
): boolean {
  const at = call.arguments.findIndex((each) => unwrap(each) === node);
  const functions = functionsAt(project, call.expression);
  if (functions.length === 0 || !onlyShows(project, call)) return false;
  return functions.every((fn) => {
    const name = fn.parameters[at]?.name;
    if (!name || !fn.body || seen.has(fn)) return true;
    seen.add(fn);
    return ts.isIdentifier(name) && !readOf(project, name, fn.body, seen);
  });
}

/** `gate.verifyAccessToken(token)` on a value whose type does not say what it is. */
function unresolvedCall(
  project: Project,
  method: string,
  chain: ReadonlySet<FunctionLike>,
): ts.CallExpression | undefined {
  return syntaxOf(project)
    .memberCalls.get(method)
    ?.find(
      (call) =>
        !isWithinChain(call, chain) &&
        !isTestFile(call.getSourceFile()) &&
        functionsAt(project, call.expression).length === 0 &&
        declaredAs(symbolOf(project, unwrap(call.expression))) === undefined,
    );
}

function isWithinChain(call: ts.Node, chain: ReadonlySet<FunctionLike>): boolean {
  for (let node = call; node.parent; node = node.parent) if (chain.has(node as FunctionLike)) return true;
  return false;
}

/** `rejects.toBeInstanceOf(InvalidTokenError)` in a test: it fails with another class. */
function isExpected(project: Project, mention: ts.Node, symbol: ts.Symbol): boolean {
  const { parent } = mention;
  // `{ name: 'InvalidTokenError' }`
  if (ts.isStringLiteralLike(mention)) return !ts.isImportDeclaration(parent);
  const value = ts.isPropertyAccessExpression(parent) && parent.name === mention ? parent : mention;
  const isValue =
    ts.isExpression(value) && !ts.isImportSpecifier(parent) && !ts.isNewExpression(value.parent);
  return isValue && symbolOf(project, value) === symbol;
}

/** `error instanceof InvalidTokenError` anywhere in the project; in tests also its name, and the member that only it has. */
function testsFor(project: Project, made: ts.Node): readonly ts.Node[] {
  if (!ts.isNewExpression(made)) return [];
  const symbol = symbolOf(project, unwrap(made.expression));
  if (!symbol || symbol.name === 'Error') return [];
  const codes = filesMentioning(project, codeMember).filter(isTestFile);
  const read = codes.flatMap((file) => mentionsIn(file, codeMember));
  return filesMentioning(project, symbol.name)
    .flatMap((file) => mentionsIn(file, symbol.name))
    .filter((mention) => {
      const { parent } = mention;
      if (isTestFile(mention.getSourceFile())) return isExpected(project, mention, symbol);
      const test = ts.isPropertyAccessExpression(parent) ? parent.parent : parent;
      return (
        ts.isBinaryExpression(test) &&
        test.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
        symbolOf(project, unwrap(test.right)) === symbol
      );
    })
    .concat(read);
}

/** The code of an error of server-legacy. */
const codeMember = 'errorCode';
