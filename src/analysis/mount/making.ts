import { ts } from '../../compiler.cjs';
import { metadataMakers } from '../../sdk/roles.ts';
import { wrapped } from '../ast.ts';
import type { Project } from '../project.ts';
import { behindConstants } from './constants.ts';
import { type Mount, mountsOf } from './mounts.ts';
import { memberOf } from './options.ts';
import { valuesBehind } from './values.ts';

/** The SDK's call that made some metadata. */
export interface Making extends Mount {
  /** True when a function of the project makes them from what its callers hand over. */
  readonly handed: boolean;
}

const maxDepth = 4;

/** What a program puts in the place of the issuer that the SDK wrote: `{ ...made, issuer }`, `made.issuer = …`. */
export function issuerInstead(project: Project, made: ts.CallExpression): ts.Expression | undefined {
  const { parent } = wrapped(made);
  if (ts.isSpreadAssignment(parent)) {
    const [last, ...more] = memberOf(project, parent.parent, 'issuer').entries;
    const member = last && more.length === 0 && ts.isObjectLiteralElementLike(last.node) ? last : undefined;
    return member && member.node.pos > parent.pos ? member.value : undefined;
  }
  const isNamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name);
  return isNamed ? memberOf(project, parent.name, 'issuer').entries.at(-1)?.value : undefined;
}

/** How metadata were made, through constants, `{ ...createOAuthMetadata(…), … }` and functions; the issuer is the SDK's. */
export function makingOf(project: Project, metadata: ts.Expression, depth = 0): Making | undefined {
  if (depth > maxDepth) return undefined;
  const node = behindConstants(project, metadata);
  if (ts.isObjectLiteralExpression(node)) {
    const spreads = node.properties.filter(ts.isSpreadAssignment);
    const [only, more] = spreads;
    return only && !more && memberOf(project, node, 'issuer').entries.length === 0
      ? makingOf(project, only.expression, depth + 1)
      : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const mount = mountsOf(project).find(({ call }) => call === node);
  if (mount) return metadataMakers.includes(mount.name) ? { ...mount, handed: false } : undefined;
  const [value, other] = valuesBehind(project, node);
  const making = value && !other ? makingOf(project, value, depth + 1) : undefined;
  return making && { ...making, handed: making.handed || node.arguments.length > 0 };
}
