/**
 * Which tests of a handler no longer pass for the OAuth errors of the v2 client, and what asks for them instead? The rule
 * oauth-error-class asks. It gets a match for each test, for `fixDeadTest` to fix.
 */

import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
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
import { mayNotLoad } from '../../program/optional-packages.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { lacksPackage } from '../../program/sdk-versions.ts';
import { withoutUnused } from '../../program/unused-import.ts';
import { refuse } from '../branch/outcome.ts';
import { seekCallbackTakers } from '../status/callback-takers.ts';
import type { DeadTest } from './candidate.ts';
import { codeMemberOf } from './class-lookups.ts';
import {
  type CodeRead,
  codeReads,
  isDeclaredElsewhere,
  readsTogether,
  renamedReads,
} from './code-members.ts';
import { deadTests } from './dead-tests.ts';
import type { OAuthObligation } from './oauth-obligations.ts';
import { clientError, mayRegister, sameCode } from './oauth-proofs.ts';
import { oauthRequestAt } from './oauth-requests.ts';
import { type ServerErrors, serverErrors } from './server-errors.ts';

export type { DeadTest } from './candidate.ts';
export { deadTests } from './dead-tests.ts';

/** Asks for the files that requests are passed to as callbacks. */
export const seekOAuthTests = (project: Project): void => {
  seekCallbackTakers(project, oauthRequestAt);
  deadTests(project);
};

export function fixDeadTest(test: DeadTest): Fix {
  const { project, node, name, kind, never, handler } = test;
  if (never !== undefined) return { level: 'none', refusal: 'oauth-error-never', detail: never };
  if (lacksPackage(project, node.getSourceFile().fileName, clientPackage))
    return refuse('client-package-missing');
  if (registrationErrors.includes(name)) return refuse('oauth-registration');
  const others = serverErrors(test);
  if (others === 'raised') return refuse('oauth-error-both');
  if (kind === 'group') return refuse('oauth-error-group');
  if (kind !== 'member') return fixTest(test, others);
  const reads = readsTogether(project, node as CodeRead, handler);
  if (isDeclaredElsewhere(project, reads)) return refuse('oauth-error-shape');
  return decided(test, renamedReads(project, reads, handler), reads, others);
}

function fixTest(test: DeadTest, others: Exclude<ServerErrors, 'raised'>): Fix {
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
function decided(
  test: DeadTest,
  edits: readonly Edit[],
  reads: readonly CodeRead[],
  others: Exclude<ServerErrors, 'raised'>,
): Fix {
  // Behind the test for one class the code is known.
  const isOpen = test.name === oauthErrorClass || test.kind === 'member';
  const code = sameCode(test, isOpen ? reads : []);
  return decide<OAuthObligation>(edits, {
    'client-error': clientError(test, others, code),
    'same-code': code,
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
  const error = unwrap(value as ts.Expression).getText();
  const [oauth, second] = locals;
  if (isNegative)
    return `!(${error} instanceof ${oauth} && ${error}.code === ${second}.${codeMemberOf(name)})`;
  const test = `${error} instanceof ${oauth}`;
  if (isRegistered) return `${test} || ${error} instanceof ${second}`;
  if (name === oauthErrorClass) return test;
  return `${test} && ${error}.code === ${key ?? `${second}.${codeMemberOf(name)}`}`;
}

/** The imports of a fix; that of the class goes where all tests for it do: none of them is refused. */
function imports({ project, node, kind, name }: DeadTest, added: readonly Edit[]): readonly Edit[] {
  const file = node.getSourceFile();
  const same = deadTests(project).filter(
    (each) =>
      each.kind === kind && (kind === 'lookup' || each.name === name) && each.node.getSourceFile() === file,
  );
  const isLeft = (each: DeadTest) =>
    each.generation === 1 || each.never !== undefined || serverErrors(each) === 'raised';
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
