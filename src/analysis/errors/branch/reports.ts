import { ts } from '../../../compiler.cjs';
import type { Match } from '../../../model/fix.ts';
import { forbiddenStatus } from '../../../sdk/facts.ts';
import { clientArea, httpErrorClasses } from '../../../sdk/roles.ts';
import { descendants, enclosingFunction } from '../../program/ast.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { classValues } from '../guards/class-values.ts';
import { contains } from '../guards/contains.ts';
import { classAt } from '../guards/error-classes.ts';
import { untypedComparisons } from '../guards/error-variables.ts';
import { isScopeTest } from '../guards/handled.ts';
import { messageTests } from '../guards/message-tests.ts';
import { takenApart } from '../guards/taken-apart.ts';

type ReportCode =
  | 'test-error'
  | 'insufficient-scope-message'
  | 'untyped-error'
  | 'error-class-value'
  | 'insufficient-scope-shape'
  | 'insufficient-scope-member';

/** A place that a person must judge, and that is never rewritten. */
export interface ReportMatch extends Match {
  readonly report: ReportCode;
}

export const reportMessages: Readonly<Record<ReportCode, string>> = {
  'test-error':
    'This test makes an SdkHttpError with status 403. For a 403 insufficient_scope the client now throws InsufficientScopeError. Add a test with that error.',
  'insufficient-scope-message':
    'This looks for the words of a 403 in a message. A 403 insufficient_scope is now an InsufficientScopeError with the message `Insufficient scope: required "…"`. Test for that class, too.',
  'insufficient-scope-shape':
    'Since client 2.0.0-beta.1 a 403 insufficient_scope is an InsufficientScopeError. This code treats it differently from an SdkHttpError, but the deciding test was not found. Test for that class, too.',
  'insufficient-scope-member':
    'Since client 2.0.0-beta.1 a 403 insufficient_scope is an InsufficientScopeError, which has no status. This handler takes the error apart, so it cannot tell that class. Take the error itself, and test for it.',
  'error-class-value':
    'Code that tests with this class no longer sees a 403 insufficient_scope: that is now an InsufficientScopeError. Where the code handles a 403, pass InsufficientScopeError, too.',
  'untyped-error':
    'If this error comes from the MCP client, a 403 insufficient_scope has no status: it is now an InsufficientScopeError. Test for that class, too.',
};

/** @param seen the findings: the same place is not reported twice */
export function reportsOf(project: Project, seen: readonly ts.Node[]): ReportMatch[] {
  const found = [
    ...project.files
      .filter((file) => mayMakeError.test(file.text) && isTestFile(file))
      .flatMap((file) => errorsMade(project, file)),
    ...messageTests(project).map(({ node }) => report('insufficient-scope-message', node)),
    ...takenApart(project).map((node) => pattern(node)),
    ...untypedComparisons(project).map(({ node }) => report('untyped-error', node)),
  ];
  const classes = classValues(project)
    .filter(({ node }) => !isTestFile(node.getSourceFile()))
    .map(({ node, kind }) => ({
      ...report('error-class-value', node),
      generation: kind === 'v1' ? (1 as const) : (2 as const),
    }));
  const unknown = found.filter(({ node, report: code }) => {
    if (code === 'test-error') return true;
    return !isTestFile(node.getSourceFile()) && !isCovered(project, node, seen);
  });
  return [...unknown, ...classes];
}

const mayMakeError = /\bnew\b[^;]*Error\b/;

/** A handler whose outcome differs at no decision that could be found. */
export const unclear = (node: ts.Node, generation: 1 | 2): ReportMatch => ({
  node,
  generation,
  report: 'insufficient-scope-shape',
});

const pattern = (node: ts.Node): ReportMatch => ({
  node,
  generation: 2,
  report: 'insufficient-scope-member',
});

const report = (code: ReportCode, node: ts.Node): ReportMatch => ({
  node,
  generation: 2,
  severity: 'info',
  report: code,
});

/** `new SdkHttpError(code, text, { status: 403 })` */
function errorsMade(project: Project, file: ts.SourceFile): ReportMatch[] {
  return nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression).flatMap((node) => {
    if (!hasForbidden(project, node)) return [];
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

/** The handler has a finding already, or tests for InsufficientScopeError. */
function isCovered(project: Project, node: ts.Node, seen: readonly ts.Node[]): boolean {
  const scope = handlerAround(node);
  if (seen.some((other) => contains(scope, other))) return true;
  return [...descendants(scope)].some((each) => isScopeTest(project, each));
}

function handlerAround(node: ts.Node): ts.Node {
  for (let current = node.parent; current; current = current.parent)
    if (ts.isCatchClause(current)) return current;
  return enclosingFunction(node) ?? node.getSourceFile();
}
