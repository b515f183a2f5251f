/** One row for each option. commander, the help and the README take them from this table. */
export interface OptionRow {
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly group: 'Mode' | 'Fixes' | 'Selection' | 'Project' | 'Output' | 'Other';
}

export const formats = [
  'pretty',
  'concise',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'markdown',
  'html',
] as const;
export type Format = (typeof formats)[number];

export const optionTable: readonly OptionRow[] = [
  {
    group: 'Mode',
    flags: '-n, --dry-run',
    description: 'print what would be written as one patch that `git apply` takes; write nothing',
  },
  { group: 'Mode', flags: '--lint', description: 'report only, for CI' },
  {
    group: 'Mode',
    flags: '-i, --interactive',
    description: 'show each fix with its diff and ask before it is written: y n a q',
  },
  { group: 'Fixes', flags: '--unsafe', description: 'also write the suggested fixes' },
  {
    group: 'Fixes',
    flags: '--fix <fingerprint...>',
    description: 'write only these fixes, suggested ones too; a report and a dry run name the fingerprints',
  },
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
  { group: 'Selection', flags: '--rule <id...>', description: 'run only these rules (also: a,b)' },
  { group: 'Selection', flags: '--skip-rule <id...>', description: 'run all rules but these (also: a,b)' },
  {
    group: 'Selection',
    flags: '--ignore <glob...>',
    description: 'leave these files out (.gitignore is always respected)',
  },
  {
    group: 'Selection',
    flags: '--baseline <file>',
    description: 'leave out the findings that this file lists',
  },
  {
    group: 'Selection',
    flags: '--update-baseline',
    description: 'write the baseline anew: what is found now, without what is gone',
  },
  {
    group: 'Selection',
    flags: '--since <ref>',
    description: 'only findings with a step in a file that changed since this git ref',
  },
  {
    group: 'Selection',
    flags: '--staged',
    description: 'only findings with a step in a file that is staged',
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
    group: 'Project',
    flags: '--config <file>',
    description: 'settings as JSON (default: mcp-auth-codemod.config.json, or a key of package.json)',
  },
  {
    group: 'Output',
    flags: '--format <name>',
    description: `format of the report: ${formats.join(', ')}; several with an -o each`,
  },
  {
    group: 'Output',
    flags: '-o, --output-file <file>',
    description: 'write the report of the --format before it to a file',
  },
  {
    group: 'Output',
    flags: '--max-warnings <n>',
    description: 'exit with 1 when there are more warnings than this',
  },
  { group: 'Output', flags: '--quiet', description: 'report errors only' },
  {
    group: 'Output',
    flags: '--statistics',
    description: 'print how many findings each rule has, and of which level, to stderr',
  },
  {
    group: 'Output',
    flags: '--show-files',
    description: 'print which files were analyzed and which were left out, and why, to stderr',
  },
  {
    group: 'Output',
    flags: '--timing',
    description: 'print what each phase of the run cost to stderr, and add it to JSON',
  },
  { group: 'Output', flags: '--no-color', description: 'no color (also: NO_COLOR, FORCE_COLOR)' },
];
