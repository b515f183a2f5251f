import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { rules } from '../transforms/index.ts';
import { binary, broken, clean, cli, committed, sh } from './cli-helpers.ts';
import { root } from './harness.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The step of action.yml, as a runner starts it. */
function action(cwd: string, env: Record<string, string>) {
  const files = {
    SARIF: join(cwd, 'out.sarif'),
    GITHUB_OUTPUT: join(cwd, 'out.txt'),
    GITHUB_STEP_SUMMARY: join(cwd, 'out.md'),
  };
  return spawnSync('bash', [join(root, 'scripts/action.sh')], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, RUN_TOOL: `${process.execPath} ${binary}`, PATHS: '.', ...files, ...env },
  });
}

describe('the action', () => {
  it('writes annotations, the step summary and SARIF, and fails where errors are left', () => {
    const dir = committed({ 'src/a.ts': broken });
    const ran = action(dir, {});
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain('::error file=src/a.ts,');
    expect(readFileSync(join(dir, 'out.md'), 'utf8')).toContain('# mcp-auth-codemod');
    expect(readFileSync(join(dir, 'out.txt'), 'utf8')).toBe(`sarif=${join(dir, 'out.sarif')}\n`);
    expect(JSON.parse(readFileSync(join(dir, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it('passes its inputs on, and runs nothing that they hold', () => {
    const dir = committed({ 'src/a.ts': broken, 'old/b.ts': clean });
    expect(action(dir, { PATHS: 'old' }).status).toBe(0);
    const hostile = action(dir, { PATHS: '$(touch owned) old', SINCE: '' });
    expect(hostile.status).toBe(2);
    expect(sh(dir, 'status', '--short', '--', 'owned')).toBe('');
  });

  it('every input is read by the script', () => {
    const names = [...read('action.yml').matchAll(/\$\{\{ inputs\.(\w+) \}\}/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(read('scripts/action.sh')).toContain(name.toUpperCase());
  });
});

describe('the pre-commit hook', () => {
  it('is a command that this package has, and looks at what is staged', () => {
    const [, entry = ''] = /entry: mcp-auth-codemod (.*)/.exec(read('.pre-commit-hooks.yaml')) ?? [];
    const dir = committed({ 'a.ts': broken });
    expect(cli(dir, entry.split(' ')).code).toBe(0);
  });
});

describe('the schema of settings', () => {
  const schema = JSON.parse(read('schema/config.schema.json'));

  it('knows every rule and no other', () => {
    expect(Object.keys(schema.properties.rules.properties)).toEqual(rules.map(({ info }) => info.id));
  });

  it('takes the example of the page, and refuses what the tool refuses', () => {
    const validate = new Ajv2020.default().compile(schema);
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(read('docs/options.md')) ?? [];
    expect(validate(JSON.parse(example))).toBe(true);
    expect(validate({ rulez: {} })).toBe(false);
  });
});
