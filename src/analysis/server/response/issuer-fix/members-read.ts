import { ts } from '../../../../compiler.cjs';
import { codeText, wrapped } from '../../../program/ast.ts';
import type { Project } from '../../../program/project.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { carriersOf } from '../carriers/carriers.ts';
import { isQueryMaker } from '../exits/query-makers.ts';
import type { Flow } from '../flow/flow.ts';

const readers = /^Object\.(keys|values|entries|getOwnPropertyNames)$/;

/** Where code reads all members of a record, whatever they are called: it finds one more when the record carries the issuer. */
export function allMembersRead(flow: Flow, literal: ts.ObjectLiteralExpression): ts.Node | undefined {
  const isIt = (value: ts.Expression): boolean =>
    flow.facts(value).some((fact) => fact.kind === 'record' && !fact.inside && fact.literal === literal);
  const { calls, expressions } = carriersOf(flow);
  for (const call of calls) {
    if (isTestFile(call.getSourceFile()) || !readsAll(flow.project, call)) continue;
    if (call.arguments?.some(isIt)) return call;
  }
  for (const expression of expressions) {
    const { parent } = wrapped(expression);
    if (ts.isForInStatement(parent) && parent.expression === wrapped(expression) && isIt(expression))
      return parent.expression;
  }
  return undefined;
}

function readsAll(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  return readers.test(codeText(call.expression)) || isQueryMaker(project, call);
}
