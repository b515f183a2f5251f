import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formats } from '../src/cli/options.ts';
import { bytesOf, cli, committed, manual, tree } from './cli-helpers.ts';
import { root } from './harness.ts';

/** Two applications, and what only a person can fix. */
function project(): string {
  const dir = tree({ 'manual.ts': manual, 'broken.ts': `${manual}}` });
  for (const app of ['client-host', 'authorization-server'])
    cpSync(join(root, 'fixtures/apps', app), join(dir, app), {
      recursive: true,
      filter: (from) => !from.includes('node_modules'),
    });
  return committed(
    Object.fromEntries(
      Object.entries(bytesOf(dir)).map(([name, text]) => [name, Buffer.from(text, 'latin1')]),
    ),
  );
}

it('two runs give the same bytes in every format, whatever the machine is set to', {
  timeout: 300_000,
}, () => {
  const dir = project();
  const elsewhere = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '40' };
  for (const format of formats) {
    const first = cli(dir, ['--lint', '--format', format]);
    const second = cli(dir, ['--lint', '--format', format], elsewhere);
    expect(first.stdout.length).toBeGreaterThan(500);
    expect(second).toEqual(first);
  }
  const dry = cli(dir, ['--dry-run', '--no-verify']);
  expect(dry.stdout).toMatch(/^diff --git/m);
  expect(cli(dir, ['--dry-run', '--no-verify'], elsewhere)).toEqual(dry);
});
