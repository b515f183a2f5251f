import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optionTable } from '../src/cli/options.ts';
import { obligations, refusals, reporters, run } from '../src/index.ts';
import { platformFiles } from '../src/sdk/declarations.ts';
import { rules } from '../transforms/index.ts';
import { fixtures, root, stage } from './harness.ts';
import { typeErrors } from './typecheck.ts';

const ids = rules.map(({ info }) => info.id);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = (id: string): string => {
  const file = `transforms/${id}/README.md`;
  return existsSync(join(root, file)) ? read(file) : '';
};

describe('README', () => {
  const text = read('README.md');

  it('leads to the options of the command line, in their order', () => {
    const rows = optionTable.map(({ flags, description, choices, default: standard }) => {
      const values = choices ? ` (${choices.join(', ')}; default: ${standard})` : '';
      return `| \`${flags}\` | ${description}${values} |`;
    });
    expect(between(read('docs/options.md'), '<!-- options -->', '<!-- /options -->').slice(2)).toEqual(rows);
  });

  it('lists every rule with its severity, and no other', () => {
    const rows = between(text, '<!-- rules -->', '<!-- /rules -->').slice(2);
    const listed = rows.map((row) =>
      row
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    );
    expect(listed).toEqual(
      rules.map(({ info }) => [`[\`${info.id}\`](transforms/${info.id}/README.md)`, info.severity]),
    );
  });

  it('shows the real patch and the real report of fixtures/apps/client-host', async () => {
    const { dir, remove } = stage(join(root, 'fixtures/apps'));
    try {
      const options = { cwd: dir, paths: ['client-host'] };
      const dry = await run({ ...options, mode: 'dry-run', verify: false });
      expect(block(text, 'diff')).toBe(dry.report.patch.trimEnd());
      const lint = await run({ ...options, mode: 'lint' });
      const printed = reporters.pretty(lint.report, { color: false }).split('\n');
      expect(inOrder(block(text, 'text report').split('\n'), printed)).toEqual([]);
    } finally {
      remove();
    }
  });
});

describe.each(rules.map(({ info }) => [info.id, info.obligations] as const))('the page of %s', (id, own) => {
  it('starts with the id', () => {
    expect(page(id).split('\n')[0]).toBe(`# ${id}`);
  });

  it('names each refusal that a fixture of the rule expects, and only refusals that exist', () => {
    const text = page(id);
    const expected = fixtures()
      .filter(({ name }) => name.startsWith(`${id}/`))
      .flatMap(({ expectation }) => expectation.findings)
      .flatMap(({ rule, reason }) => (rule === id && reason ? [reason] : []));
    expect([...new Set(expected)].filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
    const items = [...text.matchAll(/^- `([a-z]+(?:-[a-z0-9]+)+)`:/gm)].map(([, code]) => code as string);
    expect(items.filter((code) => !(code in refusals))).toEqual([]);
  });

  it('lists what a safe fix has proved, for a rule with fixes', () => {
    const [, section = ''] = page(id).split('## What a safe fix has proved\n');
    const items = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('- '));
    expect(items).toEqual(own.map((obligation) => `- **${obligation}**: ${obligations[obligation]}`));
  });

  const examples = examplesOf(page(id));

  it('has an example', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('$title', async ({ name, before, after, unsafe, refused }) => {
    const { dir, remove } = project({ [name]: before });
    try {
      expect(typeErrors(dir), 'the example type-checks').toEqual([]);
      const options = { cwd: dir, paths: ['.'], mode: 'apply' as const, unsafe, rule: [id] };
      const { report } = await run(options);
      expect(report.problems).toEqual([]);
      const written = readFileSync(join(dir, name), 'utf8');
      if (refused !== undefined) {
        expect(report.findings.map(({ reason }) => reason?.code)).toContain(refused);
        expect(written).toBe(before);
        return;
      }
      expect(written).toBe(after);
      expect(report.unverified).toBeNull();
      expect(report.findings.map(({ status }) => status)).toContain('fixed');
      expect(typeErrors(dir), 'what is shown as after type-checks').toEqual([]);
    } finally {
      remove();
    }
  });
});

/** What people read who want to know the project; the pages of rules have tests of their own. */
const guides = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  'bench/README.md',
];
const documents = [
  ...guides,
  '.github/pull_request_template.md',
  ...readdirSync(join(root, 'transforms')).map((name) => `transforms/${name}/README.md`),
]
  .filter((file) => file.endsWith('.md') && existsSync(join(root, file)))
  .sort();

describe.each(documents)('%s', (file) => {
  it('has no dead relative link', () => {
    const links = [...withoutBlocks(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, link]) => link as string,
    );
    const relative = links.filter((link) => !/^[a-z]+:/i.test(link));
    expect(relative.filter((link) => !resolves(file, link))).toEqual([]);
  });
});

describe.each(guides)('%s', (file) => {
  it('names only paths that exist', () => {
    expect(pathsIn(read(file)).filter((path) => !isThere(path))).toEqual([]);
  });

  it('has paragraphs of at most four lines', () => {
    const found = paragraphs(withoutFences(read(file)));
    expect(found.filter((lines) => lines.length > 4 || lines.some((line) => line.length > 120))).toEqual([]);
  });
});

describe('the repository', () => {
  const forms = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).map(
    (name) => `.github/ISSUE_TEMPLATE/${name}`,
  );
  const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

  it('names in NOTICE every file of declarations that follows others', () => {
    const named = new Set(read('NOTICE').match(/[\w-]+\.d\.ts/g));
    expect(
      platformFiles.map((file) => file.replace('platform/', '')).filter((name) => !named.has(name)),
    ).toEqual([]);
  });

  it('offers every rule in the forms that ask for one', () => {
    const asking = forms.filter((file) => read(file).includes('id: rule'));
    expect(asking).toHaveLength(3);
    for (const file of asking) {
      const options = [
        ...between(read(file), 'id: rule', 'validations:')
          .join('\n')
          .matchAll(/- (\S+)$/gm),
      ];
      expect(
        options.map(([, id]) => id).filter((id) => id !== 'them'),
        file,
      ).toEqual(ids);
    }
  });

  it('runs in its workflows what package.json has', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const run = workflows.flatMap((file) => [
      ...read(file).matchAll(/run: npm (?:run )?(?!ci|publish)(\w+)/g),
    ]);
    expect(run.map(([, name]) => name as string).filter((name) => !(name in scripts))).toEqual([]);
  });

  it('indents its YAML with spaces, two at a time', () => {
    for (const file of [...forms, ...workflows, '.github/dependabot.yml'])
      expect(
        read(file)
          .split('\n')
          .filter((line) => /^ *\t|^( {2})* \S/.test(line)),
        file,
      ).toEqual([]);
  });
});

const folders = [
  'src',
  'test',
  'transforms',
  'fixtures',
  'bench',
  'scripts',
  'schema',
  'bin',
  'docs',
  '.github',
];

/** The paths of this project that a text names outside of fenced blocks: `src/cli`, `test/cli-*.test.ts`, `transforms/<rule>`. */
function pathsIn(text: string): string[] {
  const path = new RegExp(`(?<![\\w./@-])(?:${folders.join('|').replace('.', '\\.')})/[\\w.*<>/@-]*`, 'g');
  return [...withoutFences(text).matchAll(path)].map(([found]) => found.replace(/[./]+$/, ''));
}

/** A star, and a word between angle brackets, stand for any part of a name. */
function isThere(path: string): boolean {
  const match = (folder: string, [first, ...rest]: readonly string[]): boolean => {
    if (first === undefined) return true;
    const name = new RegExp(`^${first.replaceAll('.', '\\.').replace(/\*|<[^>]*>/g, '.*')}$`);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) return false;
    return readdirSync(folder).some((entry) => name.test(entry) && match(join(folder, entry), rest));
  };
  return match(root, path.split('/'));
}

function withoutFences(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/** Paragraphs and items of lists; tables, headings and indented blocks are neither. */
function paragraphs(text: string): string[][] {
  const found: string[][] = [[]];
  for (const line of text.split('\n')) {
    const isProse = line.trim() !== '' && !/^(\||#|<!--| {4})/.test(line);
    if (!isProse || /^ *([-*]|\d+\.) /.test(line)) found.push([]);
    if (isProse) found.at(-1)?.push(line);
  }
  return found;
}

function resolves(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, from) : resolve(root, dirname(from), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  const headings = [...withoutBlocks(readFileSync(target, 'utf8')).matchAll(/^#+ (.+)$/gm)];
  return headings.some(([, heading]) => slug(heading as string) === anchor);
}

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function withoutBlocks(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ' '));
}

function between(text: string, from: string, to: string): string[] {
  const [, rest = ''] = text.split(`${from}\n`);
  return (rest.split(to)[0] ?? '').trim().split('\n');
}

/** The content of the first fenced block with this info string. */
function block(text: string, info: string): string {
  return new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)\\n\`\`\`$`, 'm').exec(text)?.[1] ?? '';
}

/** The lines that are not in `all`, or not in their order; `[…]` stands for lines left out. */
function inOrder(lines: readonly string[], all: readonly string[]): string[] {
  let at = 0;
  return lines.filter((line) => {
    if (line === '[…]') return false;
    const found = all.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

interface Example {
  readonly title: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly unsafe: boolean;
  readonly refused?: string;
}

/**
 * Blocks ` ```ts before ` are followed by ` ```ts after `: the tool makes the one of the other (`before unsafe`: with --unsafe).
 * ` ```ts refused <code> ` is left alone, with that reason. `js` and `tsx` work too. CONTRIBUTING.md says the same.
 */
function examplesOf(text: string): Example[] {
  const blocks = [
    ...text.matchAll(/^```(ts|tsx|js) (before|after|refused)(?: ([\w-]+))?\n([\s\S]*?)^```$/gm),
  ];
  return blocks.flatMap(([, language, kind, word, code], index): Example[] => {
    const next = blocks[index + 1];
    const base = {
      name: `example.${language}`,
      before: code as string,
      after: '',
      unsafe: word === 'unsafe',
    };
    if (kind === 'refused')
      return [{ ...base, title: `refuses its example of ${word}`, refused: word as string }];
    if (kind !== 'before') return [];
    if (next?.[2] !== 'after') throw new Error(`A block 'before' has no 'after': ${code?.slice(0, 80)}`);
    return [{ ...base, title: `rewrites its example ${index / 2 + 1}`, after: next[4] as string }];
  });
}

/** Files in a fresh folder outside every git tree, with the packages in reach. */
function project(files: Readonly<Record<string, string>>): { dir: string; remove: () => void } {
  const source = mkdtempSync(join(tmpdir(), 'mcp-auth-codemod-docs-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text);
  const staged = stage(source);
  rmSync(source, { recursive: true, force: true });
  return staged;
}
