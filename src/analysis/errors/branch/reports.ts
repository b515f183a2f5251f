import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import { forbiddenStatus } from '../../../sdk/facts.ts';
import { clientArea, httpErrorClasses } from '../../../sdk/roles.ts';
import { descendants, enclosingFunction } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classValues } from '../guards/class-values.ts';
import { classAt } from '../guards/error-classes.ts';
import { untypedComparisons } from '../guards/error-variables.ts';
import { messageTests } from '../guards/message-tests.ts';
import { isScopeTest } from '../step-up/handled.ts';

type ReportCode =
  | 'test-error'
  | 'insufficient-scope-message'
  | 'untyped-error'
  | 'error-class-value'
  | 'insufficient-scope-shape';

/** A place for a person to look at, never rewritten: it may be concerned, or is and cannot be followed. */
export interface ReportMatch extends Match {
  readonly report: ReportCode;
}

export const reportMessages: Readonly<Record<ReportCode, string>> = {
  'test-error':
    'This test makes an SdkHttpError with status 403. For a 403 insufficient_scope the client throws InsufficientScopeError now, so the test may prove something that no longer happens: add one with InsufficientScopeError.',
  'insufficient-scope-message':
    'This looks for the words of a 403 in a message. A 403 insufficient_scope is an InsufficientScopeError now, with the message `Insufficient scope: required "…"`, so they are not found.',
  'insufficient-scope-shape':
    'A 403 insufficient_scope is an InsufficientScopeError since client 2.0.0-beta.1, and this code does something else for it than for the SdkHttpError of before, in a way that could not be followed. Test for that class, too.',
  'error-class-value':
    'Code that tests with this class no longer sees a 403 insufficient_scope: it is an InsufficientScopeError now, which is no instance of it. Where that code handles a 403, hand on InsufficientScopeError, too.',
  'untyped-error':
    'If this error comes from the MCP client, a 403 insufficient_scope no longer has a status: it is an InsufficientScopeError now. Test for that class, too.',
};

/** @param seen what is found already: the same place is not reported twice */
export function reportsOf(project: Project, seen: readonly ts.Node[]): ReportMatch[] {
  const found = [
    ...project.files
      .filter((file) => mayMakeError.test(file.text) && isTestFile(file))
      .flatMap((file) => errorsMade(project, file)),
    ...messageTests(project).map(({ node }) => report('insufficient-scope-message', node)),
    ...untypedComparisons(project).map(({ node }) => report('untyped-error', node)),
  ];
  const handedOn = classValues(project)
    .filter(({ node }) => !isTestFile(node.getSourceFile()))
    .map(({ node, kind }) => ({
      ...report('error-class-value', node),
      generation: kind === 'v1' ? (1 as const) : (2 as const),
    }));
  const unknown = found.filter(({ node, report: code }) => {
    if (code === 'test-error') return true;
    return !isTestFile(node.getSourceFile()) && !isCovered(project, node, seen);
  });
  return [...unknown, ...handedOn];
}

const mayMakeError = /\bnew\b[^;]*Error\b/;

/** A handler whose outcome differs at no decision that could be found. */
export const unclear = (node: ts.Node, generation: 1 | 2): ReportMatch => ({
  node,
  generation,
  report: 'insufficient-scope-shape',
});

const report = (code: ReportCode, node: ts.Node): ReportMatch => ({
  node,
  generation: 2,
  severity: 'info',
  report: code,
});

/** `new SdkHttpError(code, text, { status: 403 })` */
function errorsMade(project: Project, file: ts.SourceFile): ReportMatch[] {
  return [...descendants(file)].flatMap((node) => {
    if (!ts.isNewExpression(node) || !hasForbidden(project, node)) return [];
    const declared = classAt(project, node.expression);
    const isHttpError =
      declared !== undefined &&
      declared !== 'own' &&
      declared.area === clientArea &&
      httpErrorClasses.includes(declared.name);
    return isHttpError ? [report('test-error', node)] : [];
  });
}

function hasForbidden(project: Project, { arguments: given = [] as never }: ts.NewExpression): boolean {
  return [...given].some((argument) =>
    [...descendants(argument)].some((node) => {
      if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'status') return false;
      const type = project.checker.getTypeAtLocation(node.initializer);
      return type.isNumberLiteral() && type.value === forbiddenStatus;
    }),
  );
}

/** The handler is found already, or knows the new error. */
function isCovered(project: Project, node: ts.Node, seen: readonly ts.Node[]): boolean {
  const scope = handlerAround(node);
  const isInside = (other: ts.Node) =>
    other.getSourceFile() === scope.getSourceFile() && other.pos >= scope.pos && other.end <= scope.end;
  if (seen.some(isInside)) return true;
  return [...descendants(scope)].some((each) => isScopeTest(project, each));
}

function handlerAround(node: ts.Node): ts.Node {
  for (let current = node.parent; current; current = current.parent)
    if (ts.isCatchClause(current)) return current;
  return enclosingFunction(node) ?? node.getSourceFile();
}
