import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { stepUpLimit, stepUpMode, stepUpModes } from '../../../sdk/roles.ts';
import { indentationAt } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { quoteOf } from '../guards/written-value.ts';
import type { Limit } from './zero-retries.ts';

/**
 * What the type of the project's own options must learn, so that they can hold the mode: a member beside the one for the limit.
 * Undefined where that type is not the project's.
 */
export function ownType(
  project: Project,
  { literals: [literal] }: Limit,
): { readonly edits: Edit[]; readonly isTyped: boolean } | undefined {
  const type = literal && project.checker.getContextualType(literal);
  const parts = type?.isUnion() ? type.types : type ? [type] : [];
  const [limit, other] = parts.flatMap((part) => part.getProperty(stepUpLimit) ?? []);
  if (!limit) return { edits: [], isTyped: false };
  if (parts.some((part) => part.getProperty(stepUpMode))) return { edits: [], isTyped: true };
  const [declaration] = limit.declarations ?? [];
  if (other || !declaration || !ts.isPropertySignature(declaration)) return undefined;
  const file = declaration.getSourceFile();
  if (!project.userFiles.includes(file)) return undefined;
  return { edits: [memberAfter(declaration, file)], isTyped: true };
}

function memberAfter(limit: ts.PropertySignature, file: ts.SourceFile): Edit {
  const quote = quoteOf(file);
  const text = limit.getText();
  const end = /[;,]$/.exec(text)?.[0] ?? '';
  const member = `${stepUpMode}?: ${stepUpModes.map((mode) => quote + mode + quote).join(' | ')}${end}`;
  const start = limit.getStart();
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  const isAlone = /^\s*$/.test(file.text.slice(lineStart, start));
  const before = isAlone ? `\n${indentationAt(file, start)}` : end ? ' ' : '; ';
  return { file: file.fileName, start: limit.end, end: limit.end, text: before + member };
}
