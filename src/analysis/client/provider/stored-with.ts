import { ts } from '../../../compiler.cjs';
import { descendants, enclosingStatement, type FunctionLike, references } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import type { IgnoredClient } from './invalidation.ts';
import { effectsIn, targetOf } from './scope-flow.ts';
import { clears, isForEffect, pathOf, readsOf } from './stored-client.ts';

/** What follows in the same branch may store the change: it belongs to it. */
export function storedWith(
  project: Project,
  { clearing, others, tokens, parameter }: IgnoredClient,
  all: readonly ts.Statement[],
): { readonly statements: ts.Statement[]; readonly isKnown: boolean } | undefined {
  const isInMemory = clearing.some((effect) => !ts.isCallExpression(effect));
  const statements: ts.Statement[] = [];
  let isKnown = true;
  for (const effect of others) {
    const statement = statementOf(effect);
    const follows = statement?.parent === all[0]!.parent && statement.pos >= all.at(-1)!.pos;
    if (!follows || !ts.isCallExpression(effect) || clears(project, effect, tokens)) continue;
    const targets = functionsAt(project, effect.expression);
    if (targets.length === 0 && effect.arguments.length > 0) {
      if (isInMemory) return undefined;
      continue;
    }
    // What never looks at the client stores nothing of it.
    if (targets.length > 0 && !targets.some((target) => readsClient(project, target, clearing))) continue;
    statements.push(statement);
    const isOnlyStored = targets.every((target) => onlyStores(target, clearing));
    isKnown &&= targets.length > 0 && isOnlyStored && !usesSymbol(project, statement, parameter);
  }
  return { statements, isKnown };
}

/** What holds the client: the paths of what is cleared. */
const clientPaths = (clearing: IgnoredClient['clearing']): (string | undefined)[] =>
  clearing.map((effect) => {
    if (ts.isCallExpression(effect)) return pathOf(effect.expression);
    const place = targetOf(effect);
    return pathOf(ts.isElementAccessExpression(place) ? place.expression : place);
  });

/** The function reads what holds the client, or something that holds that. */
function readsClient(project: Project, target: FunctionLike, clearing: IgnoredClient['clearing']): boolean {
  const reads = [...readsOf(project, target).paths];
  return clientPaths(clearing).some(
    (path) => path === undefined || reads.some((read) => isPart(read, path) || isPart(path, read)),
  );
}

/** Every call of the function passes the client on, and it sets nothing: it writes the change down. */
function onlyStores({ body }: FunctionLike, clearing: IgnoredClient['clearing']): boolean {
  const paths = clientPaths(clearing);
  const holdsClient = (call: ts.CallExpression): boolean =>
    call.arguments.some((argument) =>
      [...descendants(argument)].some((node) => {
        const read = pathOf(node);
        return read !== undefined && paths.some((path) => path && (isPart(read, path) || isPart(path, read)));
      }),
    );
  return (
    body !== undefined &&
    effectsIn(body).every((effect) => ts.isCallExpression(effect) && holdsClient(effect))
  );
}

const isPart = (path: string, whole: string): boolean =>
  whole !== 'this' && (path === whole || path.startsWith(`${whole}.`));

const usesSymbol = (
  { checker }: Project,
  statement: ts.Statement,
  { name }: ts.ParameterDeclaration,
): boolean => {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol !== undefined && references(checker, symbol, statement).length > 0;
};

/** The statement that runs for an effect alone. */
export function statementOf(effect: ts.Expression): ts.Statement | undefined {
  const statement = enclosingStatement(effect);
  if (!statement || !ts.isExpressionStatement(statement)) return undefined;
  return isForEffect(effect) ? statement : undefined;
}
