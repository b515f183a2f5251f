import { ts } from '../../../compiler.cjs';
import { issuerUrlOption, metadataMakers, metadataServers, metadataType } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import { certainValue, literalOf, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { documentsOf, type MetadataDocument } from './documents.ts';
import { compareWithHref, urlBehind } from './href-comparison.ts';
import { identityOf } from './issuer-identity.ts';
import { keptMetadata } from './kept-metadata.ts';
import { metadataCallOf, replacedIssuer } from './metadata-call.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { isStable } from './stable-url.ts';

/** One way to write the issuer of some metadata as a URL object. */
export interface Writing {
  /** What must be reachable at the place where it is written. */
  readonly expression: ts.Expression;
  readonly write: (text: string) => string;
  /** False when `new URL(text).href` may differ from the issuer. */
  readonly exact: boolean;
}

/**
 * What is the issuer in the metadata of an authorization server, and how can it be written elsewhere?
 * Asked by the fix of a handler without `issuerUrl`.
 * Gives each place that names an issuer, with the provider it belongs to and the ways to write it as a URL.
 */
export interface IssuerSource {
  readonly node: ts.Node;
  /** The provider that the metadata is made for, where the code says so. */
  readonly provider: ts.Expression | undefined;
  /** Equal for sources of the same issuer. */
  readonly identity: string;
  /** The better ones first. */
  readonly writings: readonly Writing[];
  /** False when no code was found that sends the metadata. */
  readonly served: boolean;
  /** Whether the metadata advertises `iss`; undefined when the code does not show it. */
  readonly advertises: boolean | undefined;
  /** True when the SDK would send another text as `iss` than the metadata has. */
  readonly differs: boolean;
  /** The call that makes the metadata inside a function of the project: this source replaces it. */
  readonly instead?: ts.CallExpression;
}

const known = new WeakMap<Project, readonly IssuerSource[]>();

/** All places of the program that name an issuer in authorization server metadata. */
export function issuerSources(project: Project): readonly IssuerSource[] {
  const found = known.get(project) ?? findSources(project);
  known.set(project, found);
  return found;
}

function findSources(project: Project): readonly IssuerSource[] {
  const mounts = mountsOf(project).filter(({ generation }) => generation === 2);
  const servers = mounts
    .filter(({ name }) => name in metadataServers)
    .flatMap((mount) => fromServer(project, mount) ?? []);
  const known = new Set(servers.map(({ instead }) => instead));
  return [
    ...mounts.flatMap((mount) =>
      metadataMakers.includes(mount.name) && !known.has(mount.call) ? (fromMaker(project, mount) ?? []) : [],
    ),
    ...servers,
    ...documentsOf(project).map((document) => fromDocument(project, document)),
  ];
}

const asIs = (text: string): string => text;
const asUrl = (text: string): string => `new URL(${text})`;
/** The issuer of metadata that is in a constant. */
export const ofMetadata = (text: string): string => `new URL(${text}.issuer)`;

/** `mcpAuthRouter({ provider, issuerUrl })`, `createOAuthMetadata({ provider, issuerUrl })`. */
function fromMaker(project: Project, { call, options }: Mount): IssuerSource | undefined {
  const value = certainValue(memberOf(project, options, issuerUrlOption));
  const whole = literalOf(project, options) ? undefined : unwrap(options);
  const issuer = value ?? whole;
  if (!issuer) return undefined;
  const provider = certainValue(memberOf(project, options, 'provider'));
  const replaced = replacedIssuer(project, call);
  if (replaced)
    return { ...sourceFrom(project, replaced.by, call), provider, served: true, advertises: true };
  const made = keptMetadata(call);
  const writings: Writing[] = [
    value
      ? { expression: value, write: asIs, exact: true }
      : { expression: issuer, write: (text: string) => `${text}.${issuerUrlOption}`, exact: true },
    ...(made ? [{ expression: made, write: ofMetadata, exact: true }] : []),
  ].filter(({ expression }) => expression === made || isStable(project, expression));
  return {
    node: value ?? call,
    provider,
    identity: value ? identityOf(project, value) : `${identityOf(project, issuer)}.${issuerUrlOption}`,
    writings,
    served: true,
    advertises: true,
    differs: false,
  };
}

/** `mcpAuthMetadataRouter({ oauthMetadata })` with metadata from elsewhere. */
function fromServer(project: Project, { call, name, options }: Mount): IssuerSource | undefined {
  const member = metadataServers[name];
  const metadata = member ? certainValue(memberOf(project, options, member)) : options;
  if (!metadata) return undefined;
  const made = metadataCallOf(project, metadata);
  const writing = { expression: metadata, write: ofMetadata };
  if (made) {
    const source = fromMaker(project, made);
    if (!source) return undefined;
    const { writings, differs, advertises } = source;
    const [best] = writings;
    const here = { ...writing, exact: best?.exact ?? false };
    if (!isStable(project, metadata)) return source;
    if (!made.forCallers) return { ...source, writings: [...writings, here], instead: made.call };
    const identity = `${identityOf(project, metadata)}.issuer`;
    const known = { provider: undefined, served: true, advertises, differs, instead: made.call };
    return { ...known, node: call, identity, writings: [here] };
  }
  // A literal is found as a document.
  if (ts.isObjectLiteralExpression(behindConstants(project, metadata))) return undefined;
  const types = sdkTypes(project, project.checker.getTypeAtLocation(metadata));
  if (!member && !types.some((type) => type.name === metadataType)) return undefined;
  return {
    node: call,
    provider: undefined,
    identity: `${identityOf(project, metadata)}.issuer`,
    writings: [{ ...writing, exact: false }],
    served: true,
    advertises: undefined,
    differs: false,
  };
}

function fromDocument(project: Project, document: MetadataDocument): IssuerSource {
  const { literal, issuer, served, advertises } = document;
  return { ...sourceFrom(project, issuer, literal), provider: undefined, served, advertises };
}

/** The source of an issuer that the project writes itself; `made` is the metadata. */
function sourceFrom(
  project: Project,
  issuer: ts.Expression | undefined,
  made: ts.Expression,
): Omit<IssuerSource, 'provider' | 'served' | 'advertises'> {
  const document = keptMetadata(made);
  if (!issuer) {
    const identity = `${made.getSourceFile().fileName}:${made.pos}.issuer`;
    const writings = document ? [{ expression: document, write: ofMetadata, exact: false }] : [];
    return { node: made, identity, writings, differs: false };
  }
  const constant = behindConstants(project, issuer);
  const url = urlBehind(project, constant);
  const comparison = compareWithHref(project, issuer);
  const exact = comparison === 'same';
  const text: Writing = { expression: issuer, write: asUrl, exact };
  const member: Writing[] = document ? [{ expression: document, write: ofMetadata, exact }] : [];
  const isName = ts.isIdentifier(unwrap(issuer)) || ts.isPropertyAccessExpression(unwrap(issuer));
  const fromUrl: Writing[] = url ? [{ expression: url, write: asIs, exact: true }] : [];
  return {
    node: issuer.parent,
    identity: identityOf(project, issuer),
    writings: [...fromUrl, ...(isName ? [text, ...member] : [...member, text])],
    differs: comparison === 'other',
  };
}
