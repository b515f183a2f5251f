import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { proved } from '../../../model/proof.ts';
import {
  bindingKey,
  descendants,
  type FunctionLike,
  indentationAt,
  isWithin,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type ClientProvider, clientProviders, methodOf } from './client-providers.ts';
import { isMemoryField } from './memory-field.ts';

/** A new record of named members, which leaves out the issuer that the SDK has stamped. */
export interface DroppedStamp {
  readonly provider: ClientProvider;
  /** The record, or the pattern that takes members of the SDK's one. */
  readonly node: ts.ObjectLiteralExpression | ts.ObjectBindingPattern;
  /** What the record is made of. */
  readonly source: string;
  /** `saveTokens`, `tokens`, … */
  readonly member: string;
}

const makers = { saveTokens: 'access_token', saveClientInformation: 'client_id' } as const;

export function droppedStamps(project: Project): DroppedStamp[] {
  return clientProviders(project).flatMap((provider) => [
    ...Object.entries(makers).flatMap(([member, key]): DroppedStamp[] => {
      const method = methodOf(project, provider, member);
      const [parameter] = method?.parameters ?? [];
      if (!method?.body || !parameter || !isWithin(method, provider.owner)) return [];
      const { name } = parameter;
      if (ts.isObjectBindingPattern(name))
        return takesStamp(name, key) ? [] : [{ provider, node: name, source: key, member }];
      if (isKeptWhole(project, method, parameter)) return [];
      const source = name.getText();
      const records = recordsIn(project, method).filter((node) =>
        node.properties.some((each) => readsMember(each, source, key)),
      );
      return fullest(records, source).map((node) => ({ provider, node, source, member }));
    }),
    ...answered(project, provider),
  ]);
}

/** `saveTokens({ access_token, ...rest })`; a pattern without the key keeps nothing of it. */
const takesStamp = ({ elements }: ts.ObjectBindingPattern, key: string): boolean =>
  elements.some(({ dotDotDotToken }) => dotDotDotToken) ||
  elements.some((each) => bindingKey(each) === 'issuer') ||
  !elements.some((each) => bindingKey(each) === key);

/** `accessToken: tokens.access_token` */
function readsMember(property: ts.ObjectLiteralElementLike, owner: string, key: string): boolean {
  if (!ts.isPropertyAssignment(property)) return false;
  const read = unwrap(property.initializer);
  return ts.isPropertyAccessExpression(read) && read.name.text === key && read.expression.getText() === owner;
}

/** Of several records that are made of one, the stored one keeps the most: `log.info('saved', { client: info.client_id })`. */
function fullest(
  records: readonly ts.ObjectLiteralExpression[],
  owner: string,
): ts.ObjectLiteralExpression[] {
  const reads = records.map(
    (record) =>
      [...descendants(record)].filter(
        (node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === owner,
      ).length,
  );
  const most = Math.max(...reads);
  return records.filter((_, index) => reads[index] === most);
}

/** What the SDK gives is also stored or passed on as it is. */
function isKeptWhole(project: Project, { body }: FunctionLike, { name }: ts.ParameterDeclaration): boolean {
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  if (!symbol) return true;
  return references(project.checker, symbol, body!).some((use) => {
    const { parent } = wrapped(use);
    return !ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent);
  });
}

/** `tokens() { return { access_token: this.stored.access_token, … }; }`, where they are what the SDK has saved. */
function answered(project: Project, provider: ClientProvider): DroppedStamp[] {
  const method = methodOf(project, provider, 'tokens');
  if (!method?.body || !isWithin(method, provider.owner)) return [];
  const save = methodOf(project, provider, 'saveTokens')?.body;
  if (!save || (ts.isBlock(save) && save.statements.length === 0)) return [];
  return recordsIn(project, method).flatMap((node) => {
    const { parent } = choiceAround(node);
    const isAnswer = ts.isReturnStatement(parent) || parent === method;
    const value = valueIn(node, 'access_token');
    const read = value && unwrap(value);
    return isAnswer && read && ts.isPropertyAccessExpression(read) && !isOfPlatform(project, read)
      ? [{ provider, node, source: read.expression.getText(), member: 'tokens' }]
      : [];
  });
}

/** `stored ? { … } : undefined`, `stored && { … }` */
function choiceAround(node: ts.Expression): ts.Expression {
  const value = wrapped(node);
  const { parent } = value;
  const isChoice = ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent);
  return isChoice ? choiceAround(parent) : value;
}

/** `process.env.TOKEN` is nothing that the SDK has saved. */
function isOfPlatform(project: Project, read: ts.PropertyAccessExpression): boolean {
  let root: ts.Expression = read;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return declaredAs(symbolOf(project, root))?.area.startsWith('platform/') ?? false;
}

/** The literals without `issuer`, and without a spread that may bring it. */
function recordsIn(project: Project, { body }: FunctionLike): ts.ObjectLiteralExpression[] {
  return [...descendants(body!)].filter((node): node is ts.ObjectLiteralExpression => {
    if (!ts.isObjectLiteralExpression(node)) return false;
    const isWhole = node.properties.every(
      (each) => !ts.isSpreadAssignment(each) && each.name?.getText() !== 'issuer',
    );
    return isWhole && !isShown(project, node);
  });
}

function isShown(project: Project, node: ts.Node): boolean {
  for (let current = node; current.parent && !ts.isStatement(current); current = current.parent)
    if (ts.isCallExpression(current) && onlyShows(project, current)) return true;
  return false;
}

function valueIn(literal: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  for (const each of literal.properties) {
    if (each.name?.getText().replace(/['"]/g, '') !== key) continue;
    if (ts.isPropertyAssignment(each)) return each.initializer;
  }
  return undefined;
}

/** A record that a field of the SDK's own type takes gets the stamp. What is stored elsewhere has a form of its own. */
export function fixStamp(project: Project, { provider, node, source, member }: DroppedStamp): Fix {
  if (!ts.isObjectLiteralExpression(node) || member === 'tokens' || !isMemoryField(project, provider, node))
    return { level: 'none', refusal: 'issuer-stamp-stored' };
  return decide([memberAdded(node, `issuer: ${source}.issuer`)], { 'stamp-in-memory': proved });
}

function memberAdded(literal: ts.ObjectLiteralExpression, text: string): Edit {
  const file = literal.getSourceFile();
  const last = literal.properties.at(-1)!;
  const isLaidOut = literal.getText().includes('\n');
  const added = isLaidOut ? `,\n${indentationAt(file, last.getStart())}${text}` : `, ${text}`;
  return { file: file.fileName, start: last.end, end: last.end, text: added };
}
