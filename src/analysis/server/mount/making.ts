import { ts } from '../../../compiler.cjs';
import { metadataMakers } from '../../../sdk/roles.ts';
import { wrapped } from '../../program/ast.ts';
import { behindConstants } from '../../program/constants.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { type Mount, mountsOf } from './mounts.ts';

/** The SDK's call that made some metadata. */
export interface Making extends Mount {
  /** True when a function of the project makes them from what its callers hand over. */
  readonly handed: boolean;
}

const maxDepth = 4;

/** What stands in the place of the issuer that the SDK wrote. */
export interface Replaced {
  /** Undefined where it is not in sight. */
  readonly by: ts.Expression | undefined;
}

/** `{ ...made, issuer }`, `{ ...made, ...others }`, `made.issuer = …`: the program names another issuer. */
export function replacedIssuer(project: Project, made: ts.CallExpression): Replaced | undefined {
  const { parent } = wrapped(made);
  if (ts.isSpreadAssignment(parent)) {
    const { properties } = parent.parent;
    const later = properties
      .slice(properties.indexOf(parent) + 1)
      .map((property) => ofMember(project, property));
    return later.findLast((one) => one !== undefined);
  }
  const isNamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  const last = isNamed ? memberOf(project, parent.name, 'issuer').entries.at(-1) : undefined;
  return last && { by: last.value };
}

function ofMember(project: Project, property: ts.ObjectLiteralElementLike): Replaced | undefined {
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

/** How metadata were made, through constants, `{ ...createOAuthMetadata(…), … }` and functions; the issuer is the SDK's. */
export function makingOf(project: Project, metadata: ts.Expression, depth = 0): Making | undefined {
  if (depth > maxDepth) return undefined;
  const node = behindConstants(project, metadata);
  if (ts.isObjectLiteralExpression(node)) {
    const spreads = node.properties.filter(ts.isSpreadAssignment);
    const [only, more] = spreads;
    const isOwn = node.properties.some(
      (property) => !ts.isSpreadAssignment(property) && ofMember(project, property),
    );
    return only && !more && !isOwn ? makingOf(project, only.expression, depth + 1) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const mount = mountsOf(project).find(({ call }) => call === node);
  if (mount) return metadataMakers.includes(mount.name) ? { ...mount, handed: false } : undefined;
  const [value, other] = valuesBehind(project, node);
  const making = value && !other ? makingOf(project, value, depth + 1) : undefined;
  return making && { ...making, handed: making.handed || node.arguments.length > 0 };
}
