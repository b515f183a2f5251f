import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import {
  clientArea,
  customOAuthError,
  oauthErrorClass,
  oauthErrorTable,
  oauthSubclasses,
  serverLegacyArea,
} from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classAt } from '../guards/error-classes.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { type Raised, raisedTo } from '../status/client-errors.ts';
import { type ErrorValue, isDeclaration, takenApart } from '../status/error-sources.ts';
import { conditionAround } from '../status/status-tests.ts';
import { codeMemberOf, codeOf, lookedUpClass } from './class-lookups.ts';
import { neverRaised } from './never-raised.ts';
import { oauthRequestAt } from './oauth-requests.ts';

/** A test that no OAuth error of the v2 client passes. */
export interface DeadTest extends Match {
  readonly project: Project;
  readonly node: ts.Expression | ts.BindingElement;
  readonly kind: 'class' | 'lookup' | 'name' | 'member';
  /** The error. */
  readonly value: ErrorValue;
  /** The class of v1 that is tested for; its base class for a read of `errorCode`. */
  readonly name: string;
  /** The code that its class is looked up by. */
  readonly key?: string;
  /** Why no client has ever thrown it. */
  readonly never?: string | undefined;
  readonly raised: Raised;
  readonly handler: Handler | undefined;
}

type Candidate = Pick<DeadTest, 'node' | 'kind' | 'value' | 'name' | 'key'>;

export function deadTests(project: Project): DeadTest[] {
  return project.userFiles
    .filter((file) => !isTestFile(file) && mayTest.test(file.text))
    .flatMap((file) => [...classTests(project, file), ...nameTests(file), ...memberReads(project, file)])
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
    const declared = classAt(project, node.right);
    if (!declared || declared === 'own' || !serverLegacyArea.test(declared.area)) return [];
    if (!classes.has(declared.name)) return [];
    return [{ node, kind: 'class', value: node.left, name: declared.name }];
  });
}

/** `error.constructor === InvalidGrantError` */
function constructorTest(project: Project, { left, right, operatorToken }: ts.BinaryExpression) {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken) return undefined;
  const read = unwrap(left);
  if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'constructor') return undefined;
  const declared = classAt(project, right);
  if (!declared || declared === 'own' || !serverLegacyArea.test(declared.area)) return undefined;
  if (!oauthSubclasses.includes(declared.name)) return undefined;
  return {
    node: left.parent as ts.BinaryExpression,
    kind: 'name',
    value: read.expression,
    name: declared.name,
  } as const;
}

const classes: ReadonlySet<string> = new Set([oauthErrorClass, customOAuthError, ...oauthSubclasses]);

/** `error.name === 'InvalidGrantError'`, `error.constructor.name === 'InvalidGrantError'` */
function nameTests(file: ts.SourceFile): Candidate[] {
  if (!oauthSubclasses.some((name) => file.text.includes(name))) return [];
  return nodesOf<ts.StringLiteral>(file, ts.SyntaxKind.StringLiteral).flatMap((text): Candidate[] => {
    const { parent } = text;
    if (!oauthSubclasses.includes(text.text) || !ts.isBinaryExpression(parent)) return [];
    if (!/^===?$/.test(parent.operatorToken.getText())) return [];
    const read = unwrap(parent.left === text ? parent.right : parent.left);
    if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'name') return [];
    const owner = unwrap(read.expression);
    const isClass = ts.isPropertyAccessExpression(owner) && owner.name.text === 'constructor';
    const value = isClass ? owner.expression : read.expression;
    return [{ node: parent, kind: 'name', value, name: text.text }];
  });
}

/** `error.errorCode`, `{ errorCode } = error`, where no class of v1 was tested before: that test is the finding then. */
function memberReads(project: Project, file: ts.SourceFile): Candidate[] {
  return mentionsIn(file, 'errorCode').flatMap((name): Candidate[] => {
    const read = name.parent;
    const isRead = ts.isPropertyAccessExpression(read) && read.name === name;
    const isTaken = ts.isBindingElement(read) && (read.propertyName ?? read.name) === name;
    const value = isRead ? read.expression : isTaken ? takenApart(read) : undefined;
    if (!isRead && !isTaken) return [];
    return value && isOpen(project, value)
      ? [{ node: read, kind: 'member', value, name: oauthErrorClass }]
      : [];
  });
}

/** It may be any error. */
function isOpen({ checker }: Project, value: ErrorValue): boolean {
  if (!isDeclaration(value))
    return Boolean(checker.getTypeAtLocation(unwrap(value)).flags & ts.TypeFlags.Any);
  return value.type === undefined || value.type.kind === ts.SyntaxKind.AnyKeyword;
}

/** The same condition asks for the client's class as well, with the same code. */
function asksClient(project: Project, { node, name }: Candidate): boolean {
  if (ts.isBindingElement(node)) return false;
  const parts = [...descendants(conditionAround(node))];
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
