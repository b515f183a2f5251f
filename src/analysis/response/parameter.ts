import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { type FunctionLike, references } from '../ast.ts';
import { bindingsOf } from './bindings.ts';
import type { Flow } from './flow.ts';
import { freeName, type Issuer, isRefused, issuerFor, type Refused } from './issuer.ts';

/** A helper of the file that is given the redirect_uri: give it the issuer too, at every call. */
export function passIssuer(flow: Flow, parameter: ts.ParameterDeclaration): Issuer | Refused {
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  const calls = bindingsOf(flow.project).calls.get(owner) ?? [];
  const name = nameOf(owner);
  if (isVisibleOutside(owner))
    return { refusal: 'exported-helper', detail: `It is \`${name?.getText() ?? 'the helper'}\`.` };
  if (calls.length === 0 || !name || !onlyCalled(flow, name, calls))
    return { refusal: 'unclear-construction' };
  const last = owner.parameters[owner.parameters.length - 1];
  if (!last || last.dotDotDotToken) return { refusal: 'unclear-construction' };
  const local = freeName(flow, parameter, ['issuer', 'authorizationIssuer']);
  if (!local) return { refusal: 'unclear-construction', detail: 'The name `issuer` is taken.' };
  const typed = last.type !== undefined || parameter.type !== undefined;
  const edits: Edit[] = [insertAfter(last, `, ${local}${typed ? '?: string' : ''}`)];
  for (const call of calls) {
    const given = call.arguments[index];
    const final = call.arguments[call.arguments.length - 1];
    if (
      !given ||
      !final ||
      call.arguments.length !== owner.parameters.length ||
      call.arguments.some(ts.isSpreadElement)
    ) {
      return {
        refusal: 'unclear-construction',
        detail: `A call of \`${name.getText()}\` leaves arguments out.`,
      };
    }
    if (call.getSourceFile() !== owner.getSourceFile()) return { refusal: 'needs-other-file' };
    const issuer = issuerFor(flow, given);
    if (isRefused(issuer)) return issuer;
    edits.push(...issuer.edits, insertAfter(final, `, ${issuer.text}`));
  }
  return { text: local, edits };
}

function insertAfter(node: ts.Node, text: string): Edit {
  return { file: node.getSourceFile().fileName, start: node.end, end: node.end, text };
}

function nameOf(owner: FunctionLike): ts.PropertyName | ts.BindingName | undefined {
  if (owner.name) return owner.name;
  const parent = owner.parent;
  return ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) ? parent.name : undefined;
}

/** Exported functions and public methods may have callers that this program does not see. */
function isVisibleOutside(owner: FunctionLike): boolean {
  const holder = ts.isMethodDeclaration(owner) ? owner : owner.parent;
  if (ts.isMethodDeclaration(holder) || ts.isPropertyDeclaration(holder)) {
    const hidden = ts.isPrivateIdentifier(holder.name) || has(holder, ts.SyntaxKind.PrivateKeyword);
    return !hidden && !/^_/.test(holder.name.getText()) && !isInFileOnly(holder);
  }
  if (ts.isFunctionDeclaration(owner))
    return has(owner, ts.SyntaxKind.ExportKeyword) || exportedByName(owner.getSourceFile(), owner.name?.text);
  const statement = ts.isVariableDeclaration(holder) ? holder.parent.parent : undefined;
  if (!statement || !ts.isVariableStatement(statement)) return true;
  const name =
    ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name.text : undefined;
  return has(statement, ts.SyntaxKind.ExportKeyword) || exportedByName(owner.getSourceFile(), name);
}

function isInFileOnly(member: ts.ClassElement): boolean {
  const owner = member.parent;
  return (
    ts.isClassLike(owner) &&
    !has(owner, ts.SyntaxKind.ExportKeyword) &&
    !exportedByName(owner.getSourceFile(), owner.name?.text)
  );
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}

/** `export { f }`, `export default f`, `module.exports = { f }`, `exports.f = f`. */
function exportedByName(file: ts.SourceFile, name: string | undefined): boolean {
  if (!name) return false;
  return file.statements.some((statement) => {
    const exporting =
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      /^(module\.)?exports\b/.test(statement.getText());
    return exporting && new RegExp(`\\b${name}\\b`).test(statement.getText());
  });
}

/** False when the function is also handed about as a value. */
function onlyCalled(flow: Flow, name: ts.Node, calls: readonly ts.CallExpression[]): boolean {
  const symbol = flow.project.checker.getSymbolAtLocation(name);
  if (!symbol) return false;
  const uses = references(flow.project.checker, symbol, name.getSourceFile()).filter((one) => one !== name);
  return uses.length === calls.filter((call) => call.getSourceFile() === name.getSourceFile()).length;
}
