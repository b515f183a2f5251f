import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import type { Generation } from '../../../sdk/modules.ts';
import { authorizeHandler, metadataMakers } from '../../../sdk/roles.ts';
import { codeText, unwrap } from '../../program/ast.ts';
import { certainValue, type Entry, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type WrittenAt, writtenAt } from '../../program/written-at.ts';
import { removeMember } from '../edits/remove-member.ts';
import { type Flag, flagOf } from '../response/provider/provider-flag.ts';
import { flagMember, flagName, instanceType, type ProviderNode } from '../response/provider/provider-node.ts';
import { providerOrigin } from '../response/provider/provider-origin.ts';
import { addToProvider } from './flag-edit.ts';
import { mountsOf } from './mounts.ts';
import { flagReader, otherReceiver } from './option-readers.ts';

/** The flag in the options of an SDK function, where nothing reads it. */
export interface Misplaced {
  readonly entry: Entry;
  readonly generation: Generation;
  /** The options of the SDK's function; the entry may be in an object that is spread into them. */
  readonly options: ts.Expression;
  /** The SDK's function that gets the options. */
  readonly taker: string;
}

/** Every flag in options of the SDK's authorization server functions, each once. */
export function misplacedFlags(project: Project): Misplaced[] {
  const seen = new Set<ts.Node>();
  return mountsOf(project)
    .filter(({ name }) => name === authorizeHandler || metadataMakers.includes(name))
    .flatMap(({ name, generation, options }) => {
      const nested = certainValue(memberOf(project, options, 'authorizationOptions'));
      const entries = [options, ...(nested ? [nested] : [])].flatMap(
        (one) => memberOf(project, one, flagName).entries,
      );
      return entries.map((entry): Misplaced => ({ entry, generation, options, taker: name }));
    })
    .filter(({ entry }) => !isTestFile(entry.node.getSourceFile()))
    .filter(({ entry }) => !seen.has(entry.node) && seen.add(entry.node));
}

export interface Move {
  readonly edits: readonly Edit[];
  readonly providers: readonly ProviderNode[];
  /** With edits: what they rest on. Without edits: why there is no fix. */
  readonly reason?: { readonly code: RefusalCode; readonly detail?: string };
  /** Code that gets the options, too, and may read the option that is removed. */
  readonly receiver?: ts.Node | undefined;
}

const refuse = (code: RefusalCode, providers: readonly ProviderNode[] = [], detail?: string): Move => ({
  edits: [],
  providers,
  reason: detail === undefined ? { code } : { code, detail },
});

/** Moves the flag to the provider of the same options, or removes it where the provider sets the same already. */
export function moveFlag(project: Project, misplaced: Misplaced, all: readonly Misplaced[]): Move {
  return { ...moveTo(project, misplaced, all), receiver: otherReceiver(project, misplaced.entry.node) };
}

function moveTo(project: Project, misplaced: Misplaced, all: readonly Misplaced[]): Move {
  const { entry, options } = misplaced;
  const { node, value } = entry;
  const provider = certainValue(memberOf(project, options, 'provider'));
  if (!provider || entry.conditional || !value || ts.isBinaryExpression(node))
    return refuse('provider-unclear');
  const { nodes, proxy, complete } = providerOrigin(project, provider);
  if (!complete || nodes.length + Number(proxy) !== 1) return refuse('provider-unclear', nodes);
  const reader = flagReader(project, node);
  if (reader) return refuse('flag-read', nodes, `It is \`${reader.getText()}\`.`);
  const removed = removeMember(node);
  const wanted = flagValue(value);
  const target = nodes[0];
  const present = target ? presentFlag(project, target) : 'off';
  if (present === 'perhaps') return refuse('provider-unclear', nodes, 'What it is made of may say it, too.');
  if (present) {
    const same = present === wanted && present !== 'computed';
    return same
      ? { edits: removed.edits, providers: nodes }
      : { edits: removed.edits, providers: nodes, reason: { code: 'flag-conflict' } };
  }
  if (!target) return refuse('provider-unclear');
  const others = all.filter((other) => other.entry.node !== node && isFor(project, other, target));
  if (others.some(({ entry }) => !entry.value || codeText(entry.value) !== codeText(value)))
    return refuse('flag-conflict', nodes);
  const written = writeValue(project, value, wanted, target);
  if (!written)
    return refuse('flag-value', nodes, `It is \`${value.getText().replace(/\s+/g, ' ').slice(0, 80)}\`.`);
  if (isTestFile(target.getSourceFile())) return refuse('provider-unclear', nodes);
  const edits = [...removed.edits, addToProvider(target, written.text, removed)];
  if (isSharedWith(project, target, all))
    return { edits, providers: nodes, reason: { code: 'provider-shared' } };
  if (!written.certain) return { edits, providers: nodes, reason: { code: 'flag-value' } };
  return { edits, providers: nodes };
}

function flagValue(value: ts.Expression): Flag {
  const { kind } = unwrap(value);
  return kind === ts.SyntaxKind.FalseKeyword ? 'off' : kind === ts.SyntaxKind.TrueKeyword ? 'on' : 'computed';
}

/** The flag that a provider sets or inherits; undefined when it does neither. */
function presentFlag(project: Project, node: ProviderNode): Flag | 'perhaps' | undefined {
  const flag = flagOf(project, node);
  if (flag !== 'on' || flagMember(node)) return flag;
  const type = ts.isClassLike(node) ? instanceType(project, node) : project.checker.getTypeAtLocation(node);
  const member = type?.getProperty(flagName);
  if (!member) return undefined;
  // An interface that merges with the class, or the type of a spread, only says that the flag may be set.
  return (member.declarations ?? []).some((one) => ts.isPropertyDeclaration(one) || ts.isAccessor(one))
    ? flag
    : 'perhaps';
}

function writeValue(
  project: Project,
  value: ts.Expression,
  wanted: Flag,
  target: ProviderNode,
): WrittenAt | undefined {
  if (wanted !== 'computed') return { text: wanted === 'on' ? 'true' : 'false', certain: true };
  const written = writtenAt(project, value, target);
  // A class evaluates the value when an instance is made, not when the server is mounted.
  return written?.certain ? { ...written, certain: ts.isObjectLiteralExpression(target) } : undefined;
}

function isFor(project: Project, { options }: Pick<Misplaced, 'options'>, target: ProviderNode): boolean {
  const provider = certainValue(memberOf(project, options, 'provider'));
  return provider !== undefined && providerOrigin(project, provider).nodes.includes(target);
}

/** True when options without the flag make other metadata for the same provider. */
function isSharedWith(project: Project, target: ProviderNode, all: readonly Misplaced[]): boolean {
  const flagged = new Set(all.map(({ options }) => options));
  return mountsOf(project).some(
    (mount) =>
      metadataMakers.includes(mount.name) && !flagged.has(mount.options) && isFor(project, mount, target),
  );
}
