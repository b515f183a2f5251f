import { ts } from '../../../compiler.cjs';
import { oauthProviderInterface, oauthProviderMembers } from '../../../sdk/roles.ts';
import { descendants, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bodyOf, functionAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { callersOf } from '../branch/callers.ts';

/**
 * What the client may call on the way, so that what it throws comes out of it: every member that is called as one of an OAuth
 * provider is. Which objects are providers would have to be proved of each: JavaScript, a class whose base is the provider, one
 * that is wrapped, a record with the members of another one.
 */
export function providerMembers(project: Project): readonly ts.Node[] {
  const { members, assigned } = syntaxOf(project);
  return oauthProviderMembers
    .flatMap((name): readonly ts.Node[] => [
      ...(members.get(name) ?? []),
      ...(assigned.get(name) ?? [])
        .filter(({ at }) => ts.isPropertyAccessExpression(at))
        .map(({ value }) => value),
    ])
    .filter((each) => !isTestFile(each.getSourceFile()))
    .flatMap((each) => [each, ...behind(project, each)]);
}

/** The function that a member is given by its name: `{ tokens: readTokens }`. */
function behind(project: Project, node: ts.Node): readonly ts.Node[] {
  const fn = ts.isExpression(node) ? functionAt(project, node) : bodyOf(project, node);
  return fn?.body && fn !== node ? [fn.body] : [];
}

/** A provider that others pass to a published function, or that an unseen file makes, may throw whatever it likes. */
export function isFromOutside(project: Project, value: ts.Expression): boolean {
  const node = unwrap(value);
  if (isMadeUnseen(project, node)) return true;
  const root = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!root || !ts.isParameter(root) || !isFunctionLike(root.parent)) return false;
  const isProvider = declaredTypes(project, project.checker.getTypeAtLocation(node)).some(
    ({ name }) => name === oauthProviderInterface,
  );
  return isProvider && callersOf(project, root.parent).isPublished;
}

/** What it is made of comes from a file of the project that is not in the program: jscodeshift shows one file at a time. */
export function isMadeUnseen(project: Project, value: ts.Node): boolean {
  const missing = missingImports(project, value.getSourceFile());
  if (missing.size === 0) return false;
  const { checker } = project;
  const name = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value)?.valueDeclaration : undefined;
  const made = name && ts.isVariableDeclaration(name) ? name.initializer : undefined;
  return [...descendants(made ?? value)].some(
    (node) => ts.isIdentifier(node) && missing.has(checker.getSymbolAtLocation(node)!),
  );
}

/** What a file imports from files that are not in the program. */
const missingImports = oncePerNode(
  ({ checker }: Project, file: ts.SourceFile): ReadonlySet<ts.Symbol> =>
    new Set(
      [...nodesOf<ts.ImportSpecifier>(file, ts.SyntaxKind.ImportSpecifier), ...defaultImports(file)].flatMap(
        ({ name }) => {
          const from = ts.findAncestor(name, ts.isImportDeclaration)?.moduleSpecifier;
          const isOwn = from !== undefined && ts.isStringLiteral(from) && from.text.startsWith('.');
          const symbol = isOwn && name ? checker.getSymbolAtLocation(name) : undefined;
          return symbol && !checker.getAliasedSymbol(symbol).declarations?.length ? [symbol] : [];
        },
      ),
    ),
);

const defaultImports = (file: ts.SourceFile): readonly ts.ImportClause[] =>
  nodesOf<ts.ImportClause>(file, ts.SyntaxKind.ImportClause).filter(({ name }) => name !== undefined);
