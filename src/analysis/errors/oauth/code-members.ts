import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { clientArea, oauthErrorClass } from '../../../sdk/roles.ts';
import { bindingKey, descendants, isWithin, unwrap, wrapped } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Handler } from '../guards/handlers.ts';
import { migratedScenario, type Scenario } from '../guards/scenarios.ts';
import { type Subject, subjectOf } from '../guards/subject.ts';
import { kindOfError } from '../status/client-errors.ts';
import { type ErrorValue, isDeclaration, takenApart } from '../status/error-sources.ts';
import type { Candidate, DeadTest } from './candidate.ts';
import { isOAuthCode } from './class-lookups.ts';
import { isServerClass } from './classes-behind.ts';

/** A read of `errorCode`: the member that an OAuth error of v1 has its code in. */
export type CodeRead = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;

/** `error.errorCode`, `{ errorCode } = error`, where no class of v1 was tested before: that test is the finding then. */
export function memberReads(project: Project, file: ts.SourceFile): Candidate[] {
  return mentionsIn(file, 'errorCode').flatMap((name): Candidate[] => {
    const read = readWith(name);
    const value = read && ownerOf(read);
    if (!read || !value) return [];
    const isKnown = !isDeclaration(value) && isOfClient(project, value);
    if (!isKnown && (!isOpen(project, value) || asksOwnCode(project, read))) return [];
    return [{ node: read, kind: 'member', value, name: oauthErrorClass, isKnown }];
  });
}

function readWith(name: ts.Node): CodeRead | undefined {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name ? parent : undefined;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === name ? parent : undefined;
  return ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name ? parent : undefined;
}

const ownerOf = (read: CodeRead): ErrorValue | undefined =>
  ts.isBindingElement(read) ? takenApart(read) : read.expression;

/** Its class is the client's, whose errors have no such member: JavaScript, or `any` behind a test for that class. */
export const isOfClient = (project: Project, value: ts.Expression): boolean =>
  declaredTypes(project, project.checker.getTypeAtLocation(unwrap(value))).some(
    ({ area, name }) => area === clientArea && name === oauthErrorClass,
  );

/** It may be any error. */
function isOpen(project: Project, value: ErrorValue): boolean {
  if (!isDeclaration(value)) return kindOfError(project, value) === 'open';
  return value.type === undefined || value.type.kind === ts.SyntaxKind.AnyKeyword;
}

/** `error.errorCode === 'no_user'`: a code of the project's own, which no OAuth error of v1 had. */
function asksOwnCode(project: Project, read: CodeRead): boolean {
  if (ts.isBindingElement(read)) return false;
  const codes = codesAsked(read).map((each) => throughConstants(project, each));
  return codes.length > 0 && codes.every((each) => ts.isStringLiteralLike(each) && !isOAuthCode(each.text));
}

/** What a read is compared with. */
function codesAsked(read: ts.Expression): readonly ts.Expression[] {
  const node = wrapped(read);
  const { parent } = node;
  if (ts.isSwitchStatement(parent))
    return parent.caseBlock.clauses.flatMap((each) => (ts.isCaseClause(each) ? each.expression : []));
  if (!ts.isBinaryExpression(parent) || !/^[=!]==?$/.test(parent.operatorToken.getText())) return [];
  return [parent.left === node ? parent.right : parent.left];
}

/** All reads in the handler of the same error: they are fixed together. */
export function readsTogether(project: Project, read: CodeRead, handler: Handler | undefined): CodeRead[] {
  const subject = ts.isBindingElement(read) ? undefined : subjectOf(project, read.expression);
  if (!subject || !handler) return [read];
  const others = nodesIn(handler).filter(
    (node): node is Access =>
      isRead(node) &&
      node !== read &&
      isSame(subjectOf(project, node.expression), subject) &&
      !asksOwnCode(project, node),
  );
  return [read, ...others];
}

/** All that runs with the error. */
const nodesIn = ({ body }: Handler): ts.Node[] =>
  [body].flat().flatMap((node: ts.Node) => [...descendants(node)]);

export type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

const isRead = (node: ts.Node): node is Access =>
  (ts.isPropertyAccessExpression(node) && node.name.text === 'errorCode') ||
  (ts.isElementAccessExpression(node) && isName(node.argumentExpression));

const isName = (node: ts.Node): node is ts.StringLiteralLike =>
  ts.isStringLiteralLike(node) && node.text === 'errorCode';

const isSame = (a: Subject | undefined, b: Subject): boolean => a?.symbol === b.symbol && a.text === b.text;

/** The reads of `errorCode` behind a test for a class, in the same handler. */
export function codeReads({ project, handler, node, name, kind }: DeadTest): CodeRead[] {
  if (!handler || kind === 'group' || kind === 'member') return [];
  const frame = createFrame(project, handler.subject, errorOf(name));
  return nodesIn(handler).filter((each): each is CodeRead => {
    const read = isRead(each) || isTaken(each) ? each : undefined;
    const value = read && ownerOf(read);
    if (!value || isDeclaration(value) || isWithin(read, node)) return false;
    if (frame.evaluate(value).kind !== 'error') return false;
    return name === oauthErrorClass || isOfClass(project, value, name);
  });
}

/** An error that passes the test: `const known = error instanceof InvalidGrantError && error` is that error. */
function errorOf(name: string): Scenario {
  const plain = migratedScenario(400);
  return {
    ...plain,
    isInstanceOf: (declared) =>
      plain.isInstanceOf(declared) ||
      (isServerClass(declared) && [name, oauthErrorClass].includes(declared.name)),
  };
}

/** `{ errorCode } = error` */
const isTaken = (node: ts.Node): node is ts.BindingElement =>
  ts.isBindingElement(node) && bindingKey(node) === 'errorCode';

/** By its type, which the test has narrowed. */
const isOfClass = ({ checker }: Project, value: ts.Expression, name: string): boolean =>
  checker.getTypeAtLocation(value).symbol?.name === name;

/** A type with a name gives the error that member: others may use that type. */
export function isDeclaredElsewhere(project: Project, reads: readonly CodeRead[]): boolean {
  return reads.some((read) => declarationsOf(project, read).some((each) => !isInline(each)));
}

const isInline = (node: ts.Declaration): node is ts.PropertySignature =>
  ts.isPropertySignature(node) &&
  ts.isTypeLiteralNode(node.parent) &&
  !ts.isTypeAliasDeclaration(node.parent.parent);

function declarationsOf({ checker }: Project, read: CodeRead): readonly ts.Declaration[] {
  if (ts.isBindingElement(read)) return [];
  return (
    checker.getPropertyOfType(checker.getTypeAtLocation(read.expression), 'errorCode')?.declarations ?? []
  );
}

/** `errorCode` → `code`, in the reads, in `'errorCode' in error`, and in a type that is written there. */
export function renamedReads(
  project: Project,
  reads: readonly CodeRead[],
  handler: Handler | undefined,
): Edit[] {
  const types = new Set(reads.flatMap((read) => declarationsOf(project, read)).filter(isInline));
  return [
    ...reads.map(renamed),
    ...askedFor(project, reads, handler).map(({ left }) =>
      over(left, throughConstants(project, left).getText().replace('errorCode', 'code')),
    ),
    ...[...types].map(({ name }) => over(name, 'code')),
  ];
}

/** `'errorCode' in error`, of the same errors. */
export function askedFor(
  project: Project,
  reads: readonly CodeRead[],
  handler: Handler | undefined,
): ts.BinaryExpression[] {
  const subjects = reads.flatMap((read) =>
    ts.isBindingElement(read) ? [] : (subjectOf(project, read.expression) ?? []),
  );
  const asked = handler ? nodesIn(handler).filter((node) => isAsked(project, node)) : [];
  return asked.filter(({ right }) => subjects.some((each) => isSame(subjectOf(project, right), each)));
}

/** Also by the name of a constant: `CODE_KEY in error`. */
const isAsked = (project: Project, node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.InKeyword &&
  isName(throughConstants(project, node.left));

export function renamed(read: CodeRead): Edit {
  if (ts.isElementAccessExpression(read)) return inQuotes(read.argumentExpression);
  if (ts.isPropertyAccessExpression(read)) return over(read.name, 'code');
  const { name, propertyName } = read;
  return propertyName ? over(propertyName, 'code') : over(name, `code: ${name.getText()}`);
}

const over = (node: ts.Node, text: string): Edit => ({
  file: node.getSourceFile().fileName,
  start: node.getStart(),
  end: node.end,
  text,
});

function inQuotes(node: ts.Expression): Edit {
  const edit = over(unwrap(node), 'code');
  return { ...edit, start: edit.start + 1, end: edit.end - 1 };
}
