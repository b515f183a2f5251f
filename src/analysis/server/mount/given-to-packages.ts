import { ts } from '../../../compiler.cjs';
import { codeText, enclosingFunction, references, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import type { ProviderNode } from '../response/provider/provider-node.ts';

const maxDepth = 4;

/**
 * True when every object of the provider goes to functions of other packages, and to nothing else: their routers make their
 * own metadata, which do not advertise what only the SDK's handler adds.
 */
export function isGivenToPackages(project: Project, provider: ProviderNode): boolean {
  const made = ts.isObjectLiteralExpression(provider) ? [provider] : constructions(project, provider);
  const ends = made.map((value) => endsOf(project, value, 0));
  return ends.length > 0 && ends.every((all) => all !== undefined && all.length > 0);
}

function constructions(project: Project, provider: ProviderNode): readonly ts.Expression[] {
  return bindingsOf(project).allCalls.filter(
    (call) =>
      ts.isNewExpression(call) &&
      !isTestFile(call.getSourceFile()) &&
      symbolOf(project, call.expression)?.valueDeclaration === provider,
  );
}

/** The calls of packages that get a value; undefined when it also goes elsewhere. */
function endsOf(project: Project, value: ts.Expression, depth: number): readonly ts.Node[] | undefined {
  const outer = wrapped(value);
  const { parent } = outer;
  if (depth > maxDepth) return undefined;
  if (ts.isCallExpression(parent) && parent.arguments.includes(outer))
    return isOfPackage(project, parent.expression) ? [parent] : undefined;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return endsOf(project, parent.parent, depth + 1);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const symbol = symbolOf(project, parent.name);
  if (!symbol || isExported(parent)) return undefined;
  const scope = enclosingFunction(parent) ?? parent.getSourceFile();
  const uses = references(project.checker, symbol, scope).filter((use) => use !== parent.name);
  const ends = uses.map((use) => (isCallOn(use) ? [] : endsOf(project, use, depth + 1)));
  return ends.some((end) => end === undefined) ? undefined : ends.flatMap((end) => end ?? []);
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

/** `provider.finish(…)`: what the object does itself is judged there. */
function isCallOn(use: ts.Identifier): boolean {
  const { parent } = use;
  return (
    ts.isPropertyAccessExpression(parent) && parent.expression === use && parent.name.text !== 'authorize'
  );
}

/** A function that is imported from a package other than the SDK, and is not code of this project. */
function isOfPackage(project: Project, callee: ts.Expression): boolean {
  if (sdkEntityAt(project, callee) || functionAt(project, callee)) return false;
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const found = ts.isIdentifier(root)
    ? project.checker.getSymbolAtLocation(root)?.declarations?.[0]
    : undefined;
  const module = found && importedFrom(found);
  return (
    module !== undefined &&
    !/^[./#]/.test(module) &&
    project.beyond.resolveImport(module, callee.getSourceFile().fileName) === undefined
  );
}

/** The module of the import or the `require` that declares a name. */
function importedFrom(declaration: ts.Node): string | undefined {
  for (let node = declaration; node && !ts.isSourceFile(node); node = node.parent) {
    if (ts.isImportDeclaration(node))
      return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
    if (!ts.isVariableDeclaration(node)) continue;
    const call = node.initializer;
    const isRequire = call && ts.isCallExpression(call) && codeText(call.expression) === 'require';
    const [module] = isRequire ? call.arguments : [];
    return module && ts.isStringLiteralLike(module) ? module.text : undefined;
  }
  return undefined;
}
