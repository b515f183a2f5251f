import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { proved } from '../../../model/proof.ts';
import {
  descendants,
  enclosingFunction,
  enclosingStatement,
  type FunctionLike,
  indentationAt,
  indentUnit,
  isWithin,
  wrapped,
} from '../../program/ast.ts';
import { insertionStart } from '../../program/directives.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { type Place, placeFor, throwsOf } from './branch-place.ts';
import { clearsMore } from './client-alone.ts';
import type { IgnoredClient } from './invalidation.ts';
import { type EffectNode, ScopeFlow } from './scope-flow.ts';
import { clears, isForEffect, storedBy } from './stored-client.ts';

/** `'client'` does what `'all'` does to the client: that alone where it can be told apart, else all of it. */
export function fixInvalidation(project: Project, found: IgnoredClient): Fix {
  const type = typeEdits(project, found.parameter);
  if (!type) return { level: 'none', refusal: 'provider-scope-type' };
  const alone = clearedAlone(project, found);
  if (alone) return decide([...type, ...alone], { 'client-alone': proved });
  const widened = widenedTest(project, found);
  if (!widened || !throwsOf(project, found).every((each) => isWithin(each, widened.statement)))
    return { level: 'none', refusal: 'provider-shape' };
  return decide([...type, ...widened.edits], { 'client-alone': clearsMore() });
}

/** The parameter may be declared with fewer values: TypeScript would refuse the comparison. */
function typeEdits({ checker }: Project, { name, type: node }: ts.ParameterDeclaration): Edit[] | undefined {
  const type = checker.getTypeAtLocation(name);
  const parts = type.isUnion() ? type.types : [type];
  const isOpen = parts.some(
    (part) =>
      !part.isStringLiteral() || part.value === 'client' || !(part.flags & ts.TypeFlags.StringLiteral),
  );
  if (isOpen) return [];
  if (!node || !(ts.isUnionTypeNode(node) || ts.isLiteralTypeNode(node))) return undefined;
  const quote = node.getText().includes('"') ? '"' : "'";
  const file = node.getSourceFile().fileName;
  return [{ file, start: node.end, end: node.end, text: ` | ${quote}client${quote}` }];
}

/** `if (scope === 'client') this.client = undefined;` next to the branch of 'all'. */
function clearedAlone(project: Project, found: IgnoredClient): Edit[] | undefined {
  const { clearing, others, tokens, parameter, body } = found;
  const statements = clearing.map((effect) => statementOf(effect));
  if (statements.some((each) => each === undefined || each.parent !== statements[0]?.parent))
    return undefined;
  if (clearing.some((effect) => clears(project, effect, tokens) || ownerOf(effect) !== found.method))
    return undefined;
  const all = statements as ts.Statement[];
  // What follows in the same branch may store the change: it belongs to it.
  const isInMemory = clearing.some((effect) => !ts.isCallExpression(effect));
  const storing: EffectNode[] = [];
  for (const effect of others) {
    const statement = statementOf(effect);
    const follows = statement?.parent === all[0]!.parent && statement.pos >= all.at(-1)!.pos;
    if (!follows || !ts.isCallExpression(effect) || clears(project, effect, tokens)) continue;
    const stored = storedBy(project, effect, clearing);
    if (stored === 'clears') return undefined;
    if (stored === 'store' || (stored === 'unseen' && effect.arguments.length === 0)) storing.push(effect);
    else if (stored === 'unseen' && isInMemory) return undefined;
  }
  const written = [...new Set([...all, ...storing.map((effect) => statementOf(effect)!)])];
  if (written.some((each) => usesLocals(project, each, body))) return undefined;
  const place = placeFor(project, found, all[0]!);
  return place && [branchAt(body, parameter, written, place)];
}

/** The function whose `this` an effect sees: arrow functions have none of their own. */
function ownerOf(effect: ts.Node): FunctionLike | undefined {
  let owner = enclosingFunction(effect);
  while (owner && ts.isArrowFunction(owner) && enclosingFunction(owner)) owner = enclosingFunction(owner);
  return owner;
}

function statementOf(effect: ts.Expression): ts.Statement | undefined {
  const statement = enclosingStatement(effect);
  if (!statement || !ts.isExpressionStatement(statement)) return undefined;
  return isForEffect(effect) ? statement : undefined;
}

/** The statement uses a variable of the function: it cannot stand before that one. */
function usesLocals(project: Project, statement: ts.Statement, body: ts.Block): boolean {
  return [...descendants(statement)].some((node) => {
    if (!ts.isIdentifier(node)) return false;
    const declaration = symbolOf(project, node)?.valueDeclaration;
    return (
      declaration !== undefined &&
      !ts.isParameter(declaration) &&
      isWithin(declaration, body) &&
      !isWithin(declaration, statement)
    );
  });
}

function branchAt(
  body: ts.Block,
  parameter: ts.ParameterDeclaration,
  written: readonly ts.Statement[],
  { statement, form }: Place,
): Edit {
  const file = body.getSourceFile();
  const unit = indentUnit(file);
  const quote = quoteIn(body);
  const client = `${quote}client${quote}`;
  const texts = written.map((each) => each.getText());
  if (form === 'case') {
    const start = insertionStart((statement as ts.SwitchStatement).caseBlock.clauses[0]!);
    const indent = indentationAt(file, start);
    const end = texts.some((each) => each.endsWith(';')) ? ';' : '';
    const lines = [`case ${client}:`, ...[...texts, `break${end}`].map((each) => `${unit}${each}`)];
    return {
      file: file.fileName,
      start,
      end: start,
      text: lines.map((each) => `${each}\n${indent}`).join(''),
    };
  }
  const start = insertionStart(statement);
  const indent = indentationAt(file, statement.getStart());
  const test = `if (${parameter.name.getText()} === ${client})`;
  const [only] = texts;
  if (form === 'leave') texts.push(only!.endsWith(';') ? 'return;' : 'return');
  const branch =
    texts.length === 1 && !only!.includes('\n')
      ? `${test} ${only}`
      : `${test} {\n${texts.map((each) => `${indent}${unit}${each}\n`).join('')}${indent}}`;
  return {
    file: file.fileName,
    start,
    end: start,
    text: `${branch}\n${indent}${form === 'else' ? 'else ' : ''}`,
  };
}

function quoteIn(body: ts.Node): string {
  const text = [...descendants(body)]
    .find((node) => ts.isStringLiteral(node) && node.text === 'all')
    ?.getText();
  return text?.startsWith('"') ? '"' : "'";
}

/** `scope === 'all'` → `scope === 'all' || scope === 'client'`, at the one test that leads to what clears the client. */
function widenedTest(
  project: Project,
  { body, parameter, clearing }: IgnoredClient,
): { readonly edits: Edit[]; readonly statement: ts.Node } | undefined {
  const file = body.getSourceFile().fileName;
  const name = parameter.name.getText();
  const leads = [...descendants(body)].filter((node) => isLead(project, node, parameter, clearing));
  const [lead] = leads;
  if (!lead || leads.length > 1) return undefined;
  const quote = quoteIn(body);
  if (ts.isCaseClause(lead)) {
    const start = lead.getStart();
    const indent = indentationAt(lead.getSourceFile(), start);
    const text = `case ${quote}client${quote}:\n${indent}`;
    return { edits: [{ file, start, end: start, text }], statement: lead.parent };
  }
  const test = lead as ts.BinaryExpression;
  const isEqual = !test.operatorToken.getText().startsWith('!');
  const text = `${test.getText()} ${isEqual ? '||' : '&&'} ${name} ${test.operatorToken.getText()} ${quote}client${quote}`;
  const { parent } = wrapped(test);
  const isPlain = ts.isIfStatement(parent) || ts.isParenthesizedExpression(test.parent);
  const edit = { file, start: test.getStart(), end: test.end, text: isPlain ? text : `(${text})` };
  return { edits: [edit], statement: enclosingStatement(test) ?? test };
}

function isLead(
  project: Project,
  node: ts.Node,
  parameter: ts.ParameterDeclaration,
  clearing: IgnoredClient['clearing'],
): boolean {
  if (ts.isCaseClause(node)) {
    const isAll = ts.isStringLiteralLike(node.expression) && node.expression.text === 'all';
    return isAll && clearing.some((effect) => isWithin(effect, node.parent));
  }
  if (!ts.isBinaryExpression(node) || !/^[!=]==?$/.test(node.operatorToken.getText())) return false;
  const [all, client] = ['all', 'client'].map((value) =>
    new ScopeFlow(project, parameter, value).truth(node),
  );
  const [, tokens] = ['', 'tokens'].map((value) => new ScopeFlow(project, parameter, value).truth(node));
  if (all === undefined || all === client || all === tokens) return false;
  const statement = enclosingStatement(node);
  if (!statement || !ts.isIfStatement(statement)) return false;
  // Inside of the branch, or behind a branch that leaves.
  return all ? clearing.every((effect) => isWithin(effect, statement.thenStatement)) : true;
}
