/**
 * Which tests of a handler no longer pass for the OAuth errors of the v2 client, and what asks for them instead? The rule
 * oauth-error-class asks. It gets a match for each test, for `fixDeadTest` to fix.
 */

import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved } from '../../../model/proof.ts';
import { clientPackage } from '../../../sdk/modules.ts';
import { oauthErrorClass, oauthErrorCodes, registrationErrors } from '../../../sdk/roles.ts';
import { descendants, isWithin, unwrap, wrapped } from '../../program/ast.ts';
import { ensureImports } from '../../program/import-edit.ts';
import { lacksPackage } from '../../program/sdk-versions.ts';
import { withoutUnused } from '../../program/unused-import.ts';
import { refuse } from '../branch/outcome.ts';
import { createFrame } from '../guards/evaluator.ts';
import { migratedScenario } from '../guards/scenarios.ts';
import { raisingCode } from '../guards/untyped.ts';
import { codeMemberOf, type DeadTest, deadTests } from './dead-tests.ts';
import type { OAuthObligation } from './oauth-obligations.ts';
import { raisesServerError } from './oauth-requests.ts';

export { type DeadTest, deadTests } from './dead-tests.ts';

export function fixDeadTest(test: DeadTest): Fix {
  const { project, node, name, kind } = test;
  const file = node.getSourceFile();
  if (lacksPackage(project, file.fileName, clientPackage)) return refuse('client-package-missing');
  if (registrationErrors.includes(name)) return refuse('oauth-registration');
  if (isShared(test)) return refuse('oauth-error-both');
  const isBase = name === oauthErrorClass;
  const isGone = imports(test, []).length > 0;
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
    names.map((each) => ({ module: clientPackage, name: each, ...(isBase && isGone ? { gone: each } : {}) })),
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
  const edits = [...imports(test, added), edit, ...reads.flatMap(renamed)];
  return decide<OAuthObligation>(edits, {
    'same-code': name === 'ServerError' ? open('oauth-server-error') : worstOf(reads.map(sameCode)),
    'client-error': clientError(test),
  });
}

/** Whether what passed the test before is an OAuthError of the client now, and nothing else passed it. */
function clientError({ kind, name, raised }: DeadTest): Proof {
  if (kind === 'name') return open('oauth-error-untyped');
  const isExchanged = raised.steps.some(({ node }) => isExchange(node));
  return name === oauthErrorClass && !isExchanged ? open('oauth-registration-too') : proved;
}

/** The imports of a fix; that of the class goes where all tests for it do: none of them is refused. */
function imports({ project, node, name, kind }: DeadTest, added: readonly Edit[]): readonly Edit[] {
  const file = node.getSourceFile();
  const same = deadTests(project).filter(
    (each) => each.kind === 'class' && each.name === name && each.node.getSourceFile() === file,
  );
  if (kind !== 'class' || same.some((each) => each.generation === 1 || isShared(each))) return added;
  const replaced = same.map((each) => (each.node as ts.BinaryExpression).right);
  const edits = replaced.map((each) => ({ file: file.fileName, start: each.getStart(), end: each.end }));
  return withoutUnused(project, { replaced, edits, added, used: [] });
}

const worstOf = (proofs: readonly Proof[]): Proof => proofs.find(({ state }) => state !== 'proved') ?? proved;

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

/** What is tried may raise errors of a server as well, and they keep their classes. */
function isShared({ project, value }: DeadTest): boolean {
  const name = unwrap(value);
  const root = ts.isIdentifier(name)
    ? project.checker.getSymbolAtLocation(name)?.valueDeclaration
    : undefined;
  const raising = root && raisingCode(root);
  if (raising) return raisesServerError(project, raising);
  // A parameter: what its callers catch is not looked at one by one.
  return root !== undefined && ts.isParameter(root) && raisesServerError(project, name.getSourceFile());
}

const isExchange = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  /\b(exchangeAuthorization|refreshAuthorization|fetchToken|finishAuth)$/.test(node.expression.getText());
