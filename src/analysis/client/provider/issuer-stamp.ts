import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { decide, type Fix } from '../../../model/fix.ts';
import { proved } from '../../../model/proof.ts';
import {
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
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { type ClientProvider, clientProviders, methodOf } from './client-providers.ts';

/** A new record of named members, which leaves out the issuer that the SDK has stamped. */
export interface DroppedStamp {
  readonly provider: ClientProvider;
  readonly literal: ts.ObjectLiteralExpression;
  /** What the record is made of. */
  readonly source: string;
  /** `saveTokens`, `tokens`, … */
  readonly member: string;
}

const makers = { saveTokens: 'access_token', saveClientInformation: 'client_id' } as const;

export function droppedStamps(project: Project): DroppedStamp[] {
  return clientProviders(project).flatMap((provider) => [
    ...Object.entries(makers).flatMap(([member, key]) => {
      const method = methodOf(project, provider, member);
      const [parameter] = method?.parameters ?? [];
      if (!method?.body || !parameter || !isWithin(method, provider.owner)) return [];
      if (isKeptWhole(project, method, parameter)) return [];
      return recordsIn(project, method, key).flatMap((literal) => {
        const source = sourceOf(literal, key, parameter);
        return source ? [{ provider, literal, source, member }] : [];
      });
    }),
    ...answered(project, provider),
  ]);
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

/** `tokens() { return { access_token: this.stored.access_token, … }; }` */
function answered(project: Project, provider: ClientProvider): DroppedStamp[] {
  const method = methodOf(project, provider, 'tokens');
  if (!method?.body || !isWithin(method, provider.owner)) return [];
  return recordsIn(project, method, 'access_token').flatMap((literal) => {
    const { parent } = wrapped(literal);
    const isAnswer = ts.isReturnStatement(parent) || parent === method || ts.isConditionalExpression(parent);
    const value = valueIn(literal, 'access_token');
    const read = value && unwrap(value);
    return isAnswer && read && ts.isPropertyAccessExpression(read) && read.name.text === 'access_token'
      ? [{ provider, literal, source: read.expression.getText(), member: 'tokens' }]
      : [];
  });
}

/** The literals with a member, without `issuer` and without a spread that may bring it. */
function recordsIn(project: Project, { body }: FunctionLike, key: string): ts.ObjectLiteralExpression[] {
  return [...descendants(body!)].filter((node): node is ts.ObjectLiteralExpression => {
    if (!ts.isObjectLiteralExpression(node) || !valueIn(node, key)) return false;
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

/** The parameter whose members the record repeats. */
function sourceOf(
  literal: ts.ObjectLiteralExpression,
  key: string,
  { name }: ts.ParameterDeclaration,
): string | undefined {
  const value = valueIn(literal, key);
  const read = value && unwrap(value);
  if (!read || !ts.isPropertyAccessExpression(read) || !ts.isIdentifier(name)) return undefined;
  return read.name.text === key && read.expression.getText() === name.text ? name.text : undefined;
}

/** A record that a field of the SDK's own type takes gets the stamp. What is stored elsewhere has a form of its own. */
export function fixStamp(project: Project, { literal, source, member }: DroppedStamp): Fix {
  const target = wrapped(literal).parent;
  const isField =
    member !== 'tokens' &&
    ts.isBinaryExpression(target) &&
    target.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(target.left) &&
    target.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    isOfSdk(project, target.left);
  if (!isField) return { level: 'none', refusal: 'issuer-stamp-stored' };
  return decide([memberAdded(literal, `issuer: ${source}.issuer`)], { 'stamp-in-memory': proved });
}

function isOfSdk(project: Project, field: ts.PropertyAccessExpression): boolean {
  const symbol = project.checker.getSymbolAtLocation(field.name);
  const type = symbol && project.checker.getTypeOfSymbol(symbol);
  return type !== undefined && sdkTypes(project, type).some(({ generation }) => generation === 2);
}

function memberAdded(literal: ts.ObjectLiteralExpression, text: string): Edit {
  const file = literal.getSourceFile();
  const last = literal.properties.at(-1)!;
  const isLaidOut = literal.getText().includes('\n');
  const added = isLaidOut ? `,\n${indentationAt(file, last.getStart())}${text}` : `, ${text}`;
  return { file: file.fileName, start: last.end, end: last.end, text: added };
}
