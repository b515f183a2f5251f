import { ts } from '../../../compiler.cjs';
import { tokenChecks, tokenErrors, tokenPackages } from '../../../sdk/verifier-roles.ts';
import { bindingKey, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { loadedModule } from '../../program/import-bindings.ts';
import { type ImportedName, importedName } from '../../program/imported-name.ts';
import type { Project } from '../../program/project.ts';
import type { CredentialValues } from './credential-values.ts';

/** A function of a package that throws an error of the package's own for a bad token: `jwtVerify` of jose. */
export function tokenCheckAt(project: Project, call: ts.CallExpression): ImportedName | undefined {
  const callee = unwrap(call.expression);
  const named = importedName(project, callee) ?? memberOfModule(project, callee);
  return named && tokenChecks[named.module]?.includes(named.name) ? named : undefined;
}

/** `verify(token, key, (error) => reject(error))`: the error that a check gives to its callback. */
export function isFailedCheck(project: Project, values: CredentialValues, thrown: ts.Expression): boolean {
  const name = unwrap(thrown);
  const declaration = ts.isIdentifier(name) ? declarationAt(project, name) : undefined;
  if (!declaration || !ts.isParameter(declaration) || declaration.parent.parameters[0] !== declaration)
    return false;
  const call = declaration.parent.parent;
  return ts.isCallExpression(call) && values.has(call) && tokenCheckAt(project, call) !== undefined;
}

/** `errors.JOSEError`, also taken out of `errors`: the class of all that the package throws for a bad token. */
export function isTokenError(project: Project, tested: ts.Expression, module: string): boolean {
  let node = unwrap(tested);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  const taken = declaration && ts.isBindingElement(declaration) ? declaration : undefined;
  const source = taken?.parent.parent;
  const key = taken
    ? bindingKey(taken)
    : ts.isPropertyAccessExpression(node)
      ? node.name.text
      : importedName(project, node)?.name;
  if (key !== tokenErrors[module]) return false;
  if (source && ts.isVariableDeclaration(source) && source.initializer) node = unwrap(source.initializer);
  return loadedModule(node) === module || moduleBehind(project, node) === module;
}

/** True where a call runs code of a package that reads tokens: by its import, or through what that made. */
export const isOfTokenPackage = (project: Project, call: ts.CallExpression): boolean =>
  isOfPackage(project, call, tokenPackages);

/** The same for other packages. */
export function isOfPackage(project: Project, call: ts.CallExpression, modules: readonly string[]): boolean {
  const module = moduleBehind(project, call.expression);
  return module !== undefined && modules.includes(module);
}

/** The module that an expression comes from: by its import, or through what that made. */
function moduleBehind(project: Project, expression: ts.Expression): string | undefined {
  let node: ts.Expression = unwrap(expression);
  for (let depth = 0; depth < maxDepth; depth++) {
    const root = rootOf(node);
    // `z.object` of `import { z } from 'zod'` is a member of a member.
    const named =
      importedName(project, node) ??
      memberOfModule(project, node) ??
      (root && ts.isIdentifier(root)
        ? (importedName(project, root) ?? memberOfModule(project, root))
        : undefined);
    if (named) return named.module;
    const declaration = root && project.checker.getSymbolAtLocation(root)?.valueDeclaration;
    const value =
      declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
        ? declaration.initializer
        : undefined;
    if (!value) return undefined;
    node = unwrap(value);
  }
  return undefined;
}

const maxDepth = 4;

/** What an expression begins with: `client` of `client.verify(…)`, `this.client` of `this.client.verify(…)`. */
function rootOf(node: ts.Expression): ts.Node | undefined {
  let current = unwrap(node);
  for (;;) {
    if (ts.isIdentifier(current)) return current;
    if (ts.isAwaitExpression(current)) current = unwrap(current.expression);
    else if (ts.isCallExpression(current) || ts.isNewExpression(current))
      current = unwrap(current.expression);
    else if (ts.isPropertyAccessExpression(current)) {
      if (current.expression.kind === ts.SyntaxKind.ThisKeyword) return current.name;
      current = unwrap(current.expression);
    } else return undefined;
  }
}

/** `jwt.verify` where `const jwt = require('jsonwebtoken')`, and `const { jwtVerify } = await import('jose')`. */
function memberOfModule({ checker }: Project, callee: ts.Expression): ImportedName | undefined {
  const isMember = ts.isPropertyAccessExpression(callee);
  const root = isMember ? unwrap(callee.expression) : callee;
  const symbol = ts.isIdentifier(root) ? checker.getSymbolAtLocation(root) : undefined;
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (!declaration) return undefined;
  const owner = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  const module =
    ts.isVariableDeclaration(owner) && owner.initializer && loadedModule(unwrap(owner.initializer));
  if (!module) return undefined;
  if (isMember) return { module, name: callee.name.text };
  const name = ts.isBindingElement(declaration) ? (declaration.propertyName ?? declaration.name) : undefined;
  return name && ts.isIdentifier(name) ? { module, name: name.text } : undefined;
}
