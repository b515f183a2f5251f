/**
 * Where is the `code` of an error taken for the HTTP status, as in v1, and how is the status asked for instead? The rule
 * http-status-on-code asks. It gets a match for each condition or value, for `fixStatus` to fix.
 */

import { ts } from '../../../compiler.cjs';
import { applyEdits } from '../../../edit/apply.ts';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { forbiddenStatus } from '../../../sdk/facts.ts';
import { clientPackage } from '../../../sdk/modules.ts';
import { httpErrorClasses, scopeErrorClasses } from '../../../sdk/roles.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { ensureImports, type Imported } from '../../program/import-edit.ts';
import { mayNotLoad } from '../../program/optional-packages.ts';
import type { Project } from '../../program/project.ts';
import { lacksPackage } from '../../program/sdk-versions.ts';
import { commentsKept } from '../branch/comments-kept.ts';
import { refuse } from '../branch/outcome.ts';
import type { Handler } from '../guards/handlers.ts';
import { answerBefore, answeredBefore } from './answer-before.ts';
import { passedOn } from './error-goes-on.ts';
import { forbiddenBranch, isRefused, noBranch, unmetAround } from './forbidden-branch.ts';
import { widenedGuard } from './guard-edit.ts';
import { guardedAtCaller } from './guarded-callers.ts';
import { withGuards } from './guarded-matches.ts';
import { onlyCompared } from './only-compared.ts';
import { asksChangedList } from './status-beside.ts';
import { chosenValue, renamedRead, type Words, widenedTests } from './status-edit.ts';
import type { StatusObligation } from './status-obligations.ts';
import { asksFor403, statusMatches as eachMatch, type StatusMatch, type StatusTest } from './status-tests.ts';
import { mayBeDecidedBefore } from './unsure-guards.ts';

export { seekCallbackTakers } from './callback-takers.ts';
export type { StatusMatch } from './status-tests.ts';

export const statusMatches = (project: Project): StatusMatch[] => withGuards(eachMatch(project));

/**
 * The finding in the same handler that asks `code` for a 403 before a place. It is the branch of a 403 once it asks for `status`:
 * what is written behind it now would take the error away from it.
 */
export function codeAskedBefore(
  project: Project,
  { scope }: Handler,
  place: ts.Node,
): StatusMatch | undefined {
  if (!place.getSourceFile().text.includes(String(forbiddenStatus))) return undefined;
  const isBefore = (test: StatusTest): boolean =>
    test.handler?.scope === scope && test.read.end <= place.pos && asksFor403(project, test);
  return statusMatches(project).find(({ tests }) => tests.some(isBefore));
}

export function fixStatus(match: StatusMatch): Fix {
  const { project, tests } = match;
  if (match.pattern) return refuse('status-taken-apart');
  const file = tests[0]!.read.getSourceFile();
  if (tests.some(hasRest)) return refuse('status-taken-apart');
  if ([...tests, ...(match.others ?? [])].some((test) => isOddlyTyped(project, test, tests.includes(test))))
    return refuse('status-shape');
  if (lacksPackage(project, file.fileName, clientPackage)) return refuse('client-package-missing');
  if (tests.some(({ uses }) => uses.some(asksChangedList))) return refuse('status-table-changed');
  const kept = answeredBefore(match);
  const isGuarded = (kept === 'guarded' && !match.guards) || guardedAtCaller(match);
  if (isGuarded || mayBeDecidedBefore(match)) return refuse('status-guarded');
  const branch = forbiddenBranch(match);
  if (isRefused(branch)) return branch;
  const isImported = tests.some(({ kind }) => kind !== 'http');
  const names = [...(branch ? scopeErrorClasses.slice(0, 1) : []), ...httpErrorClasses.slice(0, 1)];
  const imported = new Map<ts.SourceFile, readonly Imported[]>();
  for (const each of isImported ? filesOf(match) : []) {
    const all = ensureImports(
      project,
      each,
      names.map((name) => ({ module: clientPackage, name })),
    );
    const added = all.flatMap(({ edits }) => edits);
    if (lacksPackage(project, each.fileName, clientPackage)) return refuse('client-package-missing');
    if (mayNotLoad(project, each, clientPackage, added)) return refuse('package-optional');
    imported.set(each, all);
  }
  const added = [...imported.values()].flat().flatMap(({ edits }) => edits);
  const edits = [...added, ...bodyEdits(match, imported)];
  const { settled, members } = branch ?? noBranch;
  return decide<StatusObligation>(edits, {
    'only-compared': onlyCompared([...tests, ...(match.others ?? [])], passedOn(match)),
    'error-settled': settled,
    'members-exist': members,
    'comments-kept': commentsKept(project, edits),
  });
}

/** The files that ask for a class once the fix is written. */
const filesOf = ({ tests, others = [] }: StatusMatch): ReadonlySet<ts.SourceFile> =>
  new Set(
    [...tests, ...others].filter(({ kind }) => kind !== 'http').map(({ read }) => read.getSourceFile()),
  );

/** What a test writes: the name of its error, and of the classes in its file. */
function wordsAt({ handler, subject, read }: StatusTest, imported: ImportsOf): Words {
  const error = handler?.subject.text ?? subject.text;
  const names = imported.get(read.getSourceFile()) ?? [];
  const scope = names.at(-2)?.local;
  return { error, http: names.at(-1)!.local, scope: scope && `${error} instanceof ${scope}` };
}

type ImportsOf = ReadonlyMap<ts.SourceFile, readonly Imported[]>;

function bodyEdits(match: StatusMatch, imported: ImportsOf): readonly Edit[] {
  const { project, tests } = match;
  const before = answeredBefore(match);
  const others = match.guards ? [] : (match.others ?? []);
  const known = [...tests, ...others].filter(({ kind }) => kind === 'http').flatMap(renamedRead);
  const unknown = tests.filter(({ kind }) => kind !== 'http');
  const [first] = unknown;
  if (!first) return known;
  const words = wordsAt(first, imported);
  if (before && before !== 'guarded') return [...known, ...answerBefore(before, words)];
  if (match.guards) return [...known, ...behindGuards(match, unknown, words, imported)];
  const behind = byPlace(others.filter(({ kind }) => kind !== 'http')).flatMap((test) =>
    chosenValue(project, test, wordsAt(test, imported)),
  );
  known.push(...behind);
  if (!isDirect(unknown))
    return [...known, ...byPlace(unknown).flatMap((test) => chosenValue(project, test, words))];
  const around = words.scope ? unmetAround(match) : undefined;
  if (!around) return [...known, ...widenedTests({ ...match, tests: unknown }, words)];
  return [
    ...known,
    ...aroundBoth(around, widenedTests({ ...match, tests: unknown }, { ...words, scope: undefined }), words),
  ];
}

/** The guards are widened, and what is read behind them is the status. */
function behindGuards(
  match: StatusMatch,
  tests: readonly StatusTest[],
  words: Words,
  imported: ImportsOf,
): readonly Edit[] {
  const { guards = [], others = [], project } = match;
  const widened = guards.flatMap((guard) => widenedGuard(guard, words));
  const isPlain = isDirect(tests) && (!words.scope || tests.every((test) => isAny(project, test)));
  const values = isPlain ? others : [...tests, ...others];
  return [
    ...widened,
    ...(isPlain ? widenedTests({ ...match, tests }, words) : []),
    ...byPlace(values).flatMap((test) => chosenValue(project, test, wordsAt(test, imported))),
  ];
}

/** Behind the guards the error may be of a class that has no `code`. */
const isAny = ({ checker }: Project, { owner }: StatusTest): boolean =>
  (checker.getTypeAtLocation(owner).flags & ts.TypeFlags.Any) !== 0;

const isDirect = (tests: readonly StatusTest[]): boolean =>
  tests.every(({ uses }) => uses.every(({ isDirect, statuses }) => isDirect || statuses.length === 0));

/** Two reads in one value are one value to replace. */
const byPlace = (tests: readonly StatusTest[]): StatusTest[] =>
  tests.filter((test, index) => tests.findIndex(({ place }) => place === test.place) === index);

/** An InsufficientScopeError fails a class test around the test for the status, so its own test stands around both. */
function aroundBoth(node: ts.Expression, inside: readonly Edit[], { scope }: Words): readonly Edit[] {
  const isIn = (edit: Edit) => edit.start >= node.getStart() && edit.end <= node.end;
  // The tests may take the parentheses along.
  const around = inside.every(isIn) ? node : wrapped(node);
  const [start, end] = [around.getStart(), around.end];
  const own = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const both = applyEdits(around.getText(), own);
  const text = `${around === node ? `(${both})` : both} || ${scope}`;
  const { parent } = around;
  const isPart = ts.isPrefixUnaryExpression(parent) || ts.isBinaryExpression(parent);
  return [{ file: around.getSourceFile().fileName, start, end, text: isPart ? `(${text})` : text }];
}

/** `const { code, ...rest } = error`: without `code` in the pattern, the rest would have it. */
const hasRest = ({ read, kind }: StatusTest): boolean =>
  kind !== 'http' &&
  ts.isBindingElement(read) &&
  read.parent.elements.some((each) => ts.isBindingElement(each) && each.dotDotDotToken !== undefined);

/** The declared type gives `code` a number, and no SdkHttpError has one: TypeScript takes the test for impossible. */
function isOddlyTyped(
  { checker }: Project,
  { kind, handler, subject, place, owner }: StatusTest,
  isDeclared: boolean,
): boolean {
  if (kind !== 'open') return false;
  const type = checker.getTypeOfSymbolAtLocation(
    (handler?.subject ?? subject).symbol,
    isDeclared ? place : unwrap(owner),
  );
  const code = type.getProperty('code');
  if (!code) return false;
  const { flags } = checker.getTypeOfSymbolAtLocation(code, place);
  return !(flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown));
}
