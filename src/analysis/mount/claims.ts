import { ts } from '../../compiler.cjs';
import { issSupportedMetadata, proxyProviderClass } from '../../sdk/roles.ts';
import { descendants, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { memberNamed, program } from '../response/bindings.ts';
import { findExits } from '../response/exits.ts';
import { findProviders } from '../response/provider.ts';
import { type SdkGeneration, sdkEntityAt } from '../sdk-symbols.ts';
import { isTestFile } from '../test-files.ts';
import { behindConstants } from './constants.ts';
import { neighbours } from './neighbours.ts';
import { addsIssEverywhere, bareRedirects } from './redirects.ts';
import { isServed, isVariableServed } from './served.ts';

/** Hand-written metadata that promise `iss`, and the responses of the same program that go without. */
export interface Overclaim {
  /** The property, or the assignment. */
  readonly node: ts.Node;
  readonly generation: SdkGeneration;
  readonly bare: readonly ts.Node[];
}

interface Bare {
  readonly node: ts.Node;
  readonly generation: SdkGeneration;
}

/** Routes that name nothing of the SDK name the parameter: their files are wanted where a claim is made. */
export function seekRedirects(project: Project): void {
  if (claimsOf(project).length > 0) project.ask('redirect_uri');
}

export function overclaims(project: Project): Overclaim[] {
  const claims = claimsOf(project);
  if (claims.length === 0) return [];
  seekRedirects(project);
  if (addsIssEverywhere(project)) return [];
  const bare = bareOf(project);
  if (bare.length === 0) return [];
  const together = neighbours(project);
  return claims.flatMap((node) => {
    const own = bare.filter((one) => together(node.getSourceFile(), one.node.getSourceFile()));
    const [first] = own;
    if (!first) return [];
    const generation = own.some((one) => one.generation === 2) ? 2 : first.generation;
    return [{ node, generation, bare: own.map((one) => one.node) }];
  });
}

function bareOf(project: Project): Bare[] {
  const providers = findProviders(project);
  const fromProviders = providers.flatMap(({ authorize, generation }) =>
    findExits(project, authorize).bare.map(({ node }): Bare => ({ node, generation })),
  );
  const seen = new Set(fromProviders.map(({ node }) => node));
  const byHand = bareRedirects(project).flatMap((node): Bare[] =>
    seen.has(node) || providers.some(({ authorize }) => isWithin(node, authorize))
      ? []
      : [{ node, generation: 2 }],
  );
  return [...fromProviders, ...byHand, ...proxies(project)];
}

/** The SDK wraps the response of `authorize()`: what is bare there, the response flow knows better. */
function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.getSourceFile() === node.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end;
}

/** The upstream of a proxy provider answers the client itself, without an issuer of this server; not where a subclass answers. */
function proxies(project: Project): Bare[] {
  return program(project)
    .filter((file) => file.text.includes(proxyProviderClass) && !isTestFile(file))
    .flatMap((file) => [...descendants(file)])
    .flatMap((node): Bare[] => {
      const name = ts.isNewExpression(node)
        ? node.expression
        : ts.isHeritageClause(node) && ts.isClassLike(node.parent) && !memberNamed(node.parent, 'authorize')
          ? node.types[0]?.expression
          : undefined;
      const entity = name && sdkEntityAt(project, name);
      return entity?.name === proxyProviderClass
        ? [{ node: name ?? node, generation: entity.generation }]
        : [];
    });
}

/** `authorization_response_iss_parameter_supported: true` in an object that is served, or set on one. */
function claimsOf(project: Project): ts.Node[] {
  return program(project)
    .filter((file) => file.text.includes(issSupportedMetadata) && !isTestFile(file))
    .flatMap((file) => [...descendants(file)])
    .filter((node) => {
      if (ts.isPropertyAssignment(node))
        return (
          node.name.getText().replace(/['"]/g, '') === issSupportedMetadata &&
          isTrue(project, node.initializer) &&
          isServed(project, node.parent)
        );
      if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
      const left = unwrap(node.left);
      return (
        ts.isPropertyAccessExpression(left) &&
        left.name.text === issSupportedMetadata &&
        isTrue(project, node.right) &&
        ts.isIdentifier(left.expression) &&
        isVariableServed(project, left.expression)
      );
    });
}

function isTrue(project: Project, value: ts.Expression): boolean {
  return behindConstants(project, value).kind === ts.SyntaxKind.TrueKeyword;
}
