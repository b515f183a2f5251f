import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, broken, bytesOf, cli, fixed, installed, json, tree } from './cli-helpers.ts';

/** A wrapper and its caller: one fix over two files. */
const pair = (index: number) => ({
  [`pair${index}/wrapper.ts`]: `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export async function complete${index}(transport: StreamableHTTPClientTransport, code: string): Promise<void> {
  await transport.finishAuth(code);
}
`,
  [`pair${index}/caller.ts`]: `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { complete${index} } from './wrapper';

export const callback = (transport: StreamableHTTPClientTransport, url: URL) =>
  complete${index}(transport, url.searchParams.get('code')!);
`,
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A hundred files to write, half of them two by two. */
const many = (): Record<string, string> =>
  Object.assign(
    {},
    ...numbers(60).map((index) => ({ [`single${index}.ts`]: broken })),
    ...numbers(20).map(pair),
  );

/** NODE_OPTIONS that run this code in the tool's process first; `fs` is available, `patch` makes changes to it visible. */
const inject = (code: string): { NODE_OPTIONS: string } => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(
    `import fs from 'node:fs'; import { syncBuiltinESMExports as patch } from 'node:module'; ${code}`,
  )}`,
});

/** Code that does `what` at the n-th step of writing: a temporary file made, filled, flushed, renamed, removed. */
const atStep = (step: number, what: string): string => `
  let count = 0;
  for (const name of ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      const writes = name !== 'openSync' || args[1] === 'wx';
      if (writes && ++count === ${step}) { ${what} }
      return real(...args);
    };
  }
  patch();`;

const litter = (dir: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.tmp'));

describe('kill -9', () => {
  it('at any moment leaves whole files, and a re-run finishes: no fix is half done, no litter stays', {
    timeout: 300_000,
  }, () => {
    const old = many();
    const reference = tree(old);
    expect(cli(reference, ['--no-verify']).code).toBe(0);
    const done = bytesOf(reference);
    expect(Object.keys(done).filter((name) => done[name] === old[name])).toEqual([]);

    const dir = tree(old);
    // Seven steps a file, and one for the note of each of 80 fixes; what is written is not written again.
    for (const upTo of [200, 400, 20]) {
      const step = 1 + Math.floor(Math.random() * upTo);
      const killed = spawnSync(process.execPath, [binary, '--no-verify'], {
        cwd: dir,
        env: { ...process.env, ...inject(atStep(step, "process.kill(process.pid, 'SIGKILL')")) },
      });
      expect(killed.signal, `killed at step ${step}`).toBe('SIGKILL');
      const now = bytesOf(dir);
      const whole = Object.keys(old).filter((name) => [old[name], done[name]].includes(now[name] as string));
      expect(whole.length, `whole files after step ${step}`).toBe(Object.keys(old).length);
    }
    expect(cli(dir, ['--no-verify']).code).toBe(0);
    expect(bytesOf(dir)).toEqual(done);
    expect(litter(dir)).toEqual([]);
  });

  it('between the two files of a fix: --lint tells, a run finishes, and a file changed since is named', () => {
    // Note, two temporary files of three steps each, the first renamed: the second is not.
    const kill = inject(`
      const { renameSync } = fs; let count = 0;
      fs.renameSync = (...args) => { if (++count === 2) process.kill(process.pid, 'SIGKILL'); renameSync(...args); };
      patch();`);
    const halfDone = () => {
      const dir = tree(pair(0));
      expect(cli(dir, ['--no-verify'], kill).code).toBe(null);
      expect(Object.values(bytesOf(dir)).filter((text) => text.includes('URLSearchParams'))).toHaveLength(1);
      return dir;
    };
    const dir = halfDone();
    const lint = cli(dir, ['--lint', '--format', 'json']);
    expect(lint.code).toBe(2);
    expect(json(lint).problems).toEqual([
      { file: 'pair0/wrapper.ts', message: expect.stringMatching(/killed run left half written/) },
    ]);
    const again = cli(dir, ['--no-verify']);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('pair0/wrapper.ts was written: a killed run had left its fix half done');
    expect(bytesOf(dir)['pair0/wrapper.ts']).toContain('callbackParams: URLSearchParams');
    expect(bytesOf(dir)['pair0/caller.ts']).toContain('(transport, url.searchParams)');
    expect(cli(dir, ['--lint']).code).toBe(0);

    const changed = halfDone();
    writeFileSync(join(changed, 'pair0/wrapper.ts'), '// mine\n');
    const ran = cli(changed, ['--no-verify', '--format', 'json']);
    expect(ran.code).toBe(2);
    expect(json(ran).problems[0]?.message).toMatch(/half written, and it has changed since.*git checkout/);
    expect(bytesOf(changed)['pair0/wrapper.ts']).toBe('// mine\n');
    expect(litter(changed)).toEqual([]);

    const spoilt = halfDone();
    writeFileSync(join(spoilt, litter(spoilt)[0] as string), '// half');
    expect(cli(spoilt, ['--no-verify']).code).toBe(2);
    expect(bytesOf(spoilt)['pair0/wrapper.ts']).not.toContain('half');

    const partly = halfDone();
    cli(partly, ['--no-verify', 'pair0/caller.ts']);
    expect(bytesOf(partly)['pair0/wrapper.ts']).toBe(pair(0)['pair0/wrapper.ts']);
    expect(cli(partly, ['--no-verify']).stderr).toContain('pair0/wrapper.ts was written: a killed run');
  });
});

describe('SIGINT', () => {
  const interrupted = (dir: string, code: string) =>
    spawnSync(process.execPath, [binary, '--no-verify'], {
      cwd: dir,
      env: { ...process.env, ...inject(code) },
    });

  it('before anything is written ends the run, and nothing is', () => {
    const dir = tree({ 'a.ts': broken });
    const atRead = `const { readSync } = fs;
      fs.readSync = (...args) => { process.kill(process.pid, 'SIGINT'); return readSync(...args); }; patch();`;
    expect(interrupted(dir, atRead).signal).toBe('SIGINT');
    expect(bytesOf(dir)).toEqual({ 'a.ts': broken });
  });

  it('while files are written lets that be finished, and the exit code says so', () => {
    const dir = tree({ ...pair(0), ...pair(1), 'a.ts': broken });
    const ran = interrupted(dir, atStep(9, "process.kill(process.pid, 'SIGINT')"));
    expect([ran.status ?? ran.signal, bytesOf(dir)['a.ts']]).toEqual([0, fixed]);
    for (const index of [0, 1]) {
      expect(bytesOf(dir)[`pair${index}/wrapper.ts`]).toContain('callbackParams: URLSearchParams');
      expect(bytesOf(dir)[`pair${index}/caller.ts`]).toContain('(transport, url.searchParams)');
    }
    expect(litter(dir)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('the disk', () => {
  it('is full for one file: it stays as it was, the others are written, exit code 2', () => {
    const large = `${broken}${'// a line that makes the file larger than the limit\n'.repeat(200)}`;
    const [wrapper = '', caller = ''] = Object.values(pair(0));
    const files = {
      'large.ts': large,
      'small.ts': broken,
      'wrapper.ts': `${wrapper}${'// long\n'.repeat(2_000)}`,
      'caller.ts': caller,
    };
    const dir = tree(files);
    // A file may have 4 KiB here: what goes beyond fails as on a full disk, in the middle of the write.
    const ran = spawnSync(
      'bash',
      ['-c', `ulimit -f 4; exec "$0" "$@"`, process.execPath, binary, '--no-verify', '--format', 'json'],
      {
        cwd: dir,
        encoding: 'utf8',
        env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
      },
    );
    expect(ran.status).toBe(2);
    expect(
      JSON.parse(ran.stdout)
        .problems.map(({ file }: { file: string }) => file)
        .sort(),
    ).toEqual(['caller.ts', 'large.ts', 'wrapper.ts']);
    expect(bytesOf(dir)).toEqual({ ...files, 'small.ts': fixed });
    expect(litter(dir)).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('is full for the report: exit code 2, whatever was found', () => {
    const dir = tree({ 'a.ts': fixed });
    expect(cli(dir, ['--lint', '-o', '/dev/full'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/The report cannot be written to \/dev\/full/),
    });
    const shell = `"$0" "$@" > /dev/full`;
    const ran = spawnSync('bash', ['-c', shell, process.execPath, binary, '--lint'], {
      cwd: dir,
      encoding: 'utf8',
    });
    expect([ran.status, ran.stderr]).toEqual([
      2,
      expect.stringMatching(/error: The report cannot be written to stdout/),
    ]);
  });

  it('has a folder that is read-only: its files are named, the others written', () => {
    const dir = tree({ 'closed/a.ts': broken, 'open/a.ts': broken, ...pair(0) });
    for (const name of ['closed', 'pair0']) chmodSync(join(dir, name), 0o555);
    const ran = cli(dir, ['--no-verify', '--format', 'json']);
    for (const name of ['closed', 'pair0']) chmodSync(join(dir, name), 0o755);
    expect(ran.code).toBe(2);
    expect(
      json(ran)
        .problems.map(({ file }) => file)
        .sort(),
    ).toEqual(['closed/a.ts', 'pair0/caller.ts', 'pair0/wrapper.ts']);
    const fixable = json(ran).findings.filter(({ fix }) => fix === 'safe');
    expect(fixable.map(({ file, status, reason }) => [file, status, reason?.code])).toEqual([
      ['closed/a.ts', 'open', 'not-written'],
      ['open/a.ts', 'fixed', undefined],
      ['pair0/wrapper.ts', 'open', 'not-written'],
    ]);
    expect(bytesOf(dir)).toEqual({ 'closed/a.ts': broken, 'open/a.ts': fixed, ...pair(0) });
  });
});

it('files that others remove, replace, link or edit between reading and writing are left to them', () => {
  const outside = tree({ 'secret.ts': broken });
  const dir = tree({
    ...Object.fromEntries(
      ['removed', 'edited', 'linked', 'folder', 'kept'].map((name) => [`${name}.ts`, broken]),
    ),
    ...pair(0),
  });
  const at = (name: string) => JSON.stringify(join(dir, name));
  const ran = cli(
    dir,
    ['--no-verify', '--format', 'json'],
    inject(
      atStep(
        1,
        `for (const name of ['removed', 'linked', 'folder']) fs.unlinkSync(${at('')} + '/' + name + '.ts');
         fs.symlinkSync(${JSON.stringify(join(outside, 'secret.ts'))}, ${at('linked.ts')});
         fs.mkdirSync(${at('folder.ts')});
         fs.appendFileSync(${at('edited.ts')}, '// theirs');
         fs.appendFileSync(${at('pair0/wrapper.ts')}, '// theirs');`,
      ),
    ),
  );
  expect(ran.code).toBe(2);
  const said = Object.fromEntries(json(ran).problems.map(({ file, message }) => [file, message]));
  expect(said).toMatchObject({
    'removed.ts': expect.stringMatching(/removed while the tool ran/),
    'edited.ts': expect.stringMatching(/changed while the tool ran/),
    'linked.ts': expect.stringMatching(/link/),
    'folder.ts': expect.stringMatching(/not a regular file/),
    'pair0/wrapper.ts': expect.stringMatching(/changed while the tool ran/),
    'pair0/caller.ts': expect.stringMatching(/another file of the same fix/),
  });
  expect(bytesOf(outside)).toEqual({ 'secret.ts': broken });
  const now = bytesOf(dir);
  expect([now['edited.ts'], now['kept.ts']]).toEqual([`${broken}// theirs`, fixed]);
  expect(now['pair0/caller.ts']).toBe(pair(0)['pair0/caller.ts']);
  expect(litter(dir)).toEqual([]);
});

describe('others at work in the middle of writing', () => {
  /** Code that does `what` at the first replacement. Between the last look at a file and its own rename nothing can be seen. */
  const atFirstRename = (before: string, after: string): string => `
    const { renameSync } = fs; let count = 0;
    fs.renameSync = (...args) => {
      const isFirst = ++count === 1;
      if (isFirst) { ${before} }
      renameSync(...args);
      if (isFirst) { ${after} }
    };
    patch();`;
  /** Code that does `what` as soon as the type check begins: after the analysis, before anything is written. */
  const beforeVerify = (what: string): string => `
    const { readFileSync } = fs; let done = false;
    fs.readFileSync = (...args) => {
      if (!done && /modelcontextprotocol.client.dist.*d.m?ts$/.test(String(args[0]))) { done = true; ${what} }
      return readFileSync(...args);
    };
    patch();`;
  const moments = {
    'before the first file is replaced': (what: string) => atFirstRename(what, ''),
    'between the files of a fix': (what: string) => atFirstRename('', what),
  };
  const files: Record<string, string> = { ...pair(0), 'z.ts': broken };
  const secret = () => tree({ 'secret.ts': broken });
  const deeds: Record<string, (file: string, outside: string) => string> = {
    edits: (file) => `fs.appendFileSync(${file}, '// theirs');`,
    removes: (file) => `fs.unlinkSync(${file});`,
    'makes a folder of': (file) => `fs.unlinkSync(${file}); fs.mkdirSync(${file});`,
    'makes a link of': (file, outside) => `fs.unlinkSync(${file}); fs.symlinkSync(${outside}, ${file});`,
  };
  const cases = Object.entries(moments).flatMap(([moment, at]) =>
    Object.entries(deeds).map(([deed, what]) => ({ moment, at, deed, what })),
  );

  it.each(cases)(
    'one $deed a file $moment: its fix is taken back whole, the others stand',
    ({ at, what }) => {
      const dir = tree(files);
      const outside = secret();
      // Files are replaced in the order of their names: the second of the pair is still the old one at both moments.
      const victim = JSON.stringify(join(dir, 'pair0/wrapper.ts'));
      const code = at(what(victim, JSON.stringify(join(outside, 'secret.ts'))));
      const ran = cli(dir, ['--no-verify', '--format', 'json'], inject(code));
      expect(ran.code).toBe(2);
      expect(json(ran).problems.map(({ file }) => file)).toEqual(
        expect.arrayContaining(['pair0/wrapper.ts', 'pair0/caller.ts']),
      );
      const left = json(ran).findings.filter(({ status, fix }) => status === 'open' && fix === 'safe');
      expect(left.map(({ reason }) => reason?.code)).not.toContain(undefined);
      const now = bytesOf(dir);
      expect(now['pair0/caller.ts']).toBe(files['pair0/caller.ts']);
      expect(now['pair0/wrapper.ts'] ?? files['pair0/wrapper.ts']).not.toContain('URLSearchParams');
      expect(now['z.ts']).toBe(fixed);
      expect(bytesOf(outside)).toEqual({ 'secret.ts': broken });
      expect(litter(dir)).toEqual([]);
    },
  );

  it.each(Object.entries(deeds))('one %s a file while the fixes are type-checked', (_, what) => {
    const dir = tree({ 'a.ts': broken, 'z.ts': broken });
    const outside = secret();
    const victim = JSON.stringify(join(dir, 'a.ts'));
    const code = beforeVerify(what(victim, JSON.stringify(join(outside, 'secret.ts'))));
    const ran = cli(installed(dir), ['--format', 'json'], inject(code));
    expect(ran.code).toBe(2);
    expect(json(ran).problems.map(({ file }) => file)).toEqual(['a.ts']);
    expect(bytesOf(dir)['a.ts'] ?? broken).not.toContain('finishAuth(url.searchParams)');
    expect(bytesOf(dir)['z.ts']).toBe(fixed);
    expect(bytesOf(outside)).toEqual({ 'secret.ts': broken });
  });
});

describe.skipIf(process.platform === 'win32')('a reader that stops reading', () => {
  it('changes neither the exit code nor what is written', () => {
    const files = Object.fromEntries(numbers(60).map((index) => [`${index}.ts`, broken]));
    const dir = tree(files);
    const piped = (args: string) =>
      spawnSync(
        'bash',
        ['-c', `"$0" "$1" ${args} | head -c 10; exit \${PIPESTATUS[0]}`, process.execPath, binary],
        {
          cwd: dir,
          encoding: 'utf8',
          env: { ...process.env, FORCE_COLOR: '0' },
        },
      );
    const lint = piped('--lint');
    expect([lint.status, lint.stdout.length]).toEqual([1, 10]);
    expect(lint.stderr).not.toMatch(/EPIPE|\n {4}at /);
    expect(piped('--no-verify').status).toBe(0);
    expect(new Set(Object.values(bytesOf(dir)))).toEqual(new Set([fixed]));
  });
});

it('out of memory: the process dies, says so by its exit code, and leaves whole files', () => {
  const dir = tree({
    'a.ts': broken,
    'b.ts': `${broken}${'export const x = [{ a: 1 }];\n'.repeat(100_000)}`,
  });
  const files = bytesOf(dir);
  const ran = cli(dir, ['--no-verify'], { NODE_OPTIONS: '--max-old-space-size=64' });
  expect(ran.code === null || ran.code > 2).toBe(true);
  expect(ran.stderr).toMatch(/heap out of memory/);
  expect(bytesOf(dir)).toEqual(files);
  expect(litter(dir)).toEqual([]);
});
