import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, isFunctionLike } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Project } from '../../../program/project.ts';
import type { Flow } from '../flow/flow.ts';
import type { Build } from '../flow/url-build.ts';
import { type Chain, isOnClient } from './call-chains.ts';
import { hasPartWithIss, mentionsIss } from './iss-mention.ts';
import { givesIss } from './iss-source.ts';
import { joinedParts } from './joined-query.ts';
import { isQueryMaker } from './query-makers.ts';
import { queriesIn, urlVariableOf } from './url-variable.ts';

/**
 * True when the code that builds the URL appends `iss`, or every call through which the URL is built passes it.
 *
 * @param chains the calls that lead to one exit; without them, all calls that pass the client's redirect_uri
 */
export function hasIss(flow: Flow, build: Build, chains?: readonly Chain[]): boolean {
  const { project } = flow;
  const roots = rootsOf(project, build);
  const isOwn = roots.some(
    (root) => mentionsIss(project, withStatement(root)) || hasPartWithIss(project, root),
  );
  if (isOwn) return true;
  const isGeneric = roots.some(
    (root) =>
      withStatement(root) !== root ||
      /Object\.(entries|keys)|URLSearchParams/.test(codeText(root)) ||
      isQueryMaker(project, root),
  );
  if (!isGeneric) return false;
  const through = chains ?? allChains(flow, build);
  return (
    through.length > 0 &&
    through.every((chain) =>
      chain.some(
        (call) =>
          call.arguments.some((argument) => mentionsIss(project, argument)) ||
          roots.flatMap((root) => sourcesIn(project, root)).some((source) => givesIss(project, source, call)),
      ),
    )
  );
}

/** What the parameters of a URL are copied from: `fields` and `extras` of `Object.entries({ ...fields, ...extras })`. */
function sourcesIn(project: Project, root: ts.Node): readonly ts.Expression[] {
  return [...descendants(withStatement(root))].flatMap((node) => {
    if (ts.isSpreadAssignment(node)) return [node.expression];
    const isSource =
      isQueryMaker(project, node) ||
      (ts.isCallExpression(node) && /^Object\.(entries|keys)$/.test(codeText(node.expression)));
    return isSource ? (node.arguments ?? []).slice(0, 1) : [];
  });
}

function allChains(flow: Flow, build: Build): readonly Chain[] {
  const owner = enclosingFunction(build.node);
  const calls = owner ? bindingsOf(flow.project).calls.get(owner) : [];
  return calls.map((call): Chain => [call]).filter((chain) => isOnClient(flow, build, chain));
}

/** The expression that builds the URL, and everything that changes its query. */
function rootsOf(project: Project, build: Build): readonly ts.Node[] {
  const variable = urlVariableOf(project, build.node);
  const roots: ts.Node[] = [rootOf(build), ...(variable?.changes ?? [])];
  const queries = roots.flatMap((root) => queriesIn(project, root));
  return [
    ...roots,
    ...joinedParts(project, roots),
    ...queries.flatMap((query) => [query, ...(urlVariableOf(project, query)?.changes ?? [])]),
  ];
}

function rootOf(build: Build): ts.Node {
  if (build.form !== 'embedded') return build.node;
  let root: ts.Node = build.node;
  while (
    ts.isTemplateSpan(root.parent) ||
    ts.isTemplateExpression(root.parent) ||
    ts.isBinaryExpression(root.parent)
  )
    root = root.parent;
  return root;
}

/** The loop around `url.searchParams.set(key, value)`: its source names the keys. */
function withStatement(change: ts.Node): ts.Node {
  for (let current = change; current && !ts.isSourceFile(current); current = current.parent) {
    if (ts.isForOfStatement(current) || ts.isForInStatement(current)) return current;
    if (isFunctionLike(current)) {
      const call = current.parent;
      return ts.isCallExpression(call) && /\.forEach$/.test(codeText(call.expression)) ? call : change;
    }
  }
  return change;
}
