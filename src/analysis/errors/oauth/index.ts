/**
 * Which tests of a handler no longer pass for the OAuth errors of the v2 client, and what asks for them instead? The rule
 * oauth-error-class asks. It gets a match for each test, for `fixDeadTest` to fix.
 */

import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, worst } from '../../../model/proof.ts';
import { clientPackage } from '../../../sdk/modules.ts';
import { oauthErrorClass, oauthErrorCodes, registrationErrors } from '../../../sdk/roles.ts';
import { descendants, isWithin, unwrap, wrapped } from '../../program/ast.ts';
import { ensureImports } from '../../program/import-edit.ts';
import { lacksPackage } from '../../program/sdk-versions.ts';
import { refuse } from '../branch/outcome.ts';
import { createFrame } from '../guards/evaluator.ts';
import { migratedScenario } from '../guards/scenarios.ts';
import { unusedImport } from './class-import.ts';
import { codeMemberOf, type DeadTest, deadTests } from './dead-tests.ts';
import type { OAuthObligation } from './oauth-obligations.ts';
import { serverErrors } from './server-errors.ts';

export { type DeadTest, deadTests } from './dead-tests.ts';

export function fixDeadTest(test: DeadTest): Fix {
  const { project, node, name, kind } = test;
  const file = node.getSourceFile();
  if (lacksPackage(project, file.fileName, clientPackage)) return refuse('client-package-missing');
  if (registrationErrors.includes(name)) return refuse('oauth-registration');
  const others = serverErrors(test);
  if (others === 'raised') return refuse('oauth-error-both');
  const isBase = name === oauthErrorClass;
  const unused = kind === 'class' ? importGone(test) : undefined;
  if (kind === 'member') {
    const read = node as ts.PropertyAccessExpression;
    return decide<OAuthObligation>(renamed(read), {
      'same-code': sameCode(read),
      'client-error': open('oauth-error-untyped'),
    });
  }
  const names = isBase ? [oauthErrorClass] : [oauthErrorClass, oauthErrorCodes];
  const imported = ensureImports(
    project,
    file,
    names.map((each) => ({ module: clientPackage, name: each, ...(isBase && unused ? { gone: each } : {}) })),
  );
  const [error, codes] = imported.map(({ local }) => local);
  const value = unwrap(test.value).getText();
  const text = isBase
    ? `${value} instanceof ${error}`
    : `${value} instanceof ${error} && ${value}.code === ${codes}.${codeMemberOf(name)}`;
  const reads = isBase ? codeReads(test) : [];
  const edit = {
    file: file.fileName,
    start: node.getStart(),
    end: node.end,
    text: inPlace(node, text, !isBase),
  };
  const added = imported.flatMap((each) => each.edits);
  const edits = [...withoutImport(added, unused), edit, ...reads.flatMap(renamed)];
  return decide<OAuthObligation>(edits, {
    'same-code': name === 'ServerError' ? open('oauth-server-error') : worst(reads.map(sameCode)),
    'client-error': worst([clientError(test), othersUnseen(others)]),
  });
}

/** Whether what passed the test before is an OAuthError of the client now, and nothing else passed it. */
function clientError({ kind, name, raised }: DeadTest): Proof {
  if (kind === 'name') return open('oauth-error-untyped');
  const isExchanged = raised.steps.some(({ node }) => isExchange(node));
  return name === oauthErrorClass && !isExchanged ? open('oauth-registration-too') : proved;
}

const othersUnseen = (others: { readonly unseen: string } | undefined): Proof =>
  others ? open('oauth-error-unseen', others.unseen) : proved;

/** A new import may stand behind the one that goes: then it takes its place. */
function withoutImport(added: readonly Edit[], unused: Edit | undefined): readonly Edit[] {
  if (!unused) return added;
  const isInside = ({ start }: Edit) => start > unused.start && start < unused.end;
  const [first] = added.filter(isInside);
  if (!first) return [...added, unused];
  return [...added.filter((each) => !isInside(each)), { ...unused, text: `${first.text.trimStart()}\n` }];
}

/** The import of the class goes where all tests for it do: none of them is refused. */
function importGone({ project, node, name }: DeadTest): Edit | undefined {
  const file = node.getSourceFile();
  const same = deadTests(project).filter(
    (each) => each.kind === 'class' && each.name === name && each.node.getSourceFile() === file,
  );
  if (same.some((each) => each.generation === 1 || serverErrors(each) === 'raised')) return undefined;
  return unusedImport(
    (node as ts.BinaryExpression).right,
    same.map((each) => each.node),
  );
}

/** `||` and `!` around the test: a conjunction needs parentheses behind an operator that binds closer. */
function inPlace(node: ts.Expression, text: string, isChain: boolean): string {
  if (!isChain || node.parent !== wrapped(node).parent) return text;
  const { parent } = node;
  const isLoose = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken;
  return isLoose || ts.isPrefixUnaryExpression(parent) ? `(${text})` : text;
}

/** The reads of `errorCode` in the same handler. */
function codeReads({ project, handler, node }: DeadTest): ts.PropertyAccessExpression[] {
  if (!handler) return [];
  const frame = createFrame(project, handler.subject, migratedScenario(400));
  return [...descendants(handler.scope)].filter(
    (each): each is ts.PropertyAccessExpression =>
      ts.isPropertyAccessExpression(each) &&
      each.name.text === 'errorCode' &&
      !isWithin(node, each) &&
      frame.evaluate(each.expression).kind === 'error',
  );
}

const renamed = ({ name }: ts.PropertyAccessExpression): Edit[] => [
  { file: name.getSourceFile().fileName, start: name.getStart(), end: name.end, text: 'code' },
];

/** v1 gave `server_error` to every code that it did not know. */
function sameCode(read: ts.PropertyAccessExpression): Proof {
  const { parent } = wrapped(read);
  const other = ts.isBinaryExpression(parent)
    ? parent.left === wrapped(read)
      ? parent.right
      : parent.left
    : undefined;
  const text = other && unwrap(other);
  const isKnown = text && ts.isStringLiteralLike(text) && text.text !== 'server_error';
  return isKnown ? proved : open('oauth-server-error');
}

const isExchange = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  /\b(exchangeAuthorization|refreshAuthorization|fetchToken|finishAuth)$/.test(node.expression.getText());
