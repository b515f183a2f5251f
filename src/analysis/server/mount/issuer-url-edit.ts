import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { issuerUrlOption } from '../../../sdk/roles.ts';
import { indentationAt } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { afterComment, memberAtEnd } from '../../program/insert-member.ts';
import { literalOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';

/** Adds `issuerUrl` after `provider`; options that are no literal are spread into one. */
export function addIssuerUrl(project: Project, options: ts.Expression, value: string): Edit[] {
  const text = value === issuerUrlOption ? value : `${issuerUrlOption}: ${value}`;
  const literal = literalOf(project, options);
  const file = (literal ?? options).getSourceFile();
  const put = (start: number, insert: string, end = start): Edit => ({
    file: file.fileName,
    start,
    end,
    text: insert,
  });
  if (!literal) return [put(options.getStart(), `{ ...${options.getText()}, ${text} }`, options.end)];
  const provider = literal.properties.find((member) => member.name?.getText() === 'provider');
  const [first] = literal.properties;
  // Before the spread, so that an issuerUrl of the caller wins.
  if (!provider && first && ts.isSpreadAssignment(first) && isParameter(project, first.expression))
    return [put(first.getStart(), `${text}, `)];
  if (!provider) return [memberAtEnd(literal, text)];
  const startsLine = /\n[ \t]*$/.test(file.text.slice(0, provider.getStart()));
  if (!startsLine) return [put(provider.end, `, ${text}`)];
  const line = `\n${indentationAt(file, provider.getStart())}${text}`;
  const comma = /^\s*,/.exec(file.text.slice(provider.end));
  // A comment that ends the line stays with the provider.
  if (comma) return [put(afterComment(file, provider.end + comma[0].length), `${line},`)];
  const end = afterComment(file, provider.end);
  return end === provider.end ? [put(end, `,${line}`)] : [put(provider.end, ','), put(end, line)];
}

function isParameter(project: Project, node: ts.Expression): boolean {
  const declaration = declarationAt(project, node);
  return declaration !== undefined && ts.isParameter(declaration);
}
