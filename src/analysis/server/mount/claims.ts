import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { issSupportedMetadata, proxyProviderClass } from '../../../sdk/roles.ts';
import { descendants, isWithin, unwrap, wrapped } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import { memberNamed } from '../../program/declaration-at.ts';
import { type Mention, mentionsIn } from '../../program/mention-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { findExits } from '../response/exits/exits.ts';
import { findProviders } from '../response/provider/provider.ts';
import { mayAddIss } from './iss-adders.ts';
import { neighbors } from './neighbors.ts';
import { bareRedirects } from './redirects.ts';
import { isServed, isVariableServed } from './served.ts';

/** Hand-written metadata that advertises `iss`, and the responses of the same program without it. */
export interface Overclaim {
  /** The property, or the assignment. */
  readonly node: ts.Node;
  readonly generation: Generation;
  readonly bare: readonly ts.Node[];
}

type Claim = ts.PropertyAssignment | ts.BinaryExpression;

/** The claims of a program, and those that are sent. */
interface Claims {
  readonly all: readonly Claim[];
  readonly sent: ReadonlySet<Claim>;
}

interface Bare {
  readonly node: ts.Node;
  readonly generation: Generation;
}

/**
 * Asks for more files where metadata advertises `iss`: the code that sends it, and the routes that answer clients, may be in
 * files that name nothing of the SDK.
 */
export function seekRedirects(project: Project): void {
  const { all, sent } = claimsOf(project);
  for (const claim of all) {
    const name = sent.has(claim) ? undefined : nameForOthers(claim);
    if (name) project.ask(name, claim);
  }
  if (sent.size > 0) project.ask('redirect_uri');
}

export function overclaims(project: Project): Overclaim[] {
  seekRedirects(project);
  const claims = [...claimsOf(project).sent];
  if (claims.length === 0) return [];
  const bare = bareOf(project).filter(({ node }) => !mayAddIss(project, node));
  if (bare.length === 0) return [];
  const together = neighbors(project);
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
  // Inside authorize() the SDK wraps `res`: only findExits can tell which responses lack `iss`.
  const byHand = bareRedirects(project).flatMap((node): Bare[] =>
    seen.has(node) || providers.some(({ authorize }) => isWithin(node, authorize))
      ? []
      : [{ node, generation: 2 }],
  );
  return [...fromProviders, ...byHand, ...proxies(project)];
}

/** The upstream of a proxy provider answers the client without this server's issuer, unless a subclass answers. */
function proxies(project: Project): Bare[] {
  return programFiles(project)
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

const known = new WeakMap<Project, Claims>();

function claimsOf(project: Project): Claims {
  const found = known.get(project) ?? findClaims(project);
  known.set(project, found);
  return found;
}

function findClaims(project: Project): Claims {
  const all = allClaims(project);
  return { all, sent: new Set(all.filter((claim) => isSent(project, claim))) };
}

/** `authorization_response_iss_parameter_supported: true` in an object, or assigned to one. */
function allClaims(project: Project): readonly Claim[] {
  return programFiles(project)
    .filter((file) => file.text.includes(issSupportedMetadata) && !isTestFile(file))
    .flatMap((file) => mentionsIn(file, issSupportedMetadata))
    .flatMap((mention) => claimAt(mention) ?? [])
    .filter((claim) => isTrue(project, ts.isPropertyAssignment(claim) ? claim.initializer : claim.right));
}

function claimAt(mention: Mention): Claim | undefined {
  const { parent } = mention;
  if (ts.isPropertyAssignment(parent)) return parent.name === mention ? parent : undefined;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== mention) return undefined;
  const assignment = wrapped(parent).parent;
  return ts.isBinaryExpression(assignment) &&
    unwrap(assignment.left) === parent &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? assignment
    : undefined;
}

function isSent(project: Project, claim: Claim): boolean {
  if (ts.isPropertyAssignment(claim)) return isServed(project, claim.parent);
  const left = unwrap(claim.left);
  const target = ts.isPropertyAccessExpression(left) ? left.expression : undefined;
  return target !== undefined && ts.isIdentifier(target) && isVariableServed(project, target);
}

/** The name through which other files get the metadata: the function that returns it, or the module's constant. */
function nameForOthers(claim: Claim): string | undefined {
  for (let node: ts.Node = claim; !ts.isSourceFile(node); node = node.parent) {
    const name = isNamedForOthers(node) ? node.name : undefined;
    if (name && ts.isIdentifier(name)) return name.text;
  }
  return undefined;
}

function isNamedForOthers(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.MethodDeclaration | ts.VariableDeclaration {
  if (ts.isVariableDeclaration(node)) return ts.isSourceFile(node.parent.parent.parent);
  return ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
}

function isTrue(project: Project, value: ts.Expression): boolean {
  return behindConstants(project, value).kind === ts.SyntaxKind.TrueKeyword;
}
