import { ts } from '../../../../compiler.cjs';
import type { FunctionLike } from '../../../program/ast.ts';
import { codeText } from '../../../program/ast.ts';
import { implementationsOf } from '../../../program/callees.ts';
import { standsFor } from '../../../program/declaration-at.ts';
import { isPublic } from '../../../program/published.ts';
import type { Flow } from '../flow/flow.ts';
import { usesSeen } from '../flow/uses-seen.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';

/** A function with a body, or a member of an interface or abstract class that it stands for. */
export type Signature = FunctionLike | ts.MethodSignature;

/** The function, and the members of interfaces and other classes through which it is called. */
export function signaturesOf({ project }: Flow, owner: FunctionLike): readonly Signature[] {
  const found = new Set<Signature>([owner]);
  for (const one of found) {
    if (!ts.isMethodDeclaration(one) || !ts.isIdentifier(one.name)) continue;
    for (const base of standsFor(project, one)) {
      const isUsers = project.userFiles.includes(base.getSourceFile());
      if (!isUsers || !(ts.isMethodSignature(base) || ts.isMethodDeclaration(base))) continue;
      found.add(base);
      for (const other of implementationsOf(project, base)) found.add(other);
    }
    for (const other of implementationsOf(project, one)) found.add(other);
  }
  return [...found];
}

/** The declaration that names the function: its own, or the variable or member that it is put into. */
function declarationOf(owner: Signature): ts.NamedDeclaration {
  if (ts.isConstructorDeclaration(owner)) return owner.parent;
  if (owner.name || !owner.parent) return owner;
  let outer: ts.Node = owner.parent;
  while (ts.isParenthesizedExpression(outer) || ts.isAsExpression(outer) || ts.isSatisfiesExpression(outer))
    outer = outer.parent;
  const named =
    ts.isVariableDeclaration(outer) || ts.isPropertyDeclaration(outer) || ts.isPropertyAssignment(outer);
  return (named ? outer : owner) as ts.NamedDeclaration;
}

export function nameOfFunction(owner: Signature): string {
  return declarationOf(owner).name?.getText() ?? 'the function';
}

/**
 * Makes sure that every caller is known. When a published package exports the function, the fix rests on its users.
 *
 * @throws {CannotFix} when the function is also passed as a value, or its name is in too many files
 */
export function guardCallers(fix: IssuerFix, signatures: readonly Signature[], owner: FunctionLike): void {
  const { project } = fix.flow;
  for (const signature of signatures) {
    const declaration = declarationOf(signature);
    const detail = `It is \`${nameOfFunction(signature)}\`.`;
    const { name } = declaration;
    if (!name || isOverloaded(fix, signature)) throw new CannotFix('exported-helper', detail);
    if (!onlyCalled(fix, declaration, name)) throw new CannotFix('exported-helper', detail);
    if (isPublic(project, declaration))
      fix.assume({ code: 'public-signature', detail: `It is '${nameOfFunction(owner)}'.` });
  }
}

function isOverloaded({ flow }: IssuerFix, signature: Signature): boolean {
  const symbol = signature.name && flow.project.checker.getSymbolAtLocation(signature.name);
  return (symbol?.declarations ?? []).filter((one) => ts.isFunctionLike(one)).length > 1;
}

/** False when the function is also passed as a value: other code may then call it with other arguments. */
function onlyCalled(fix: IssuerFix, declaration: ts.NamedDeclaration, name: ts.Node): boolean {
  const uses = usesSeen(fix.flow.project, declaration, name);
  return uses?.every(isCallOrMember) ?? false;
}

function isCallOrMember(use: ts.Node): boolean {
  const { parent } = use;
  const whole = ts.isPropertyAccessExpression(parent) && parent.name === use ? parent : use;
  const outer = whole.parent;
  if (ts.isCallExpression(outer) || ts.isNewExpression(outer)) return outer.expression === whole;
  return (
    ts.isTypeNode(outer) ||
    ts.isTypeQueryNode(outer) ||
    ts.isQualifiedName(outer) ||
    ts.isExpressionWithTypeArguments(outer) ||
    ts.isShorthandPropertyAssignment(outer) ||
    ts.isPropertyAssignment(outer) ||
    ts.isBindingElement(outer) ||
    ts.isLiteralTypeNode(outer) ||
    isExported(outer)
  );
}

/** `exports.build = build` */
function isExported(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^(module\.)?exports\b/.test(codeText(node.left));
}
