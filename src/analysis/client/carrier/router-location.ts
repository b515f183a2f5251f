import { ts } from '../../../compiler.cjs';
import { locationHook, routerModule } from '../../../sdk/router-roles.ts';
import { bindingKey, descendants, enclosingStatement, indentationAt, references } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { ensureImport } from '../../program/import-edit.ts';
import { referent } from '../../program/mentions.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import type { QueryRead } from '../query/query-read.ts';
import { searchRead } from '../query/router-search.ts';
import type { Lift } from './lift.ts';

/**
 * The query behind the search of TanStack Router: what validates it names the parameters, and its location has them all.
 * Measured with version 1.170: `searchStr` holds what no schema names, too.
 */
export function readSearch(lift: Lift, expression: ts.Expression): QueryRead | undefined {
  const found = searchRead(lift.project, expression);
  if (!found) return undefined;
  const { key, given } = found;
  if (key === undefined)
    throw new CannotFollow(
      'wider-flow',
      expression,
      'What validates or selects the search may change the code.',
    );
  const location = ts.isCallExpression(given)
    ? ofHook(lift, given, expression)
    : ofFunction(lift, given, expression);
  if (location === undefined)
    throw new CannotFollow('wider-flow', expression, 'There is no name for the location of the router here.');
  const params = `new URLSearchParams(${location}.searchStr)`;
  return { node: expression, key, params, root: expression, assumes: 'router-search' };
}

/** `location` of what a function of the route is given; its pattern takes it out as well. */
function ofFunction(lift: Lift, fn: ts.SignatureDeclaration, use: ts.Expression): string | undefined {
  const name = fn.parameters[0]?.name;
  if (!name || ts.isIdentifier(name)) return name && `${name.text}.location`;
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const known = name.elements.find((each) => bindingKey(each) === 'location')?.name;
  if (known) return ts.isIdentifier(known) ? known.text : undefined;
  const local = freeName(fn);
  const text = local === 'location' ? local : `location: ${local}`;
  const replaced = name.elements.find((each) => isOnlyFor(lift, each, use));
  const rest = name.elements.find((each) => each.dotDotDotToken);
  if (replaced) lift.edits.replace(replaced, text);
  else if (rest) lift.edits.insert(fn.getSourceFile(), rest.getStart(), `${text}, `);
  else
    lift.edits.insert(fn.getSourceFile(), name.elements.at(-1)?.getEnd() ?? name.getStart() + 1, `, ${text}`);
  if (!replaced) bypass(lift, use);
  return local;
}

/** True for an element of which nothing but this use is left: `deps` of `({ deps }) => finish(deps.code)`. */
function isOnlyFor(lift: Lift, element: ts.BindingElement, use: ts.Expression): boolean {
  if (ts.isIdentifier(element.name)) {
    const symbol = symbolOf(lift.project, element.name);
    const uses = symbol ? references(lift.project.checker, symbol, element.getSourceFile()) : [];
    const left = uses.filter((each) => each !== element.name);
    return left.length === 1 && left[0]!.pos >= use.pos && left[0]!.end <= use.end;
  }
  const [only, ...more] = element.name.elements;
  return only !== undefined && more.length === 0 && ts.isBindingElement(only) && isOnlyFor(lift, only, use);
}

/** A name that only carried the code goes. */
function bypass(lift: Lift, use: ts.Expression): void {
  const symbol = ts.isIdentifier(use) ? referent(lift.project, use) : undefined;
  if (symbol && ts.isIdentifier(use)) lift.bypassed.add(symbol, use);
}

/** `location` of one more hook before the statement with `Route.useSearch()`. */
function ofHook(lift: Lift, hook: ts.CallExpression, use: ts.Expression): string | undefined {
  const statement = enclosingStatement(hook);
  const body = statement?.parent;
  const file = hook.getSourceFile();
  const isSeen = body && ts.isBlock(body) && use.pos >= body.pos && use.end <= body.end;
  if (!isSeen || !statement || !ts.isVariableStatement(statement) || file !== use.getSourceFile())
    return undefined;
  const local = freeName(body.parent);
  const { local: callee, edits } = ensureImport(lift.project, file, {
    module: routerModule,
    name: locationHook,
  });
  for (const { start, end, text } of edits) lift.edits.replaceRange(file, start, end, text);
  const [declaration, ...more] = statement.declarationList.declarations;
  const pattern = declaration?.name;
  const isAlone =
    more.length === 0 &&
    pattern !== undefined &&
    ts.isObjectBindingPattern(pattern) &&
    pattern.elements.length === 1 &&
    pattern.elements.every((each) => isOnlyFor(lift, each, use));
  if (isAlone && declaration) lift.edits.replace(declaration, `${local} = ${callee}()`);
  else {
    const start = statement.getStart();
    const end = file.text.includes('\r\n') ? '\r\n' : '\n';
    const semicolon = statement.getText().endsWith(';') ? ';' : '';
    const text = `const ${local} = ${callee}()${semicolon}${end}${indentationAt(file, start)}`;
    lift.edits.insert(file, start, text);
    bypass(lift, use);
  }
  return local;
}

/** `location`, where the function means nothing else by it. */
function freeName(fn: ts.Node): string {
  const names = new Set([...descendants(fn)].filter(ts.isIdentifier).map(({ text }) => text));
  return ['location', 'routeLocation'].find((each) => !names.has(each)) ?? 'locationOfRoute';
}
