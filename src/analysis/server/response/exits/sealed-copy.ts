import { ts } from '../../../../compiler.cjs';
import { codeText, descendants } from '../../../program/ast.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Flow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';
import type { Sink } from './response-sinks.ts';
import { contributors } from './upstream-login.ts';

/**
 * True for a redirect of `authorize()` that answers a request which came back to it as a sealed or signed copy: the address is
 * read from the body or query, and the SDK wraps `res` for that run, too.
 */
export function answersSealedCopy(flow: Flow, sink: Sink): boolean {
  if (sink.kind !== 'redirect' || !sink.onWrapped) return false;
  const parts = contributors(flow, sink.values);
  const texts = parts.map((part) => codeText(part)).join('\n');
  if (
    !/(set|append)\(['"`](code|error)['"`]/.test(texts) ||
    /['"`](https?:\/\/|\/)|response_type/.test(texts)
  )
    return false;
  const seen = new Set<ts.Node>();
  return parts.some((part) => comesFromRequest(flow, part, seen));
}

function comesFromRequest(flow: Flow, root: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(root)) return false;
  seen.add(root);
  return [...descendants(root)].some((node) => {
    if (ts.isPropertyAccessExpression(node)) return has(flow.facts(node), 'request');
    if (!ts.isIdentifier(node)) return false;
    let declaration: ts.Node | undefined = declarationAt(flow.project, node);
    // `const [target, state] = JSON.parse(opened)`
    while (declaration && (ts.isBindingElement(declaration) || isPattern(declaration)))
      declaration = declaration.parent;
    const initial =
      declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return initial !== undefined && comesFromRequest(flow, initial, seen);
  });
}

function isPattern(node: ts.Node): boolean {
  return ts.isArrayBindingPattern(node) || ts.isObjectBindingPattern(node);
}
