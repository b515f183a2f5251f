import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import { clientArea, oauthErrorClass, oauthSubclasses, serverLegacyArea } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classAt } from '../guards/error-classes.ts';
import { type Handler, handlerAt } from '../guards/handlers.ts';
import { type Raised, raisedTo } from '../status/client-errors.ts';
import { conditionAround } from '../status/status-tests.ts';
import { oauthRequestAt } from './oauth-requests.ts';

/** A test that no OAuth error of the v2 client passes. */
export interface DeadTest extends Match {
  readonly project: Project;
  readonly node: ts.Expression;
  readonly kind: 'class' | 'name' | 'member';
  /** The error. */
  readonly value: ts.Expression;
  /** The class of v1 that is tested for; its base class for a read of `errorCode`. */
  readonly name: string;
  readonly raised: Raised;
  readonly handler: Handler | undefined;
}

type Candidate = Pick<DeadTest, 'node' | 'kind' | 'value' | 'name'>;

export function deadTests(project: Project): DeadTest[] {
  return project.userFiles
    .filter((file) => !isTestFile(file) && mayTest.test(file.text))
    .flatMap((file) => [...classTests(project, file), ...nameTests(file), ...memberReads(project, file)])
    .flatMap((candidate): DeadTest[] => {
      const raised = raisedTo(project, candidate.value, oauthRequestAt);
      if (!raised || asksClient(project, candidate)) return [];
      const handler = handlerAt(project, { node: candidate.node, value: candidate.value, kind: 'v2' });
      return [{ ...candidate, project, raised, handler, generation: raised.generation }];
    });
}

const mayTest = /Error\b|errorCode/;

/** `error instanceof InvalidGrantError` */
function classTests(project: Project, file: ts.SourceFile): Candidate[] {
  return nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).flatMap((node): Candidate[] => {
    if (node.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) return [];
    const declared = classAt(project, node.right);
    if (!declared || declared === 'own' || !serverLegacyArea.test(declared.area)) return [];
    if (declared.name !== oauthErrorClass && !oauthSubclasses.includes(declared.name)) return [];
    return [{ node, kind: 'class', value: node.left, name: declared.name }];
  });
}

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

/** `error.errorCode`, where no class of v1 was tested before: that test is the finding then. */
function memberReads(project: Project, file: ts.SourceFile): Candidate[] {
  return mentionsIn(file, 'errorCode').flatMap((name): Candidate[] => {
    const read = name.parent;
    if (!ts.isPropertyAccessExpression(read) || read.name !== name) return [];
    const type = project.checker.getTypeAtLocation(unwrap(read.expression));
    const isOpen = Boolean(type.flags & ts.TypeFlags.Any);
    return isOpen ? [{ node: read, kind: 'member', value: read.expression, name: oauthErrorClass }] : [];
  });
}

/** The same condition asks for the client's class as well, with the same code. */
function asksClient(project: Project, { node, name }: Candidate): boolean {
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
  const code = member.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return parts.some(
    (each) =>
      (ts.isPropertyAccessExpression(each) && each.name.text === member) ||
      (ts.isStringLiteralLike(each) && each.text === code),
  );
}

/** The member of the codes for a class: `InvalidGrant` for InvalidGrantError. `ServerError` is called so itself. */
export const codeMemberOf = (name: string): string =>
  name === 'ServerError' ? name : name.replace(/Error$/, '');
