import { createHash } from 'node:crypto';
import type { Rule } from '../../transforms/contract.ts';
import { fileOf } from '../analysis/program/component-modules.ts';
import type { Project } from '../analysis/program/project.ts';
import { isBundledDeclaration } from '../analysis/program/sdk-root.ts';
import { predates } from '../analysis/program/sdk-versions.ts';
import type { Range } from '../model/finding.ts';
import type { Fix, Step } from '../model/fix.ts';
import { byCodeUnit } from '../workspace/file-names.ts';
import type { Detected } from './detected.ts';
import { onDisk } from './edits-on-disk.ts';
import { withIds } from './identity.ts';

export interface Unnamed extends Omit<Detected, 'fingerprint' | 'id'> {
  /** The finding that decides about this one, if its rule was asked. */
  readonly after?: Pick<Detected, 'file' | 'offset'> & { readonly rule: string };
}

/** What one rule finds in the project: every question asked, nothing edited. */
export function detect(project: Project, rule: Rule): Unnamed[] {
  return rule.detect(project).map((match) => toDetected(project, rule, match));
}

/** What all rules have found, sorted by file, position, rule. */
export function named(
  found: readonly (readonly Unnamed[])[],
  project: Project,
  name: (file: string) => string,
): Detected[] {
  const all = found.flat();
  const items = all.filter((item) => !isFixedBefore(item, all)).map(({ after, ...item }) => item);
  return withIds(withFingerprints(items.sort(byPlace), project, name));
}

/** This run fixes the finding that decides about this one. */
function isFixedBefore({ after }: Unnamed, all: readonly Unnamed[]): boolean {
  if (!after) return false;
  return all.some(
    ({ rule, file, offset, fix }) =>
      rule.id === after.rule && file === after.file && offset === after.offset && fix.level === 'safe',
  );
}

/** What lets the rules ask for the files that their flows reach. Several rules may follow the same flows. */
export function seeksOf(rules: readonly Rule[]): readonly ((project: Project) => void)[] {
  return [...new Set(rules.flatMap(({ seek }) => seek ?? []))];
}

function toDetected(project: Project, rule: Rule, match: Parameters<Rule['fix']>[0]): Unnamed {
  const notYet = notYetIn(project, rule, match);
  const pending = notYet !== undefined;
  const { message, flow } = rule.describe(match, project);
  return {
    rule: rule.info,
    severity: pending ? 'info' : (match.severity ?? rule.info.severity),
    file: fileOf(match.node.getSourceFile().fileName),
    range: rangeOf(match.node),
    offset: match.node.getStart(),
    message,
    flow: flow
      .filter(({ node }) => !isBundledDeclaration(node))
      .map((step) => ({
        file: fileOf(step.node.getSourceFile().fileName),
        range: rangeOf(step.node),
        message: step.message,
      })),
    fix: notYet ?? onDisk(rule.fix(match, project), (file) => project.beyond.readText(file) ?? ''),
    pending,
    ...(match.after
      ? {
          after: {
            rule: match.after.rule,
            file: fileOf(match.after.node.getSourceFile().fileName),
            offset: match.after.node.getStart(),
          },
        }
      : {}),
  };
}

/** Why nothing is rewritten yet: the installed SDK does not have the new form, so the fix would break the code today. */
function notYetIn(
  project: Project,
  { begins, concernsV1 }: Rule,
  match: Parameters<Rule['fix']>[0],
): Fix | undefined {
  if (match.generation === 1 && !concernsV1) return { level: 'none', refusal: 'sdk-v1' };
  const older = begins && predates(project, match.node.getSourceFile().fileName, begins);
  return (
    older && {
      level: 'none',
      refusal: 'sdk-too-old',
      detail: `It is ${older.found}; the new form begins with ${older.begins}.`,
    }
  );
}

function rangeOf(node: Step['node']): Range {
  const file = node.getSourceFile();
  const at = (offset: number) => {
    const { line, character } = file.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1 };
  };
  return { start: at(node.getStart()), end: at(node.getEnd()) };
}

function byPlace(a: Unnamed, b: Unnamed): number {
  return (
    byCodeUnit(a.file, b.file) ||
    a.offset - b.offset ||
    byCodeUnit(a.rule.id, b.rule.id) ||
    byCodeUnit(a.message, b.message)
  );
}

/** Rule, file and the text of the line; equal ones are numbered in order, so a finding keeps its fingerprint when lines move. */
function withFingerprints(
  found: readonly Unnamed[],
  project: Project,
  name: (file: string) => string,
): Omit<Detected, 'id'>[] {
  const seen = new Map<string, number>();
  return found.map((item) => {
    const lines = project.beyond.readText(item.file)?.split('\n') ?? [];
    const key = [item.rule.id, name(item.file), (lines[item.range.start.line - 1] ?? '').trim()].join('\0');
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const fingerprint = createHash('sha256').update(`${key}\0${nth}`).digest('hex').slice(0, 32);
    return { ...item, fingerprint };
  });
}
