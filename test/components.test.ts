import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeOf, fileOf, isInScript, modulesOf } from '../src/analysis/program/component-modules.ts';
import { parse, syntaxErrors } from '../src/analysis/program/parse.ts';
import { type ComponentLanguage, partsOf } from '../src/analysis/program/script-blocks.ts';
import { templateMention } from '../src/analysis/program/template-code.ts';
import { run } from '../src/index.ts';
import type { Fix } from '../src/model/fix.ts';
import { onDisk } from '../src/pipeline/edits-on-disk.ts';
import { openSingle } from '../src/workspace/single.ts';

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

function project(files: Record<string, string>): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'components-')));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

/** The texts of the scripts, each behind the number of its module. */
const scripts = (language: ComponentLanguage, text: string): string[] =>
  partsOf(language, text).blocks.map(
    ({ start, end, module }) => `${module}:${text.slice(start, end).trim()}`,
  );

describe('scripts', () => {
  it.each<[what: string, language: ComponentLanguage, text: string, found: readonly string[]]>([
    ['one', 'vue', '<script>a</script><template>b</template>', ['0:a']],
    [
      'behind the template',
      'vue',
      '<template><p>b</p></template>\n<script setup lang="ts">\na\n</script>',
      ['0:a'],
    ],
    ['two of one component', 'vue', '<script>a</script>\n<script setup>b</script>', ['0:a', '0:b']],
    ['two in different languages', 'vue', '<script>a</script>\n<script setup lang="ts">b</script>', []],
    ['in a language that is not read', 'vue', '<script lang="coffee">a</script>', []],
    ['in a comment', 'vue', '<!-- <script>a</script> --><script>b</script>', ['0:b']],
    ['inside of an element', 'vue', '<template><script>a</script></template>', []],
    [
      'with > in an attribute',
      'vue',
      '<script setup generics="T extends A<B>" lang="ts">a</script>',
      ['0:a'],
    ],
    [
      'with tags in its strings',
      'vue',
      `<script>a('<script>', "<\\/script>")</script>`,
      [`0:a('<script>', "<\\/script>")`],
    ],
    ['that ends in a string, as in every browser', 'vue', "<script>a('</script>')</script>", ["0:a('"]],
    ['in capitals, with blanks in its end', 'vue', '<SCRIPT>a</SCRIPT ><Script>b</Script>', ['0:a', '0:b']],
    ['that closes itself', 'vue', '<script src="./a.ts" /><script setup>b</script>', ['0:b']],
    [
      'behind void elements and an open paragraph',
      'vue',
      '<template><br><p>a<p>b<input></template><script>c</script>',
      ['0:c'],
    ],
    ['without an end', 'vue', '<script>a', ['0:a']],
    ['none', 'vue', '<template>a</template>', []],
    [
      'of the module and of the instance',
      'svelte',
      '<script module>a</script><script>b</script>',
      ['0:a', '0:b'],
    ],
    ['in the head', 'svelte', '<svelte:head><script>a</script></svelte:head>', []],
    ['between dashes', 'astro', '---\na\n---\n<p>b</p>', ['0:a']],
    ['between dashes with CRLF', 'astro', '\r\n---\r\na\r\n---\r\n<p>b</p>', ['0:a']],
    ['dashes further down', 'astro', '<p>\n---\na\n---\n</p>', []],
    ['dashes without an end', 'astro', '---\na', []],
    [
      'two of a page',
      'astro',
      '---\na\n---\n<p><script>b</script></p><script>c</script>',
      ['0:a', '1:b', '2:c'],
    ],
    [
      'that are copied into the page',
      'astro',
      '<script is:inline>a</script><script type="module">b</script>',
      [],
    ],
  ])('%s (%s)', (_what, language, text, found) => {
    expect(scripts(language, text)).toEqual(found);
  });

  it('are modules of the length of their file, with its line breaks', () => {
    const text = '<p>\u{1f600}</p>\r\n<script>\r\na\r\n</script>\n<script setup>\n(b)\n</script>\u2028\n';
    const [module] = modulesOf('/x.vue', text);
    expect(module?.text).toBe(
      '         \r\n        \r\na\r\n;        \n              \n(b)\n         \u2028\n',
    );
    expect(module?.text.length).toBe(text.length);
  });

  it('each of a page leads back to the page', () => {
    const names = modulesOf('/x.astro', '---\na\n---\n<script>b</script>').map(({ name }) => name);
    expect(names).toEqual(['/x.astro', '/x.astro?script=1']);
    expect(names.map(fileOf)).toEqual(['/x.astro', '/x.astro']);
    expect(fileOf('/x.ts?script=1')).toBe('/x.ts?script=1');
  });

  it('are modules also where they neither import nor export', () => {
    const source = parse('/x.vue', '<script>const code = 1</script>');
    expect((source as { externalModuleIndicator?: unknown }).externalModuleIndicator).toBe(true);
  });

  it('in a file of their own are exported again', () => {
    expect(codeOf('/x.vue', '<script src="./login.ts"></script>')).toMatch(
      /\nexport \* from "\.\/login\.ts";$/,
    );
  });

  it('have their own languages', () => {
    const broken = (file: string, text: string) => syntaxErrors(parse(file, text)).length > 0;
    expect(broken('/x.vue', '<script lang="ts">const a = <b>c; let d: string</script>')).toBe(false);
    expect(broken('/x.vue', '<script lang="tsx">const a = <b>c</b></script>')).toBe(false);
    expect(broken('/x.vue', '<script lang="jsx">const a = <b>c</b></script>')).toBe(false);
    expect(broken('/x.astro', '---\nconst a: string = b; if (!a) return c\n---')).toBe(false);
    expect(broken('/x.vue', '<script>const a = </script>')).toBe(true);
  });
});

describe('names in templates', () => {
  const script = '<script setup>\nconst code = 1\n</script>\n';
  it.each<[template: string, uses: boolean | undefined]>(
    [
      ['<p>{{ code }}</p>', true],
      ['<p :title="code"/>', true],
      ["<p @click='finish(code)'/>", true],
      ['<p v-if=code />', true],
      ['<my-code #default="{ code }"/>', true],
      ['<p v-text="code"/>', true],
      ['<Child @code="done()" :code="1" #code="{ a }"/>', undefined],
      ['<Child :code />', true],
      ['<Child :[code]="1" />', true],
      ["<p>{{ t('code') }}</p>", false],
      ['<p>{{ { code: 1 } }}</p>', false],
      ['<p>{{ session.code }}</p>', undefined],
      ['<p>{{ codes }} {{ my_code }}</p>', undefined],
      ['<p title="code">Enter the code</p>', undefined],
      ['<!-- {{ code }} -->', undefined],
      ['<style>.code { color: red }</style>', undefined],
      ['<style>p { color: v-bind(code) }</style>', true],
      ['<template lang="pug">p= code</template>', true],
    ].filter(([, uses]) => uses !== undefined || true) as [string, boolean | undefined][],
  )('Vue: %s', (template, uses) => {
    const found = templateMention('/x.vue', script + template, 'code');
    expect(found?.isCertain).toBe(uses);
    if (found) expect(found.line).toBe(4);
  });

  it.each<[file: string, template: string, uses: boolean | undefined]>([
    ['/x.svelte', '<p>{code}</p>', true],
    ['/x.svelte', '<Input {code} />', true],
    ['/x.svelte', '<input bind:value={code}>', true],
    ['/x.svelte', '<input bind:code>', true],
    ['/x.svelte', '<p use:code={1}>', true],
    ['/x.svelte', '<Child code={1} on:code={done} bind:code={other} />', undefined],
    ['/x.svelte', '{#if code}a{/if}', true],
    ['/x.svelte', '<p>{$code}</p>', true],
    ['/x.svelte', '<p class="code">The code</p>', undefined],
    ['/x.svelte', '<style>.code { color: red }</style>', undefined],
    ['/x.svelte', '<p>{a</p> code', true],
    ['/x.svelte', '<script>$code = 1</script>', true],
    ['/x.astro', '<p data-code={code}>a</p>', true],
    ['/x.astro', '{list.map((each) => <p>{code}</p>)}', true],
    ['/x.astro', '<script define:vars={{ code }}>a</script>', true],
    ['/x.astro', '<p>The code</p>', undefined],
  ])('%s: %s', (file, template, uses) => {
    expect(templateMention(file, `<script>b</script>\n${template}`, 'code')?.isCertain).toBe(uses);
  });
});

describe('edits', () => {
  const text = '<script>a</script><p>b</p><script setup>c</script>';
  const fix = (file: string, start: number, end: number): Fix => ({
    level: 'suggested',
    assumes: 'unparsed-mention',
    obligation: 'every-mention',
    edits: [{ file, start, end, text: 'x' }],
  });

  it('stay within one script', () => {
    expect(isInScript('/x.vue', text, { start: 8, end: 9 })).toBe(true);
    expect(isInScript('/x.vue', text, { start: 9, end: 9 })).toBe(true);
    expect(isInScript('/x.vue', text, { start: 8, end: 41 })).toBe(false);
    expect(isInScript('/x.vue', text, { start: 21, end: 22 })).toBe(false);
    expect(isInScript('/x.ts', text, { start: 21, end: 22 })).toBe(true);
  });

  it('elsewhere in a component are refused', () => {
    expect(onDisk(fix('/x.vue', 21, 22), () => text)).toEqual({ level: 'none', refusal: 'outside-script' });
    expect(onDisk(fix('/x.vue', 8, 9), () => text)).toEqual(fix('/x.vue', 8, 9));
  });

  it('of a script of a page are edits of the page', () => {
    const page = '<script>a</script>';
    expect(onDisk(fix('/x.astro?script=1', 8, 9), () => page)).toEqual(fix('/x.astro', 8, 9));
  });
});

const transport = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'));
`;
const redeem = `${transport}transport.finishAuth(new URLSearchParams(location.search).get('code') ?? '');\n`;

describe('a run', () => {
  const lint = (cwd: string, paths: readonly string[] = ['.']) =>
    run({ cwd, paths: [...paths], mode: 'lint', rule: ['finish-auth-params'] });

  it.each([['src/Callback.vue'], ['src/**/*.vue'], ['src'], ['**/*.{ts,vue}']])('takes %s', async (given) => {
    const dir = project({ 'src/Callback.vue': `<script>\n${redeem}</script>\n`, 'src/a.ts': 'export {};\n' });
    const { report } = await lint(dir, [given]);
    expect(report.findings.map(({ file, range }) => `${file}:${range.start.line}`)).toEqual([
      'src/Callback.vue:4',
    ]);
    expect(report.problems).toEqual([]);
  });

  it('says where a script does not parse', async () => {
    const dir = project({ 'a.vue': `<template/>\n<script>\n${redeem}const = 1;\n</script>\n` });
    const { report } = await lint(dir);
    expect(report.problems).toEqual([
      { file: 'a.vue', message: expect.stringMatching(/^does not parse, .*\(line 6, column 7\)/) },
    ]);
  });

  it('says that a template is nested too deeply, and takes no long time for it', async () => {
    const deep = `${'<i>'.repeat(1_000)}\n`.repeat(500) + `${'</b>'.repeat(1_000)}\n`.repeat(500);
    const dir = project({ 'a.vue': `<script>\n${redeem}</script>\n${deep}` });
    const { report } = await lint(dir);
    expect(report.problems).toEqual([
      { file: 'a.vue', message: expect.stringContaining('nested deeper than 500 levels') },
    ]);
  });

  it('respects a suppression in every script of a page', async () => {
    const comment = '// mcp-auth-codemod-ignore-next-line finish-auth-params -- no iss there\n';
    const script = `<script>\n${transport}${comment}${redeem.split('\n').at(-2)}\n</script>\n`;
    const dir = project({ 'a.astro': `---\nconst a = 1;\n---\n${script}${script}` });
    const { report } = await lint(dir);
    expect(report.findings.map(({ status }) => status)).toEqual(['suppressed', 'suppressed']);
  });

  it('says that only the scripts of a component were type-checked', async () => {
    const dir = project({ 'a.vue': `<script lang="ts">\n${redeem}</script>\n` });
    cpSync(
      join(import.meta.dirname, '../node_modules/@modelcontextprotocol'),
      join(dir, 'node_modules/@modelcontextprotocol'),
      {
        recursive: true,
      },
    );
    const { report } = await run({ cwd: dir, paths: ['.'], mode: 'dry-run', rule: ['finish-auth-params'] });
    expect(report.findings.map(({ fix, status }) => [fix, status])).toEqual([['safe', 'fixed']]);
    expect(report.unverified).toContain('a.vue is a component, of which only the scripts were checked');
  });

  it('takes back what brings a type error into a script', async () => {
    const dir = project({
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true, "moduleResolution": "bundler", "module": "esnext", "lib": ["es2022"], "types": [] } }',
      'types.d.ts':
        'declare class URLSearchParams { private whole: true; }\ndeclare class URL { constructor(url: string); searchParams: { get(name: string): string | null } }',
      'a.vue': `<script lang="ts">\n${transport}const url = new URL('https://a.example');\ntransport.finishAuth(url.searchParams.get('code') ?? '');\n</script>\n`,
    });
    cpSync(
      join(import.meta.dirname, '../node_modules/@modelcontextprotocol'),
      join(dir, 'node_modules/@modelcontextprotocol'),
      {
        recursive: true,
      },
    );
    const { report } = await run({ cwd: dir, paths: ['.'], mode: 'dry-run', rule: ['finish-auth-params'] });
    expect(report.findings.map(({ reason, status }) => [reason?.code, status])).toEqual([
      ['type-check-failed', 'open'],
    ]);
  });

  it('is not for jscodeshift', () => {
    const text = `<script>\n${redeem}</script>\n`;
    const dir = project({ 'a.vue': text });
    expect(openSingle(join(dir, 'a.vue'), text)).toEqual({
      refused: expect.stringContaining('is a component'),
    });
  });
});
