import { Command, InvalidArgumentError, Option } from 'commander';
import { closest } from '../model/closest.ts';
import { tool } from '../tool.ts';
import { type Format, formats, optionTable } from './options.ts';
import { Outputs } from './outputs.ts';

/** The options as commander parsed them. */
export interface Flags {
  readonly dryRun?: boolean;
  readonly lint?: boolean;
  readonly interactive?: boolean;
  readonly unsafe?: boolean;
  readonly fix?: string[];
  readonly allowDirty?: boolean;
  /** Undefined when neither --verify nor --no-verify is given. */
  readonly verify?: boolean;
  readonly rule?: string[];
  readonly skipRule?: string[];
  readonly ignore?: string[];
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly since?: string;
  readonly staged?: boolean;
  readonly config?: string;
  readonly sdk: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  readonly maxWarnings?: number;
  readonly quiet?: boolean;
  readonly statistics?: boolean;
  readonly showFiles?: boolean;
  readonly timing?: boolean;
  readonly color: boolean;
}

export interface Commands {
  migrate(paths: string[], flags: Flags, outputs: Outputs, given: (option: string) => boolean): Promise<void>;
  explain(rule: string, flags: { readonly json?: boolean }): Promise<void>;
  mergeReports(files: string[], outputs: Outputs): Promise<void>;
  rules(): Promise<void>;
}

export function buildProgram(commands: Commands): Command {
  const program = new Command(tool.name)
    .description(
      'Finds and fixes OAuth code that the MCP TypeScript SDK v2 breaks at run time.\n' +
        'Writes the safe fixes and reports the rest. Review first with --dry-run.',
    )
    .argument('[paths...]', 'files, folders or globs (default: .)')
    .version(tool.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('Run mcp-auth-codemod --help for the options.')
    .addHelpText('after', exitCodes)
    .exitOverride();
  const outputs = new Outputs();
  for (const row of optionTable) program.addOption(toOption(row, outputs));
  program.action((paths: string[], flags: Flags, command: Command) =>
    commands.migrate(paths, flags, outputs, (name) => command.getOptionValueSource(name) === 'cli'),
  );
  program
    .command('explain')
    .argument('<rule>')
    .option('--json', 'as data, for programs')
    .description('what a rule finds, why it matters, before and after, when it does not rewrite')
    .action((rule: string, flags: { json?: boolean }) => commands.explain(rule, flags));
  const merge = program.command('merge-reports').argument('<files...>', 'reports of --format json');
  for (const row of optionTable.filter(({ flags }) => /--format|--output-file/.test(flags)))
    merge.addOption(toOption(row, outputs));
  merge
    .description(
      'one report from the JSON reports of many repositories: markdown (the default), html or json',
    )
    .action((files: string[]) => commands.mergeReports(files, outputs));
  program.command('rules').description('the rules, one line each').action(commands.rules);
  return program;
}

const exitCodes = `
Exit codes:
  0  no error is left
  1  errors are left, or more warnings than --max-warnings
  2  the tool could not do its work (usage, an unreadable path, a failed write)

Examples:
  mcp-auth-codemod src --dry-run | git apply
  mcp-auth-codemod --lint --format sarif -o auth.sarif --format markdown -o auth.md`;

function toOption(row: (typeof optionTable)[number], outputs: Outputs): Option {
  const option = new Option(row.flags, row.description).helpGroup(`${row.group}:`);
  if (row.choices) option.choices(row.choices);
  if (row.default) option.default(row.default);
  const parse = parsers[option.long ?? ''];
  if (parse) option.argParser((value: string, before) => parse(value, before, outputs));
  return option;
}

type Parse = (value: string, before: unknown, outputs: Outputs) => unknown;

const parsers: Readonly<Record<string, Parse>> = {
  '--max-warnings': wholeNumber,
  '--rule': listed,
  '--skip-rule': listed,
  '--format': (value, _, outputs) => {
    outputs.addFormat(formatNamed(value));
    return value;
  },
  '--output-file': (value, _, outputs) => {
    outputs.addFile(value);
    return value;
  },
};

function formatNamed(value: string): Format {
  const found = formats.find((each) => each === value);
  if (found) return found;
  const close = closest(value, formats);
  const meant = close ? ` Did you mean ${close}?` : '';
  throw new InvalidArgumentError(`Allowed choices are ${formats.join(', ')}.${meant}`);
}

/** `a,b` and `a b` are the same list. */
function listed(value: string, before: unknown): string[] {
  const parts = value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return [...(Array.isArray(before) ? before : []), ...parts];
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It takes a whole number of at least 0.');
  return Number(value);
}
