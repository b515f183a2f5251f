import { ts } from '../../../../compiler.cjs';
import { descendants, extendedBy, unwrap } from '../../../program/ast.ts';
import { programFiles } from '../../../program/program-files.ts';
import type { Project } from '../../../program/project.ts';
import { sdkEntityAt, symbolOf } from '../../../program/sdk-symbols.ts';
import { flagWrites } from './flag-writes.ts';
import { flagMember, type ProviderNode } from './provider-node.ts';

/** What the metadata will advertise. `on` is also the default; `computed` is decided at run time. */
export type Flag = 'on' | 'off' | 'computed';

/** The flag of a provider: its own, or that of its base classes. The SDK's proxy provider sets `false`. */
export function flagOf(project: Project, node: ProviderNode): Flag {
  return (
    ownFlag(project, node) ??
    (ts.isClassLike(node) ? (inherited(project, node) ?? fromSubclasses(project, node)) : undefined) ??
    'on'
  );
}

function ownFlag(project: Project, node: ProviderNode): Flag | undefined {
  const member = flagMember(node);
  const declared = member && ofMember(project, member);
  const written = flagWrites(project, node).map(({ value, certain }) =>
    certain ? ofValue(project, value) : 'computed',
  );
  const flags = new Set([...(declared ? [declared] : []), ...written]);
  if (flags.size === 0) return member ? 'on' : undefined;
  return flags.size === 1 ? [...flags][0] : 'computed';
}

/** The flag that a member sets; undefined for a field that is only declared. */
function ofMember(project: Project, member: ts.Node): Flag | undefined {
  if (ts.isPropertyDeclaration(member)) return member.initializer && ofValue(project, member.initializer);
  if (ts.isPropertyAssignment(member)) return ofValue(project, member.initializer);
  if (ts.isGetAccessor(member)) {
    const [only, more] = member.body?.statements ?? [];
    return only && !more && ts.isReturnStatement(only) && only.expression
      ? ofValue(project, only.expression)
      : 'computed';
  }
  return 'computed';
}

function ofValue(project: Project, value: ts.Expression): Flag {
  const plain = unwrap(value);
  if (plain.kind === ts.SyntaxKind.FalseKeyword) return 'off';
  if (plain.kind === ts.SyntaxKind.TrueKeyword) return 'on';
  const type = project.checker.typeToString(project.checker.getTypeAtLocation(plain));
  return type === 'false' ? 'off' : type === 'true' ? 'on' : 'computed';
}

function inherited(project: Project, node: ts.ClassLikeDeclaration): Flag | undefined {
  const base = extendedBy(node);
  if (!base) return undefined;
  if (sdkEntityAt(project, base)?.name === 'ProxyOAuthServerProvider') return 'off';
  const declaration = symbolOf(project, base)?.valueDeclaration;
  if (!declaration || !ts.isClassLike(declaration)) return undefined;
  return ownFlag(project, declaration) ?? inherited(project, declaration);
}

/** An abstract class is `off` when all its subclasses are. */
function fromSubclasses(project: Project, node: ts.ClassLikeDeclaration): Flag | undefined {
  const isAbstract = node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword);
  if (!isAbstract || !node.name) return undefined;
  const flags = programFiles(project)
    .flatMap((file) => [...descendants(file)].filter(ts.isClassLike))
    .filter((one) => {
      const base = extendedBy(one);
      return base !== undefined && symbolOf(project, base)?.valueDeclaration === node;
    })
    .map((one) => ownFlag(project, one) ?? 'on');
  return flags.length > 0 && flags.every((flag) => flag === 'off') ? 'off' : undefined;
}
