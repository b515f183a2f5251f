import { ts } from '../../compiler.cjs';
import { authorizeHandler, issuerUrlOption, metadataMakers, metadataServers } from '../../sdk/roles.ts';
import { unwrap, wrapped } from '../ast.ts';
import type { Project } from '../project.ts';
import { isConst } from '../query/constants.ts';
import { sdkEntityAt, sdkTypes } from '../sdk-symbols.ts';
import { behindConstants } from './constants.ts';
import { documentsOf, type MetadataDocument } from './documents.ts';
import { identityOf } from './identity.ts';
import { spellingOf, urlBehind } from './issuer-text.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { certainValue, literalOf, memberOf } from './options.ts';

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
}

const known = new WeakMap<Project, readonly IssuerSource[]>();

/** All places of the program that name an issuer for authorization server metadata. */
export function issuerSources(project: Project): readonly IssuerSource[] {
  const found = known.get(project) ?? [
    ...mountsOf(project).flatMap((mount) => fromMount(project, mount) ?? []),
    ...documentsOf(project).map((document) => fromDocument(project, document)),
  ];
  known.set(project, found);
  return found;
}

const asIs = (text: string): string => text;
const asUrl = (text: string): string => `new URL(${text})`;
const ofMetadata = (text: string): string => `new URL(${text}.issuer)`;

function fromMount(project: Project, mount: Mount): IssuerSource | undefined {
  if (mount.generation !== 2 || mount.name === authorizeHandler) return undefined;
  return metadataMakers.includes(mount.name) ? fromMaker(project, mount) : fromServer(project, mount);
}

/** `mcpAuthRouter({ provider, issuerUrl })`, `createOAuthMetadata({ provider, issuerUrl })`. */
function fromMaker(project: Project, { call, options }: Mount): IssuerSource | undefined {
  const value = certainValue(memberOf(project, options, issuerUrlOption));
  const whole = literalOf(project, options) ? undefined : unwrap(options);
  const issuer = value ?? whole;
  if (!issuer) return undefined;
  const made = variableOf(call);
  const writings: Writing[] = [
    value
      ? { expression: value, write: asIs, exact: true }
      : { expression: issuer, write: (text) => `${text}.${issuerUrlOption}`, exact: true },
    ...(made ? [{ expression: made, write: ofMetadata, exact: true }] : []),
  ];
  return {
    node: value ?? call,
    provider: certainValue(memberOf(project, options, 'provider')),
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
  const origin = behindConstants(project, metadata);
  // These are sources of their own.
  if (ts.isObjectLiteralExpression(origin) || isMade(project, origin)) return undefined;
  const types = sdkTypes(project, project.checker.getTypeAtLocation(metadata));
  if (!member && !types.some((type) => type.name === 'OAuthMetadata')) return undefined;
  return {
    node: call,
    provider: undefined,
    identity: `${identityOf(project, metadata)}.issuer`,
    writings: [{ expression: metadata, write: ofMetadata, exact: false }],
    served: true,
    promises: undefined,
    misspelt: false,
  };
}

function isMade(project: Project, node: ts.Expression): boolean {
  const plain = unwrap(node);
  const entity = ts.isCallExpression(plain) ? sdkEntityAt(project, unwrap(plain.expression)) : undefined;
  return entity !== undefined && metadataMakers.includes(entity.name);
}

function fromDocument(project: Project, document: MetadataDocument): IssuerSource {
  const { literal, issuer, served, promises } = document;
  const constant = behindConstants(project, issuer);
  const url = urlBehind(project, constant);
  const spelling = spellingOf(project, issuer);
  const exact = spelling === 'same';
  const text: Writing = { expression: issuer, write: asUrl, exact };
  const holder = variableOf(literal);
  const member: Writing[] = holder ? [{ expression: holder, write: ofMetadata, exact }] : [];
  const isName = ts.isIdentifier(unwrap(issuer)) || ts.isPropertyAccessExpression(unwrap(issuer));
  const fromUrl: Writing[] = url ? [{ expression: url, write: asIs, exact: true }] : [];
  return {
    node: issuer.parent,
    provider: undefined,
    identity: identityOf(project, issuer),
    writings: [...fromUrl, ...(isName ? [text, ...member] : [...member, text])],
    served,
    promises,
    misspelt: spelling === 'other',
  };
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
