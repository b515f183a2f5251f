import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { errorParameters, issuerValidation } from '../../../sdk/roles.ts';
import { descendants, enclosingFunction, type FunctionLike } from '../../program/ast.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { parameterAt } from '../query/query-read.ts';
import { type CodeRedemption, codeRedemptions } from './code-redemptions.ts';
import type { Login } from './logins.ts';
import { upstreamOf } from './origin-upstream.ts';
import type { Origin } from './origins.ts';
import { carriersIn } from './query-carriers.ts';
import { followQuery } from './query-uses.ts';
import { type Shown, showingsOf } from './text-uses.ts';

/** A text of the callback's error that is shown before `iss` was validated (RFC 9207 §2.4). */
export interface EarlyError extends Shown {
  /** Where the text is read from the query. */
  readonly read: ts.Node;
  readonly parameter: string;
  readonly generation: Generation;
}

export function earlyErrors(project: Project, logins: readonly Login[]): EarlyError[] {
  const found = new Map<ts.Node, EarlyError>();
  for (const { redemption, origins } of logins) {
    const isPart = partOf(redemption, origins);
    for (const read of new Set(origins.flatMap((origin) => errorReads(project, origin)))) {
      for (const shown of showingsOf(project, read, isPart)) {
        const known = found.get(shown.node);
        if (known && known.generation >= redemption.generation) continue;
        if (isAfterValidation(project, shown.node) || isTestFile(shown.node.getSourceFile())) continue;
        const parameter = parameterAt(project, read) ?? 'error';
        found.set(shown.node, { ...shown, read, parameter, generation: redemption.generation });
      }
    }
  }
  return [...found.values()];
}

/** True in the files that the code comes through. A record of the callback may serve other logins, too. */
function partOf({ call }: CodeRedemption, origins: readonly Origin[]): (node: ts.Node) => boolean {
  const nodes = [call, ...origins.flatMap(({ node, flow }) => [node, ...flow])];
  const files = new Set(nodes.map((node) => node.getSourceFile()));
  return (node) => files.has(node.getSourceFile());
}

/** Every read of an error parameter from the query that the code of this origin comes from. */
function errorReads(project: Project, origin: Origin): ts.Node[] {
  const upstream = upstreamOf(project, origin.node);
  const known = new Set([...origin.flow, ...upstream]);
  const { reads } = followQuery(project, carriersIn(project, origin, upstream), known, errorParameters);
  const handlers = new Set([origin.node, ...upstream].flatMap((node) => enclosingFunction(node) ?? []));
  return [...reads, ...[...handlers].flatMap((handler) => readsIn(project, handler))];
}

/** The reads of a handler that takes the query by another name: the global location, a request of a framework. */
function readsIn(project: Project, handler: FunctionLike): ts.Node[] {
  return [...descendants(handler)].filter((node) => {
    const key = parameterAt(project, node);
    return key !== undefined && errorParameters.includes(key) && enclosingFunction(node) === handler;
  });
}

/** True after a call that validates `iss`, in the same function or one around it: what that call throws is checked. */
function isAfterValidation(project: Project, node: ts.Node): boolean {
  return (
    codeRedemptions(project).some((redemption) => validates(redemption) && precedes(redemption.call, node)) ||
    validationsIn(project, node.getSourceFile()).some((call) => precedes(call, node))
  );
}

/** `validateAuthorizationResponseIssuer({ iss, expectedIssuer, … })` of the SDK, which throws where `iss` is another one. */
function validationsIn(project: Project, file: ts.SourceFile): readonly ts.CallExpression[] {
  if (mentionsIn(file, issuerValidation).length === 0) return [];
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).filter(({ expression }) => {
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    return sdkEntityAt(project, name)?.name === issuerValidation;
  });
}

function validates({ whole, issuer }: CodeRedemption): boolean {
  return whole || issuer;
}

function precedes(call: ts.Node, node: ts.Node): boolean {
  if (call.getSourceFile() !== node.getSourceFile() || call.end > node.pos) return false;
  const scope = enclosingFunction(call) ?? call.getSourceFile();
  return scope.pos <= node.pos && node.end <= scope.end;
}
