import { ts } from '../../../compiler.cjs';
import { codesOf403, codeValuesOf403 } from '../../../sdk/facts.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { onlyShows } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Handler } from './handlers.ts';
import { onlyFunctionAt } from './own-functions.ts';
import { raisingCode } from './untyped.ts';

const [posted, streamed] = codeValuesOf403 as [string, string];
/** The names of the two general codes in the SDK, by value: a 403 of any status had them. */
export const nameOfCode = (code: string): string => codesOf403[codeValuesOf403.indexOf(code)] ?? code;

export const meaningOfCode = (code: string): string =>
  code === posted ? 'the one of a request that is posted' : 'the one of a stream that is opened';

/**
 * The codes that a 403 insufficient_scope of the calls in a `try` had: one for what is posted, one for a stream that is opened.
 * Undefined where a call cannot be looked into. (client 2.0.0-alpha.3, without an OAuthClientProvider)
 */
export function codesRaised(project: Project, { subject }: Handler): ReadonlySet<string> | undefined {
  const root = subject.symbol.valueDeclaration;
  const name = root && (root as ts.NamedDeclaration).name?.getText();
  const code = root && name === subject.text ? raisingCode(root) : undefined;
  const codes = new Set<string>();
  return code && collect(project, code, codes, new Set()) && codes.size > 0 ? codes : undefined;
}

/** False where something in the code may raise an error of another call. */
function collect(project: Project, code: ts.Node, codes: Set<string>, seen: Set<ts.Node>): boolean {
  if (seen.has(code)) return true;
  seen.add(code);
  for (const node of descendants(code)) {
    if (ts.isThrowStatement(node) && !ts.isNewExpression(unwrap(node.expression))) return false;
    // What was begun elsewhere raises the error here.
    if (ts.isAwaitExpression(node) && !ts.isCallExpression(unwrap(node.expression))) return false;
    if (ts.isForOfStatement(node) && node.awaitModifier) return false;
    if (ts.isNewExpression(node) && !isDeclared(project, node.expression)) return false;
    if (ts.isCallExpression(node) && !collectCall(project, node, codes, seen)) return false;
  }
  return true;
}

function collectCall(
  project: Project,
  node: ts.CallExpression,
  codes: Set<string>,
  seen: Set<ts.Node>,
): boolean {
  const callee = unwrap(node.expression);
  const declared = declaredAs(
    symbolOf(project, ts.isPropertyAccessExpression(callee) ? callee.name : callee),
  );
  if (declared?.area.startsWith('v2/')) {
    const { name, member } = declared;
    if (!member || !senders.has(name)) return quiet.has(member ?? '');
    // It may ask first whether the server is there, which has a code of its own.
    if (member === 'connect') return false;
    if (member === 'resumeStream') codes.add(streamed);
    else if (!quiet.has(member)) codes.add(posted);
    return true;
  }
  if (declared?.name === 'PromiseConstructor') return node.arguments.every(isBegunHere);
  if (declared?.area.startsWith('platform/') || onlyShows(project, node)) return true;
  const target = onlyFunctionAt(project, callee);
  return target?.body !== undefined && collect(project, target.body, codes, seen);
}

/** `Promise.all([client.ping(), …])`, `Promise.all(names.map(…))` */
function isBegunHere(given: ts.Expression): boolean {
  const node = unwrap(given);
  return ts.isArrayLiteralExpression(node) ? node.elements.every(isBegunHere) : ts.isCallExpression(node);
}

const senders: ReadonlySet<string> = new Set(['Client', 'Protocol', 'StreamableHTTPClientTransport']);
/** They send no request, or one whose 403 has another code. */
const quiet: ReadonlySet<string> = new Set([
  ...[
    'close',
    'start',
    'terminateSession',
    'setRequestHandler',
    'setNotificationHandler',
    'getServerVersion',
  ],
  ...['getServerCapabilities', 'getInstructions', 'setProtocolVersion', 'removeRequestHandler'],
]);

const isDeclared = (project: Project, node: ts.Expression): boolean => {
  const area = declaredAs(symbolOf(project, unwrap(node)))?.area;
  return area !== undefined && /^(v2|platform)\//.test(area);
};
