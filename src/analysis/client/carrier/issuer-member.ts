import { ts } from '../../../compiler.cjs';
import { codeParameter, issuerParameter } from '../../../sdk/roles.ts';
import { indentationAt, isJavaScript } from '../../program/ast.ts';
import type { Lift } from './lift.ts';

/** Where a type of the project names the parameters of a record, it names `iss`, too: `{ code?: string; iss?: string }`. */
export function addIssuer(lift: Lift, typed: ts.Node): void {
  const code = codeIn(lift, typed);
  if (code) writeMember(lift, code);
}

/** The type that `iss` of a record has, or gets where {@link addIssuer} names it; undefined where there is none. */
export function issuerTypeOf(lift: Lift, typed: ts.Node): ts.Type | undefined {
  const { checker } = lift.project;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(typed));
  const own = checker.getPropertyOfType(type, issuerParameter);
  if (own) return checker.getTypeOfSymbol(own);
  const code = codeIn(lift, typed);
  return type.getStringIndexType() ?? (code && checker.getTypeAtLocation(code));
}

type CodeMember = ts.PropertySignature & { readonly type: ts.TypeNode };

/** `code?: string` of a type of the project that has no `iss` yet. */
function codeIn({ project: { checker, userFiles } }: Lift, typed: ts.Node): CodeMember | undefined {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(typed));
  if (isJavaScript(typed) || checker.getPropertyOfType(type, issuerParameter) || type.getStringIndexType())
    return undefined;
  const code = checker.getPropertyOfType(type, codeParameter)?.valueDeclaration;
  const isOwn = code && ts.isPropertySignature(code) && code.type && userFiles.includes(code.getSourceFile());
  return isOwn ? (code as CodeMember) : undefined;
}

function writeMember(lift: Lift, code: CodeMember): void {
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
