/**
 * Which tests of a handler no longer pass for the OAuth errors of the v2 client, and what asks for them instead? The rule
 * oauth-error-class asks. It gets a match for each test, for `fixDeadTest` to fix.
 */

import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { proved } from '../../../model/proof.ts';
import { clientPackage } from '../../../sdk/modules.ts';
import {
  oauthErrorClass,
  oauthErrorCodes,
  registrationErrors,
  registrationRejected,
  serverLegacyArea,
} from '../../../sdk/roles.ts';
import { enclosingFunction, isAssignment, unwrap, wrapped } from '../../program/ast.ts';
import { ensureImports } from '../../program/import-edit.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mayNotLoad } from '../../program/optional-packages.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { lacksPackage } from '../../program/sdk-versions.ts';
import { withoutUnused } from '../../program/unused-import.ts';
import { refuse } from '../branch/outcome.ts';
import { mayReadAgain } from '../guards/read-again.ts';
import { seekCallbackTakers } from '../status/callback-takers.ts';
import { isDeclaration } from '../status/error-sources.ts';
import { conditionAround } from '../status/status-tests.ts';
import type { DeadTest } from './candidate.ts';
import { chosenReads, mayChoose } from './chosen-codes.ts';
import { codeMemberOf } from './class-lookups.ts';
import {
  type CodeRead,
  codeReads,
  isDeclaredElsewhere,
  readsTogether,
  renamedReads,
} from './code-members.ts';
import { deadTests } from './dead-tests.ts';
import { type NewlyRun, newlyRun } from './newly-run.ts';
import type { OAuthObligation } from './oauth-obligations.ts';
import { clientError, mayRegister, sameCode } from './oauth-proofs.ts';
import { oauthRequestAt } from './oauth-requests.ts';
import { sameMembers } from './same-members.ts';
import { type ServerErrors, serverErrors } from './server-errors.ts';

export type { DeadTest } from './candidate.ts';
export { deadTests } from './dead-tests.ts';

/** Asks for the files that requests are passed to as callbacks. */
export const seekOAuthTests = (project: Project): void => {
  seekCallbackTakers(project, oauthRequestAt);
  deadTests(project);
};

/**
 * What a condition asks is fixed as a whole, at the level of its weakest part: `e instanceof OAuthError && !(e instanceof
 * InvalidClientError)`, half of it fixed, would never hold, and nobody would be told of the other half again.
 */
export function fixDeadTest(test: DeadTest): Fix {
  const fix = fixAlone(test);
  if (fix.level === 'none') return fix;
  const others = besides(test).map((each) => ({ each, its: fixAlone(each) }));
  for (const { each, its } of others)
    if (its.level === 'none')
      return refuse(its.refusal, `It is fixed together with \`${each.node.getText().split('\n')[0]}\`.`);
  const weaker = others.find(({ its }) => its.level === 'suggested')?.its;
  return fix.level === 'safe' && weaker?.level === 'suggested' ? { ...weaker, edits: fix.edits } : fix;
}

const testsIn = oncePerProject(deadTests);

/**
 * The other tests for a class in the same condition, and for the same error in what newly runs behind it; and the tests that
 * have to pass first: before they do, this one is not asked.
 */
function besides(test: DeadTest): DeadTest[] {
  const { project, node, kind } = test;
  const condition = kind === 'member' ? undefined : conditionAround(node as ts.Expression);
  const isWith = (each: DeadTest): boolean =>
    each.kind !== 'member' &&
    ts.isExpression(each.node) &&
    (conditionAround(each.node) === condition || isBehind(each, test, 'has'));
  return testsIn(project).filter(
    (each) =>
      each.node !== node && each.never === undefined && (isWith(each) || isBehind(test, each, 'needs')),
  );
}

/** A test for the same error stands where something may run, or surely runs, only because the first one passes. */
function isBehind({ node, value }: DeadTest, first: DeadTest, how: 'has' | 'needs'): boolean {
  const run = runOf(first);
  return run?.[how](node) === true && !isDeclaration(value) && run.holds(value);
}

const runs = new WeakMap<DeadTest, { readonly run: NewlyRun | undefined }>();

function runOf(test: DeadTest): NewlyRun | undefined {
  const known = runs.get(test) ?? { run: newlyRun(test, readsOf(test)) };
  runs.set(test, known);
  return known.run;
}

function fixAlone(test: DeadTest): Fix {
  const refused = refusalOf(test);
  if (refused) return refused;
  const { project, kind } = test;
  const others = othersOf(test);
  if (kind !== 'member') return fixTest(test, others);
  const reads = readsOf(test);
  if (isDeclaredElsewhere(project, reads)) return refuse('oauth-error-shape');
  const file = test.node.getSourceFile();
  const [imported] = mayChoose(test, reads)
    ? ensureImports(project, file, [{ module: clientPackage, name: oauthErrorClass }])
    : [];
  if (!imported) return decided(test, renamedReads(project, reads, test.handler), reads, others);
  if (mayNotLoad(project, file, clientPackage, imported.edits)) return refuse('package-optional');
  return decided(test, [...imported.edits, ...chosenReads(test, reads, imported.local)], reads, others);
}

/** Why no change of the test alone is right, where that is known before it is written. */
function refusalOf(test: DeadTest): Fix | undefined {
  const { project, node, name, kind, never } = test;
  if (never !== undefined) return { level: 'none', refusal: 'oauth-error-never', detail: never };
  if (lacksPackage(project, node.getSourceFile().fileName, clientPackage))
    return refuse('client-package-missing');
  if (registrationErrors.includes(name)) return refuse('oauth-registration');
  if (serverErrors(test) === 'raised') return refuse('oauth-error-both');
  if (kind === 'group') return refuse('oauth-error-group');
  const isTwice = kind !== 'member' && (name !== oauthErrorClass || mayRegister(test));
  return isTwice && !mayReadAgain(project, test.value as ts.Expression)
    ? refuse('error-computed')
    : undefined;
}

type Others = Exclude<ServerErrors, 'raised'>;

/** The errors of a server that may come, too, where none is known to. */
function othersOf(test: DeadTest): Others {
  const others = serverErrors(test);
  return others === 'raised' ? undefined : others;
}

/** The reads of a code that the fix changes with the test. */
const readsOf = (test: DeadTest): readonly CodeRead[] =>
  test.kind === 'member' ? readsTogether(test.project, test.node as CodeRead, test.handler) : codeReads(test);

function fixTest(test: DeadTest, others: Others): Fix {
  const { project, name, kind } = test;
  const node = test.node as ts.Expression;
  const file = node.getSourceFile();
  const isBase = name === oauthErrorClass;
  const isGone = kind !== 'name' && imports(test, []).length > 0;
  const reads = codeReads(test);
  // A rejected registration has no code to read.
  const isRegistered = isBase && mayRegister(test) && reads.length === 0;
  const names = [oauthErrorClass, ...(isBase || test.key ? [] : [oauthErrorCodes])];
  const imported = ensureImports(
    project,
    file,
    [...names, ...(isRegistered ? [registrationRejected] : [])].map((each) => ({
      module: clientPackage,
      name: each,
      ...(isBase && isGone && each === name ? { gone: each } : {}),
    })),
  );
  const locals = imported.map(({ local }) => local);
  const operator = isBase ? (isRegistered ? '||' : undefined) : test.isNegative ? undefined : '&&';
  const edit = {
    file: file.fileName,
    start: node.getStart(),
    end: node.end,
    text: inPlace(node, textOf(test, locals, isRegistered), operator),
  };
  const listed = imported.flatMap((each) => each.edits);
  if (mayNotLoad(project, file, clientPackage, listed)) return refuse('package-optional');
  const added = [...listed, ...predicateType(test, locals[0]!)];
  const all = [...imports(test, added), edit, ...renamedReads(project, reads, test.handler)];
  return decided(test, all, reads, others);
}

/** Whether the error comes here at all counts first. */
function decided(test: DeadTest, edits: readonly Edit[], reads: readonly CodeRead[], others: Others): Fix {
  // Behind the test for one class the code is known.
  const isOpen = test.name === oauthErrorClass || test.kind === 'member';
  const code = sameCode(test, isOpen ? reads : []);
  const run = runOf(test);
  return decide<OAuthObligation>(edits, {
    'client-error': clientError(test, others, { code, isChosen: mayChoose(test, reads) }),
    'same-code': code,
    'same-members': run ? sameMembers(test.project, run, reads) : proved,
  });
}

function predicateType(test: DeadTest, local: string): Edit[] {
  const [type] = predicateOf(test) ?? [];
  if (!type) return [];
  return [{ file: type.getSourceFile().fileName, start: type.getStart(), end: type.end, text: local }];
}

/** `(error): error is InvalidGrantError`, of a function whose test is for that class: its answer is an OAuthError now. */
function predicateOf({ project, node }: DeadTest): readonly [ts.TypeNode] | undefined {
  const type = enclosingFunction(node)?.type;
  if (!type || !ts.isTypePredicateNode(type) || !type.type) return undefined;
  const parts = ts.isUnionTypeNode(type.type) ? type.type.types : [type.type];
  const isOfServer = (part: ts.TypeNode) =>
    declaredTypes(project, project.checker.getTypeAtLocation(part)).some(({ area }) =>
      serverLegacyArea.test(area),
    );
  return parts.every(isOfServer) ? [type.type] : undefined;
}

/** What asks for the error, with the local names of the classes. */
function textOf(
  { value, name, key, isNegative }: DeadTest,
  locals: readonly string[],
  isRegistered: boolean,
): string {
  const operand = unwrap(value as ts.Expression);
  const text = operand.getText();
  const error = ts.isLeftHandSideExpression(operand) ? text : `(${text})`;
  const [oauth, second] = locals;
  if (isNegative)
    return `!(${error} instanceof ${oauth} && ${error}.code === ${second}.${codeMemberOf(name)})`;
  const test = `${error} instanceof ${oauth}`;
  if (isRegistered) return `${test} || ${error} instanceof ${second}`;
  if (name === oauthErrorClass) return test;
  return `${test} && ${error}.code === ${key ?? `${second}.${codeMemberOf(name)}`}`;
}

const levels: readonly Fix['level'][] = ['none', 'suggested', 'safe'];

/** The level of a fix, with that of the whole condition. */
const levelOf = (test: DeadTest): Fix['level'] =>
  levels[Math.min(...[test, ...besides(test)].map((each) => levels.indexOf(levelAlone(each))))]!;

const levelAlone = (test: DeadTest): Fix['level'] =>
  refusalOf(test)?.level ?? decided(test, [], readsOf(test), othersOf(test)).level;

/** The imports of a fix; that of the class goes where all tests for it go: none of them is of a weaker level. */
function imports(test: DeadTest, added: readonly Edit[]): readonly Edit[] {
  const { project, node, kind, name } = test;
  const file = node.getSourceFile();
  const same = testsIn(project).filter(
    (each) =>
      each.kind === kind && (kind === 'lookup' || each.name === name) && each.node.getSourceFile() === file,
  );
  const own = levels.indexOf(levelOf(test));
  const isLeft = (each: DeadTest) => each.generation === 1 || levels.indexOf(levelOf(each)) < own;
  if (kind === 'name' || same.some(isLeft)) return added;
  const replaced = same.flatMap((each) => [each.node, ...(predicateOf(each) ?? [])]);
  const edits = replaced.map((each) => ({ file: file.fileName, start: each.getStart(), end: each.end }));
  return withoutUnused(project, { replaced, edits, added, used: [] });
}

/** Parentheses where an operator around the test binds closer than the one inside, or may not stand next to it. */
function inPlace(node: ts.Expression, text: string, operator: '&&' | '||' | undefined): string {
  if (!operator || node.parent !== wrapped(node).parent) return text;
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return `(${text})`;
  if (!ts.isBinaryExpression(parent)) return text;
  const around = parent.operatorToken.kind;
  const isSame = around === (operator === '&&' ? and : or);
  const isAssigned = parent.right === node && isAssignment(around);
  return isSame || isAssigned ? text : `(${text})`;
}

const and = ts.SyntaxKind.AmpersandAmpersandToken;
const or = ts.SyntaxKind.BarBarToken;
