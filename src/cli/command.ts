import { Command, InvalidArgumentError, Option } from 'commander';
import { tool } from '../tool.ts';
import { type Format, optionTable } from './options.ts';

/** The options as commander parsed them. */
export interface Flags {
  readonly dryRun?: boolean;
  readonly lint?: boolean;
  readonly unsafe?: boolean;
  readonly allowDirty?: boolean;
  /** Undefined when neither --verify nor --no-verify is given. */
  readonly verify?: boolean;
  readonly rule?: string[];
  readonly skipRule?: string[];
  readonly ignore?: string[];
  readonly sdk: 'auto' | '1' | '2';
  readonly tsconfig?: string;
  readonly format: Format;
  readonly outputFile?: string;
  readonly maxWarnings?: number;
  readonly quiet?: boolean;
  readonly timing?: boolean;
  readonly color: boolean;
}

export interface Commands {
  migrate(paths: string[], flags: Flags, given: (option: string) => boolean): Promise<void>;
  explain(rule: string): Promise<void>;
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
  for (const row of optionTable) program.addOption(toOption(row));
  program.action((paths: string[], flags: Flags, command: Command) =>
    commands.migrate(paths, flags, (name) => command.getOptionValueSource(name) === 'cli'),
  );
  program
    .command('explain')
    .argument('<rule>')
    .description('what a rule finds, why it matters, before and after, when it does not rewrite')
    .action(commands.explain);
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
  mcp-auth-codemod --lint --format sarif -o auth.sarif`;

function toOption(row: (typeof optionTable)[number]): Option {
  const option = new Option(row.flags, row.description).helpGroup(`${row.group}:`);
  if (row.choices) option.choices(row.choices);
  if (row.default) option.default(row.default);
  if (row.flags.startsWith('--max-warnings')) option.argParser(wholeNumber);
  return option;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It takes a whole number of at least 0.');
  return Number(value);
}
