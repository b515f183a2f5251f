import { ts } from '../../../compiler.cjs';
import { metadataMakers } from '../../../sdk/roles.ts';
import { wrapped } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { type Mount, mountsOf } from './mounts.ts';

/** The SDK's call that made the metadata. */
export interface MetadataCall extends Mount {
  /** True when the call is in a function of the project that gets arguments from its callers. */
  readonly forCallers: boolean;
}

const maxDepth = 4;

/** The issuer that replaces the SDK's. */
export interface Replaced {
  /** Undefined when the code does not show it. */
  readonly by: ts.Expression | undefined;
}

/** `{ ...made, issuer }`, `{ ...made, ...others }`, `made.issuer = …`: the program replaces the issuer. */
export function replacedIssuer(project: Project, made: ts.CallExpression): Replaced | undefined {
  const { parent } = wrapped(made);
  if (ts.isSpreadAssignment(parent)) {
    const { properties } = parent.parent;
    const later = properties
      .slice(properties.indexOf(parent) + 1)
      .map((property) => issuerIn(project, property));
    return later.findLast((one) => one !== undefined);
  }
  const isNamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  const last = isNamed ? memberOf(project, parent.name, 'issuer').entries.at(-1) : undefined;
  return last && { by: last.value };
}

/** What a member of an object puts there as the issuer; undefined when it puts none. */
export function issuerIn(project: Project, property: ts.ObjectLiteralElementLike): Replaced | undefined {
  if (ts.isSpreadAssignment(property)) {
    const { entries, complete } = memberOf(project, property.expression, 'issuer');
    const last = entries.at(-1);
    return last
      ? { by: last.conditional ? undefined : last.value }
      : complete
        ? undefined
        : { by: undefined };
  }
  if (property.name.getText() !== 'issuer') return undefined;
  return { by: ts.isPropertyAssignment(property) ? property.initializer : (property.name as ts.Identifier) };
}

/** The SDK's call behind some metadata, through constants, `{ ...createOAuthMetadata(…), … }` and functions that keep the issuer. */
export function metadataCallOf(
  project: Project,
  metadata: ts.Expression,
  depth = 0,
): MetadataCall | undefined {
  if (depth > maxDepth) return undefined;
  const node = behindConstants(project, metadata);
  if (ts.isObjectLiteralExpression(node)) {
    const spreads = node.properties.filter(ts.isSpreadAssignment);
    const [only, more] = spreads;
    const isOwn = node.properties.some(
      (property) => !ts.isSpreadAssignment(property) && issuerIn(project, property),
    );
    return only && !more && !isOwn ? metadataCallOf(project, only.expression, depth + 1) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const mount = mountsOf(project).find(({ call }) => call === node);
  if (mount) return metadataMakers.includes(mount.name) ? { ...mount, forCallers: false } : undefined;
  const [value, other] = valuesBehind(project, node);
  const making = value && !other ? metadataCallOf(project, value, depth + 1) : undefined;
  return making && { ...making, forCallers: making.forCallers || node.arguments.length > 0 };
}
