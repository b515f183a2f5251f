import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { type Proof, proved } from '../../../model/proof.ts';
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
import { clearsMore } from './client-alone.ts';
import { decidesByClient } from './decided-by-client.ts';
import type { IgnoredClient } from './invalidation.ts';
import { type Parting, Ways } from './parting.ts';
import { type EffectNode, isEffectNode, ScopeFlow, targetOf } from './scope-flow.ts';
import { clears } from './stored-client.ts';
import { statementOf, storedWith } from './stored-with.ts';

/** `'client'` does what `'all'` does to the client: that alone where it can be told apart, else all of it. */
export function fixInvalidation(project: Project, found: IgnoredClient): Fix {
  const type = typeEdits(project, found.parameter);
  if (!type) return { level: 'none', refusal: 'provider-scope-type' };
  const ways = new Ways(project, found.parameter);
  const parting = ways.part(found.body, found.clearing);
  // A check in front of it refuses 'client' whatever stands behind.
  if (parting?.ends.some((end) => !isWithin(end, parting.at)))
    return { level: 'none', refusal: 'provider-shape' };
  const alone = parting && clearedAlone(project, found, ways, parting);
  if (alone) return decide([...type, alone.edit], { 'client-alone': alone.proof });
  const widened = widenedTest(project, found);
  if (!widened) return { level: 'none', refusal: 'provider-shape' };
  return decide([...type, ...widened], { 'client-alone': clearsMore() });
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

/** `if (scope === 'client') this.client = undefined;` where the ways of 'all' and 'client' part. */
function clearedAlone(
  project: Project,
  found: IgnoredClient,
  ways: Ways,
  parting: Parting,
): { readonly edit: Edit; readonly proof: Proof } | undefined {
  const { clearing, tokens } = found;
  const statements = clearing.map((effect) => statementOf(effect));
  if (statements.some((each) => each === undefined || each.parent !== statements[0]?.parent))
    return undefined;
  if (clearing.some((effect) => clears(project, effect, tokens) || ownerOf(effect) !== found.method))
    return undefined;
  const all = statements as ts.Statement[];
  if (all.some((each) => doesMore(each, clearing))) return undefined;
  const stored = storedWith(project, found, all);
  if (!stored || !ways.isStraight(all[0]!, parting)) return undefined;
  const written = [...new Set([...all, ...stored.statements])];
  if (written.some((each) => usesLocals(project, each, found, parting.at))) return undefined;
  const edit = branchAt(parting, found, written);
  const isAlone =
    stored.isKnown &&
    !clearing.some(isSetter(project)) &&
    !decidesByClient(project, found, parting.at, written);
  return edit && { edit, proof: isAlone ? proved : clearsMore() };
}

/** `this.client = this.verifier = undefined`, `this.client = undefined, this.resets++`. */
const doesMore = (statement: ts.Statement, clearing: IgnoredClient['clearing']): boolean =>
  [...descendants(statement)].some((node) => {
    if (ts.isPostfixUnaryExpression(node)) return true;
    if (!isEffectNode(node) || clearing.includes(node)) return false;
    return !ts.isCallExpression(node) || !clearing.some((each) => isWithin(node, each));
  });

/** `set client(value) { … }` does more than to keep a value. */
const isSetter =
  ({ checker }: Project) =>
  (effect: EffectNode): boolean => {
    if (ts.isCallExpression(effect)) return false;
    const place = targetOf(effect);
    const name = ts.isPropertyAccessExpression(place) ? place.name : place;
    return checker.getSymbolAtLocation(name)?.declarations?.some(ts.isAccessor) ?? false;
  };

/** The function whose `this` an effect sees: arrow functions have none of their own. */
function ownerOf(effect: ts.Node): FunctionLike | undefined {
  let owner = enclosingFunction(effect);
  while (owner && ts.isArrowFunction(owner) && enclosingFunction(owner)) owner = enclosingFunction(owner);
  return owner;
}

/** The statement uses a variable that is not there yet where the ways part, or a parameter of another function. */
function usesLocals(
  project: Project,
  statement: ts.Statement,
  { body }: IgnoredClient,
  at: ts.Statement,
): boolean {
  return [...descendants(statement)].some((node) => {
    const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
    if (!declaration || isWithin(declaration, statement)) return false;
    if (!isWithin(declaration, body)) return false;
    return ts.isParameter(declaration) || declaration.pos >= at.pos;
  });
}

/** The branch for 'client'. Where its way would end in a throw, it takes the place of that way. */
function branchAt(
  { at, ends }: Parting,
  { body, parameter, clearing }: IgnoredClient,
  written: readonly ts.Statement[],
): Edit | undefined {
  const file = body.getSourceFile();
  const name = parameter.name.getText();
  const quoted = `${quoteIn(body)}client${quoteIn(body)}`;
  const indent = indentationAt(file, at.getStart());
  const insert = (node: ts.Node, text: string): Edit => {
    const start = insertionStart(node);
    return { file: file.fileName, start, end: start, text };
  };
  if (ends.length === 0)
    return insert(at, `if (${name} === ${quoted}) ${branch(written, indent)}\n${indent}`);
  if (!clearing.some((effect) => isWithin(effect, at)))
    return insert(
      at,
      `if (${name} === ${quoted}) ${block([...texts(written), 'return;'], indent, file)}\n${indent}`,
    );
  if (ts.isIfStatement(at))
    return insert(at, `if (${name} === ${quoted}) ${branch(written, indent)}\n${indent}else `);
  const [first] = ts.isSwitchStatement(at) ? at.caseBlock.clauses : [];
  if (!first) return undefined;
  const inner = indentationAt(file, first.getStart());
  const lines = [...texts(written), 'break;'].map((line) => `${inner}${indentUnit(file)}${line}\n`);
  return insert(first, `case ${quoted}:\n${lines.join('')}${inner}`);
}

const texts = (statements: readonly ts.Statement[]): string[] => statements.map((each) => each.getText());

function branch(written: readonly ts.Statement[], indent: string): string {
  const [only, ...others] = texts(written);
  if (others.length === 0 && !only!.includes('\n')) return only!;
  return block([only!, ...others], indent, written[0]!.getSourceFile());
}

const block = (lines: readonly string[], indent: string, file: ts.SourceFile): string =>
  `{\n${lines.map((line) => `${indent}${indentUnit(file)}${line}\n`).join('')}${indent}}`;

function quoteIn(body: ts.Node): string {
  const text = [...descendants(body)]
    .find((node) => ts.isStringLiteral(node) && node.text === 'all')
    ?.getText();
  return text?.startsWith('"') ? '"' : "'";
}

/** `scope === 'all'` → `scope === 'all' || scope === 'client'`, at the one test that leads to what clears the client. */
function widenedTest(project: Project, { body, parameter, clearing }: IgnoredClient): Edit[] | undefined {
  const file = body.getSourceFile().fileName;
  const name = parameter.name.getText();
  const leads = [...descendants(body)].filter((node) => isLead(project, node, parameter, clearing));
  const [lead] = leads;
  if (!lead || leads.length > 1) return undefined;
  const quote = quoteIn(body);
  if (ts.isCaseClause(lead)) {
    const start = lead.getStart();
    const indent = indentationAt(lead.getSourceFile(), start);
    return [{ file, start, end: start, text: `case ${quote}client${quote}:\n${indent}` }];
  }
  const test = lead as ts.BinaryExpression;
  const isEqual = !test.operatorToken.getText().startsWith('!');
  const text = `${test.getText()} ${isEqual ? '||' : '&&'} ${name} ${test.operatorToken.getText()} ${quote}client${quote}`;
  const { parent } = wrapped(test);
  const isPlain = ts.isIfStatement(parent) || ts.isParenthesizedExpression(test.parent);
  return [{ file, start: test.getStart(), end: test.end, text: isPlain ? text : `(${text})` }];
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
