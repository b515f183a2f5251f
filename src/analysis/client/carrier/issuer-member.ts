import { ts } from '../../../compiler.cjs';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import { indentationAt, isJavaScript } from '../../program/ast.ts';
import type { Lift } from './lift.ts';

/** Where a type of the project names the parameters of a record, it names `iss`, too: `{ code?: string; iss?: string }`. */
export function addIssuer(lift: Lift, typed: ts.Node): void {
  const { checker, userFiles } = lift.project;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(typed));
  if (isJavaScript(typed) || checker.getPropertyOfType(type, issuerParameter) || type.getStringIndexType())
    return;
  const code = checker.getPropertyOfType(type, codeParameter)?.valueDeclaration;
  if (!code || !ts.isPropertySignature(code) || !code.type || !userFiles.includes(code.getSourceFile()))
    return;
  const { members } = code.parent as ts.TypeLiteralNode | ts.InterfaceDeclaration;
  const last = members.at(-1);
  if (!last) return;
  const file = code.getSourceFile();
  const [own, end] = [/[;,]$/.exec(last.getText())?.[0], /[;,]$/.exec(members[0]?.getText() ?? '')?.[0]];
  const isReadonly = code.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
  const text = `${isReadonly ? 'readonly ' : ''}${issuerParameter}?: ${code.type.getText()}`;
  const before = file.text.slice(last.getFullStart(), last.getStart());
  const line = file.text.includes('\r\n') ? '\r\n' : '\n';
  const isOwnLine = before.includes('\n');
  const gap = isOwnLine ? `${line}${indentationAt(file, last.getStart())}` : ' ';
  const separator = own ? '' : (end ?? (isOwnLine ? '' : ';'));
  lift.edits.insert(file, last.getEnd(), `${separator}${gap}${text}${own ?? ''}`);
}
