import { ts } from '../../../compiler.cjs';
import { clientArea, oauthErrorClass, oauthErrorTable, oauthSubclasses } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classAt } from '../guards/error-classes.ts';
import { handlerAt } from '../guards/handlers.ts';
import { subjectOf } from '../guards/subject.ts';
import { raisedTo } from '../status/client-errors.ts';
import { isDeclaration } from '../status/error-sources.ts';
import { conditionAround } from '../status/status-tests.ts';
import type { Candidate, DeadTest } from './candidate.ts';
import { codeMemberOf, codeOf, lookedUpClass } from './class-lookups.ts';
import { classesBehind, classNamed, isForeign, isServerClass } from './classes-behind.ts';
import { memberReads } from './code-members.ts';
import { groupedTests, ownerOf } from './grouped-tests.ts';
import { neverRaised } from './never-raised.ts';
import { oauthRequestAt } from './oauth-requests.ts';

export function deadTests(project: Project): DeadTest[] {
  return project.userFiles
    .filter((file) => !isTestFile(file) && mayTest.test(file.text))
    .flatMap((file) => [
      ...classTests(project, file),
      ...nameTests(file),
      ...memberReads(project, file),
      ...groupedTests(project, file),
    ])
    .flatMap((candidate): DeadTest[] => {
      const raised = raisedTo(project, candidate.value, oauthRequestAt);
      if (!raised || asksClient(project, candidate)) return [];
      const { node, value } = candidate;
      const handler = isDeclaration(value) ? undefined : handlerAt(project, { node, value, kind: 'v2' });
      const test = { ...candidate, project, raised, handler, generation: raised.generation };
      const never = neverRaised(project, test.name, raised);
      return [never === undefined ? test : { ...test, never, severity: 'warning' }];
    });
}

const mayTest = /Error\b|errorCode|OAUTH_ERRORS/;

/** `error instanceof InvalidGrantError` */
function classTests(project: Project, file: ts.SourceFile): Candidate[] {
  return nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).flatMap((node): Candidate[] => {
    const constructed = constructorTest(project, node);
    if (constructed) return [constructed];
    if (node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return [];
    const lookup = lookedUpClass(project, node.right);
    if (lookup)
      return [
        { node, kind: 'lookup', value: node.left, name: lookup.name ?? oauthErrorTable, key: lookup.key },
      ];
    const asked = classAsked(project, node);
    return asked ? [{ node, value: node.left, ...asked }] : [];
  });
}

/** What the right side of a test may be: one class, or any of several. */
function classAsked(
  project: Project,
  { left, right }: Pick<ts.BinaryExpression, 'left' | 'right'>,
): Pick<Candidate, 'kind' | 'name'> | undefined {
  const named = classNamed(project, right);
  if (named) return isServerClass(named) ? { kind: 'class', name: named.name } : undefined;
  if (isForeign(project, right)) return undefined;
  // To find out what a variable may be costs more than to find out what is caught.
  if (!raisedTo(project, left, oauthRequestAt)) return undefined;
  const { found, isComplete } = classesBehind(project, right);
  const byType = classAt(project, right);
  const [first] = [...found, ...(byType ? [byType] : [])].filter(isServerClass);
  if (!first) return undefined;
  return { kind: isComplete && found.length === 1 ? 'class' : 'group', name: first.name };
}

/** `error.constructor === InvalidGrantError` */
function constructorTest(
  project: Project,
  { left, right, operatorToken }: ts.BinaryExpression,
): Candidate | undefined {
  const operator = operatorToken.getText();
  if (!/^[=!]==?$/.test(operator)) return undefined;
  const read = unwrap(left);
  if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'constructor') return undefined;
  const node = left.parent as ts.BinaryExpression;
  const asked = classAsked(project, { left: read.expression, right });
  if (!asked || !oauthSubclasses.includes(asked.name)) return undefined;
  return { node, ...asked, value: read.expression, isNegative: operator.startsWith('!') };
}

/** `error.name === 'InvalidGrantError'`, `error.constructor.name === 'InvalidGrantError'` */
function nameTests(file: ts.SourceFile): Candidate[] {
  if (!oauthSubclasses.some((name) => file.text.includes(name))) return [];
  return nodesOf<ts.StringLiteral>(file, ts.SyntaxKind.StringLiteral).flatMap((text): Candidate[] => {
    const { parent } = text;
    if (!oauthSubclasses.includes(text.text) || !ts.isBinaryExpression(parent)) return [];
    const operator = parent.operatorToken.getText();
    if (!/^[=!]==?$/.test(operator)) return [];
    const read = unwrap(parent.left === text ? parent.right : parent.left);
    if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'name') return [];
    const isNegative = operator.startsWith('!');
    return [{ node: parent, kind: 'name', value: ownerOf(read), name: text.text, isNegative }];
  });
}

/** The same condition asks for the client's class as well, with the same code. */
function asksClient(project: Project, { node, name, kind, value }: Candidate): boolean {
  if (ts.isBindingElement(node)) return false;
  const parts = [...descendants(kind === 'member' ? expressionAround(node) : conditionAround(node))];
  if (kind === 'member') return parts.some((each) => isCodeOf(project, each, value as ts.Expression));
  const isAsked = parts.some((each) => {
    if (!ts.isBinaryExpression(each) || each.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword)
      return false;
    const declared = classAt(project, each.right);
    return (
      declared !== undefined &&
      declared !== 'own' &&
      declared.area === clientArea &&
      declared.name === oauthErrorClass
    );
  });
  if (!isAsked || name === oauthErrorClass) return isAsked;
  const member = codeMemberOf(name);
  const code = codeOf(name);
  return parts.some(
    (each) =>
      (ts.isPropertyAccessExpression(each) && each.name.text === member) ||
      (ts.isStringLiteralLike(each) && each.text === code),
  );
}

/** `(error.code ?? error.errorCode) === 'invalid_grant'`: all that is computed together. */
function expressionAround(part: ts.Expression): ts.Node {
  let node: ts.Node = part;
  while (ts.isExpression(node.parent)) node = node.parent;
  return node;
}

/** `error.code` of the same error. */
function isCodeOf(project: Project, node: ts.Node, value: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'code') return false;
  const [own, asked] = [node.expression, value].map((each) => subjectOf(project, each));
  return own !== undefined && own.symbol === asked?.symbol && own.text === asked.text;
}
