/** One row for each option. commander, the help and the README take them from this table. */
export interface OptionRow {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly group: 'Mode' | 'Fixes' | 'Selection' | 'Project' | 'Output' | 'Other';
}

export const formats = ['pretty', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export const optionTable: readonly OptionRow[] = [
  {
    group: 'Mode',
    flags: '-n, --dry-run',
    description: 'print what would be written as one patch that `git apply` takes; write nothing',
  },
  { group: 'Mode', flags: '--lint', description: 'report only, for CI' },
  { group: 'Fixes', flags: '--unsafe', description: 'also write the suggested fixes' },
  {
    group: 'Fixes',
    flags: '--allow-dirty',
    description: 'write also into files that git says are modified or untracked',
  },
  {
    group: 'Fixes',
    flags: '--verify',
    description: 'with --lint: try the fixes and type-check them, as a run does',
  },
  { group: 'Fixes', flags: '--no-verify', description: 'do not type-check the fixes' },
  { group: 'Selection', flags: '--rule <id...>', description: 'run only these rules' },
  { group: 'Selection', flags: '--skip-rule <id...>', description: 'run all rules but these' },
  {
    group: 'Selection',
    flags: '--ignore <glob...>',
    description: 'leave these files out (.gitignore is always respected)',
  },
  {
    group: 'Project',
    flags: '--sdk <generation>',
    description: 'treat imports as this generation of the SDK; auto decides by each import',
    choices: ['auto', '1', '2'],
    default: 'auto',
  },
  {
    group: 'Project',
    flags: '--tsconfig <file>',
    description: 'the project in which to type-check the fixes',
  },
  {
    group: 'Output',
    flags: '--format <name>',
    description: 'format of the report',
    choices: formats,
    default: 'pretty',
  },
  { group: 'Output', flags: '-o, --output-file <file>', description: 'write the report to a file' },
  {
    group: 'Output',
    flags: '--max-warnings <n>',
    description: 'exit with 1 when there are more warnings than this',
  },
  { group: 'Output', flags: '--quiet', description: 'report errors only' },
  {
    group: 'Output',
    flags: '--timing',
    description: 'print what each phase of the run cost to stderr, and add it to JSON',
  },
  { group: 'Output', flags: '--no-color', description: 'no color (also: NO_COLOR, FORCE_COLOR)' },
];
