/** Is every value that a parameter, a member or a collection may hold seen? types-by-flow.ts asks, where no type tells. */
import { ts } from '../../../compiler.cjs';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { type Mention, usesOf } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';

/** Every use of a function's name is a call, so no callback and no library passes another value. */
export function isOnlyCalled(project: Project, fn: ts.SignatureDeclaration): boolean {
  const owner = ts.isConstructorDeclaration(fn) ? fn.parent : fn;
  const held = wrapped(owner as unknown as ts.Expression).parent;
  const named = ts.isVariableDeclaration(held) ? held : (owner as ts.NamedDeclaration);
  if (!named.name || !ts.isIdentifier(named.name)) return false;
  if (ts.isMethodDeclaration(named) && isCalledUntyped(project, named.name.text)) return false;
  return usesAre(project, named, isCallee);
}

/** A method may be called on something without a type, too. */
function isCalledUntyped(project: Project, name: string): boolean {
  return (syntaxOf(project).memberCalls.get(name) ?? []).some((call) => {
    const { expression } = call.expression as ts.PropertyAccessExpression;
    return (project.checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Any) !== 0;
  });
}

/** Nothing without a type is written to by the name of a member. */
export function isOnlyWritten(project: Project, declaration: ts.Declaration): boolean {
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) return true;
  const name = nameOf(declaration);
  if (!name || !(ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) return false;
  return (syntaxOf(project).assigned.get(name.text) ?? []).every(({ at }) => {
    if (!ts.isPropertyAccessExpression(at)) return true;
    return (project.checker.getTypeAtLocation(at.expression).flags & ts.TypeFlags.Any) === 0;
  });
}

const filling = new Set([
  'get',
  'set',
  'has',
  'delete',
  'clear',
  'size',
  'keys',
  'entries',
  'values',
  'forEach',
]);

/** A collection that nothing takes as a whole: what is in it was put in by code that is seen. */
export function isOnlyFilled(project: Project, declaration: ts.Declaration): boolean {
  return (
    isMadeEmpty(declaration) &&
    usesAre(project, declaration, (use) => {
      const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
      const { parent } = wrapped(access);
      if (ts.isElementAccessExpression(parent) || ts.isDeleteExpression(parent)) return true;
      // `this.open = new Map()` makes it.
      if (ts.isBinaryExpression(parent) && parent.left === access) return isEmpty(parent.right);
      return ts.isPropertyAccessExpression(parent) && filling.has(parent.name.text);
    })
  );
}

/** The collection itself, not another name for one that a caller or another file fills, too. */
function isMadeEmpty(declaration: ts.Declaration): boolean {
  const made = ts.isBinaryExpression(declaration)
    ? declaration.right
    : (declaration as ts.Declaration & { readonly initializer?: ts.Expression }).initializer;
  // A field without a value is made by an assignment, which is one of its uses.
  return made ? !ts.isParameter(declaration) && isEmpty(made) : ts.isPropertyDeclaration(declaration);
}

/** `new Map()`, `{}` */
function isEmpty(made: ts.Expression): boolean {
  const value = unwrap(made);
  if (ts.isNewExpression(value)) return (value.arguments ?? []).length === 0;
  return ts.isObjectLiteralExpression(value) && value.properties.length === 0;
}

/** JavaScript declares a member by an assignment: `this.open = new Map()`. */
function nameOf(declaration: ts.Declaration): ts.DeclarationName | undefined {
  const named: ts.Node = ts.isBinaryExpression(declaration) ? declaration.left : declaration;
  return ts.isPropertyAccessExpression(named) ? named.name : (named as ts.NamedDeclaration).name;
}

function isCallee(use: Mention): boolean {
  const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
  const { parent } = wrapped(access);
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === access)
    return !(parent.arguments ?? []).some(ts.isSpreadElement);
  return isExported(use);
}

/** `module.exports = { take }`, `exports.take = take`: who requires it uses it by that name. */
function isExported(use: Mention): boolean {
  let node: ts.Node = use;
  while (ts.isObjectLiteralElement(node.parent) || ts.isObjectLiteralExpression(node.parent))
    node = node.parent;
  const { parent } = node;
  return ts.isBinaryExpression(parent) && /^(?:module\.)?exports\b/.test(parent.left.getText());
}

function usesAre(project: Project, declaration: ts.Declaration, is: (use: Mention) => boolean): boolean {
  const name = nameOf(declaration);
  if (!name) return false;
  try {
    return usesOf({ project }, [declaration], name).every(is);
  } catch (error) {
    if (error instanceof CannotFollow) return false;
    throw error;
  }
}
