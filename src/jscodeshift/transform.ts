/**
 * The transform answers what one rule makes of one file. jscodeshift asks, through jscodeshift/bridge.cjs and a worker. It gets the new
 * text with the fixes that stay within the file, not type-checked, and messages for a person about the rest.
 */
import { Asked, untilAnswered } from '../analysis/program/asked.ts';
import { type ParsedFiles, syntaxErrors } from '../analysis/program/parse.ts';
import { createProject } from '../analysis/program/project.ts';
import { detect, named, seeksOf } from '../pipeline/detect.ts';
import { type Detected, editsOf, type Refused, reasonOf } from '../pipeline/detected.ts';
import { plan } from '../pipeline/plan.ts';
import { findRule } from '../pipeline/rules.ts';
import { sourceProvider } from '../pipeline/source-provider.ts';
import { heldBySuppression, readSuppressions, suppresses } from '../pipeline/suppressions.ts';
import { verifySyntax } from '../verify/syntax.ts';
import { openSingle } from '../workspace/single.ts';

export interface TransformOptions {
  /** Also write the suggested fixes. */
  readonly unsafe?: boolean;
  /** Treat imports as this generation of the SDK. */
  readonly sdk?: '1' | '2';
}

export interface Transformed {
  /** The new text, or undefined when nothing changes. */
  readonly source: string | undefined;
  /** What is left for a person to do. */
  readonly messages: readonly string[];
}

/**
 * Runs one rule over one file, without a type check.
 *
 * @throws {UsageError} when no rule has that name
 */
export async function transform(
  ruleId: string,
  given: { readonly path: string; readonly source: string },
  options: TransformOptions = {},
): Promise<Transformed> {
  const rule = await findRule(ruleId).load();
  const single = openSingle(given.path, given.source);
  if ('refused' in single) return left(`left alone: ${single.refused}`);
  const { file, workspace } = single;
  const sdk = options.sdk === undefined ? undefined : (Number(options.sdk) as 1 | 2);
  const asked = new Asked([file]);
  const parsed: ParsedFiles = new Map();
  const look = (texts: ReadonlyMap<string, string>) =>
    createProject([file], sourceProvider(workspace, texts), { sdk, asked, parsed });
  const find = (texts: ReadonlyMap<string, string>) => {
    let last = look(texts);
    const open = () => {
      last = look(texts);
      return last;
    };
    const found = untilAnswered(
      asked,
      { ...workspace, meaning: (files) => files },
      {
        open,
        workOf: () => 1,
        seeks: seeksOf([rule]),
        looks: [(program) => detect(program, rule)],
      },
    );
    return named(found, last, workspace.nameOf).filter((item) => item.file === file);
  };

  const project = look(new Map());
  if (project.files.some((source) => syntaxErrors(source).length > 0))
    return left('left alone: it does not parse');
  const comments = readSuppressions(file, given.source);
  const found = find(new Map()).filter((item) => !comments.some((comment) => suppresses(comment, item)));
  const { changes, fixed, withheld } = plan(
    found,
    new Map([[file, given.source]]),
    {
      unsafe: options.unsafe ?? false,
      withhold: (item, textOf) =>
        reachesOut(item) ? elsewhere : heldBySuppression(item, textOf, workspace.nameOf),
    },
    find,
  );
  const [failure] = verifySyntax(changes);
  if (failure) return left(failure.message);
  const after = changes.find((change) => change.file === file)?.after;
  return {
    source: after === given.source ? undefined : after,
    messages: found
      .filter((item) => !fixed.has(item.id))
      .map((item) => messageOf(item, withheld.get(item.id))),
  };
}

const left = (message: string): Transformed => ({ source: undefined, messages: [message] });

/** Whether the fix changes another file. A jscodeshift transform can only change its own. */
function reachesOut(item: Detected): boolean {
  return editsOf(item, true)?.some((edit) => edit.file !== item.file) ?? false;
}

const elsewhere: Refused = {
  code: 'needs-other-file',
  text: 'The fix changes other files, too.',
  todo: 'Run mcp-auth-codemod itself: it changes them together.',
};

function messageOf(item: Detected, withheld: Refused | undefined): string {
  const { line, column } = item.range.start;
  const reason = withheld ?? (reachesOut(item) ? elsewhere : reasonOf(item.fix));
  return [`${line}:${column} ${item.rule.id}: ${item.message}`, reason?.text, reason?.todo]
    .filter(Boolean)
    .join(' ');
}
