import { ts } from '../../../compiler.cjs';
import { issuerUrlOption, metadataMakers, metadataServers } from '../../../sdk/roles.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { behindConstants, isConst } from '../../program/constants.ts';
import { certainValue, literalOf, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { documentsOf, type MetadataDocument } from './documents.ts';
import { spellingOf, urlBehind } from './issuer-text.ts';
import { makingOf, replacedIssuer } from './making.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { identityOf } from './same-instance.ts';

/** One way to write the issuer of some metadata as a URL object. */
export interface Writing {
  /** What has to be in reach. */
  readonly expression: ts.Expression;
  readonly write: (text: string) => string;
  /** False when `new URL(text)` may spell the issuer otherwise. */
  readonly exact: boolean;
}

/** A place that says what the issuer is in the metadata of an authorization server. */
export interface IssuerSource {
  readonly node: ts.Node;
  /** The provider that the metadata are made for, where they say so. */
  readonly provider: ts.Expression | undefined;
  /** Equal for sources that give the same issuer. */
  readonly identity: string;
  /** The better ones first. */
  readonly writings: readonly Writing[];
  /** False for an object that nobody was seen to send. */
  readonly served: boolean;
  /** Whether the metadata say that responses carry `iss`; undefined when that is not in sight. */
  readonly promises: boolean | undefined;
  /** Set when the SDK would send another spelling than the metadata have. */
  readonly misspelt: boolean;
  /** The call that makes the metadata in a function of the project for its callers: this source stands for it. */
  readonly instead?: ts.CallExpression;
}

const known = new WeakMap<Project, readonly IssuerSource[]>();

/** All places of the program that name an issuer for authorization server metadata. */
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
const ofMetadata = (text: string): string => `new URL(${text}.issuer)`;

/** `mcpAuthRouter({ provider, issuerUrl })`, `createOAuthMetadata({ provider, issuerUrl })`. */
function fromMaker(project: Project, { call, options }: Mount): IssuerSource | undefined {
  const value = certainValue(memberOf(project, options, issuerUrlOption));
  const whole = literalOf(project, options) ? undefined : unwrap(options);
  const issuer = value ?? whole;
  if (!issuer) return undefined;
  const provider = certainValue(memberOf(project, options, 'provider'));
  const replaced = replacedIssuer(project, call);
  if (replaced) return { ...spelled(project, replaced.by, call), provider, served: true, promises: true };
  const made = variableOf(call);
  const writings: Writing[] = [
    value
      ? { expression: value, write: asIs, exact: true }
      : { expression: issuer, write: (text) => `${text}.${issuerUrlOption}`, exact: true },
    ...(made ? [{ expression: made, write: ofMetadata, exact: true }] : []),
  ];
  return {
    node: value ?? call,
    provider,
    identity: value ? identityOf(project, value) : `${identityOf(project, issuer)}.${issuerUrlOption}`,
    writings,
    served: true,
    promises: true,
    misspelt: false,
  };
}

/** `mcpAuthMetadataRouter({ oauthMetadata })` with metadata that come from elsewhere. */
function fromServer(project: Project, { call, name, options }: Mount): IssuerSource | undefined {
  const member = metadataServers[name];
  const metadata = member ? certainValue(memberOf(project, options, member)) : options;
  if (!metadata) return undefined;
  const made = makingOf(project, metadata);
  const writing = { expression: metadata, write: ofMetadata };
  if (made) {
    const source = fromMaker(project, made);
    if (!source) return undefined;
    const { writings, misspelt, promises } = source;
    const [best] = writings;
    const here = { ...writing, exact: best?.exact ?? false };
    if (!made.handed) return { ...source, writings: [...writings, here], instead: made.call };
    const identity = `${identityOf(project, metadata)}.issuer`;
    const known = { provider: undefined, served: true, promises, misspelt, instead: made.call };
    return { ...known, node: call, identity, writings: [here] };
  }
  // A source of its own.
  if (ts.isObjectLiteralExpression(behindConstants(project, metadata))) return undefined;
  const types = sdkTypes(project, project.checker.getTypeAtLocation(metadata));
  if (!member && !types.some((type) => type.name === 'OAuthMetadata')) return undefined;
  return {
    node: call,
    provider: undefined,
    identity: `${identityOf(project, metadata)}.issuer`,
    writings: [{ ...writing, exact: false }],
    served: true,
    promises: undefined,
    misspelt: false,
  };
}

function fromDocument(project: Project, document: MetadataDocument): IssuerSource {
  const { literal, issuer, served, promises } = document;
  return { ...spelled(project, issuer, literal), provider: undefined, served, promises };
}

/** An issuer that the project spells itself, in a document that is made by `made`. */
function spelled(
  project: Project,
  issuer: ts.Expression | undefined,
  made: ts.Expression,
): Omit<IssuerSource, 'provider' | 'served' | 'promises'> {
  const holder = documentOf(made);
  if (!issuer) {
    const identity = `${made.getSourceFile().fileName}:${made.pos}.issuer`;
    const writings = holder ? [{ expression: holder, write: ofMetadata, exact: false }] : [];
    return { node: made, identity, writings, misspelt: false };
  }
  const constant = behindConstants(project, issuer);
  const url = urlBehind(project, constant);
  const spelling = spellingOf(project, issuer);
  const exact = spelling === 'same';
  const text: Writing = { expression: issuer, write: asUrl, exact };
  const member: Writing[] = holder ? [{ expression: holder, write: ofMetadata, exact }] : [];
  const isName = ts.isIdentifier(unwrap(issuer)) || ts.isPropertyAccessExpression(unwrap(issuer));
  const fromUrl: Writing[] = url ? [{ expression: url, write: asIs, exact: true }] : [];
  return {
    node: issuer.parent,
    identity: identityOf(project, issuer),
    writings: [...fromUrl, ...(isName ? [text, ...member] : [...member, text])],
    misspelt: spelling === 'other',
  };
}

/** The constant that holds a document, also where it is spread into another one. */
function documentOf(made: ts.Expression): ts.Identifier | undefined {
  const { parent } = wrapped(made);
  return variableOf(ts.isSpreadAssignment(parent) ? parent.parent : made);
}

/** The name of the constant that a value is put into. */
function variableOf(value: ts.Expression): ts.Identifier | undefined {
  const declaration = wrapped(value).parent;
  return ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    isConst(declaration) &&
    declaration.initializer !== undefined
    ? declaration.name
    : undefined;
}
