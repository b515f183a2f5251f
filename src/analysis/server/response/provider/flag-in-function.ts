import type { Edit } from '../../../../model/edit.ts';
import { indentationAt, indentUnit } from '../../../program/ast.ts';
import type { ConstructorFunction } from './provider-node.ts';

/** Sets a member of `this` at the start of a constructor function. */
export function inFunction(
  node: ConstructorFunction,
  name: string,
  value: string,
  comments: readonly string[],
): Edit {
  const file = node.getSourceFile();
  const body = node.body ?? node;
  const first = node.body?.statements[0];
  const indent = first
    ? indentationAt(file, first.getStart())
    : indentationAt(file, node.getStart()) + indentUnit(file);
  const semicolon = /;\s*$/m.test(file.text) ? ';' : '';
  const lines = [...comments, `this.${name} = ${value}${semicolon}`].map((line) => `\n${indent}${line}`);
  const start = body.getStart() + 1;
  const end = first ? '' : `\n${indentationAt(file, node.getStart())}`;
  return { file: file.fileName, start, end: start, text: `${lines.join('')}${end}` };
}
