import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';
import type { Primitive } from './value.ts';

/** Whether the name of a value, written at a node, means there what it means where it stands. */
export function isNameFor(project: Project, name: ts.Expression, node: ts.Node): boolean {
  let root = unwrap(name);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const [own, there] = [root, node].map((at) => meaningAt(project, root.text, at));
  return own !== undefined && own === there;
}

function meaningAt(project: Project, name: string, at: ts.Node): ts.Symbol | undefined {
  const symbol = project.checker.resolveName(name, at, ts.SymbolFlags.Value, false);
  if (!symbol || symbol.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration)) return undefined;
  return resolveAlias(project, symbol);
}

export function literal(value: Primitive, file: ts.SourceFile): string {
  if (typeof value !== 'string') return String(value);
  const quote = quoteOf(file);
  return (
    quote + JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`) + quote
  );
}

/** The quote this file writes: that of its first import or string. */
export function quoteOf(file: ts.SourceFile): "'" | '"' {
  const [first] = nodesOf<ts.StringLiteral>(file, ts.SyntaxKind.StringLiteral);
  return first?.getText(file).startsWith('"') ? '"' : "'";
}
