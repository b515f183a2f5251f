import { describe, expect, it } from 'vitest';
import type { Detected } from '../src/pipeline/detected.ts';
import { faultsOf, heldBySuppression, readSuppressions, suppresses } from '../src/pipeline/suppressions.ts';
import { positions } from '../src/report/source.ts';
import { rules } from '../transforms/index.ts';

const known = rules.map(({ info }) => info.id);
const ignore = 'mcp-auth-codemod-ignore-next-line';
const call = 'await transport.finishAuth(code);';

/** A finding on the first occurrence of `at`, whose fix replaces each of `changes`. */
function finding(
  text: string,
  at = 'finishAuth',
  changes = ['(code)'],
  rule = 'finish-auth-params',
): Detected {
  const position = positions(text);
  const offset = text.indexOf(at);
  return {
    rule: { ...rules.find(({ info }) => info.id === rule)!.info },
    file: 'a.tsx',
    offset,
    range: { start: position(offset), end: position(offset + at.length) },
    pending: false,
    fix: {
      level: 'suggested',
      assumes: 'public-signature',
      obligation: 'no-outside-callers',
      edits: changes.map((part) => {
        const start = text.indexOf(part);
        return { file: 'a.tsx', start, end: start + part.length, text: 'params' };
      }),
    },
  } as unknown as Detected;
}

const read = (text: string) => readSuppressions('a.tsx', text);
const held = (text: string, item = finding(text)) =>
  heldBySuppression(
    item,
    () => text,
    (file) => file,
  )?.code;
const isSuppressed = (text: string, item = finding(text)) =>
  read(text).some((comment) => suppresses(comment, item));
const faults = (text: string, found: Detected[] = [finding(text)], chosen = known) =>
  read(text).flatMap((comment) => faultsOf(comment, { known, chosen, found }));

describe('a suppression', () => {
  const inBody = (...lines: string[]) =>
    `async function f() {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

  it.each<[string, string[]]>([
    ['on the line above', [`// ${ignore} finish-auth-params -- r`, call]],
    ['one of several rules', [`// ${ignore} callback-state, finish-auth-params -- r`, call]],
    ['without blanks', [`//${ignore} callback-state,finish-auth-params --r`, call]],
    ['in a block comment', [`/* ${ignore} finish-auth-params -- r */`, call]],
    [
      'over several lines',
      ['/*', ` * ${ignore} callback-state,`, ' *   finish-auth-params -- r', ' */', call],
    ],
    ['in a doc comment', [`/** ${ignore} finish-auth-params -- r */`, call]],
    ['above another one', [`// ${ignore} finish-auth-params -- r`, `// ${ignore} callback-state -- r`, call]],
    ['below another one', [`// ${ignore} callback-state -- r`, `// ${ignore} finish-auth-params -- r`, call]],
    ['above blank lines', [`// ${ignore} finish-auth-params -- r`, '', '', call]],
    ['above other comments', [`// ${ignore} finish-auth-params -- r`, '// x', '/* y', ' */', call]],
    ['behind other code', [`void 0; // ${ignore} finish-auth-params -- r`, call]],
    [
      'above an expression',
      ['void [', `// ${ignore} finish-auth-params -- r`, 'transport.finishAuth(code)];'],
    ],
  ])('counts %s', (_, lines) => {
    const text = inBody(...lines);
    const item = finding(text, text.includes('await') ? 'await' : 'transport');
    expect(isSuppressed(text, item)).toBe(true);
    expect(held(text, item)).toBe('under-suppression');
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])('counts with the line break %j', (eol) => {
    const text = inBody(`// ${ignore} finish-auth-params -- r`, '// x', call).replaceAll('\n', eol);
    expect(isSuppressed(text, finding(text, 'await'))).toBe(true);
    expect(faults(text, [finding(text, 'await')])).toEqual([]);
  });

  it('counts in JSX, between its elements', () => {
    const text = `const x = (\n <div>\n  {/* ${ignore} finish-auth-params -- r */}\n  {/* x */}\n  <a on={() => transport.finishAuth(code)} />\n </div>\n);\n`;
    expect(isSuppressed(text, finding(text, '<a'))).toBe(true);
    expect(held(text, finding(text, '<a'))).toBe('under-suppression');
  });

  it('counts for a whole file, in its head', () => {
    const line = '// mcp-auth-codemod-ignore-file finish-auth-params, callback-state -- r\n';
    for (const head of ['', '#!/usr/bin/env node\n', '/* license */\n', "'use client';\n\n"]) {
      const text = `${head}${line}import 'x';\n${inBody(call)}`;
      expect(isSuppressed(text)).toBe(true);
      expect(faults(text, [finding(text)], ['finish-auth-params'])).toEqual([]);
      expect(held(text)).toBe('under-suppression');
    }
    const late = `import 'x';\n${line}${inBody(call)}`;
    expect(isSuppressed(late)).toBe(false);
    expect(held(late)).toBe('under-suppression');
    expect(faults(late)).toEqual([expect.stringContaining('Move it to the top')]);
  });

  it.each([
    `const text = '// ${ignore} finish-auth-params -- r';`,
    `const text = \`\n// ${ignore} finish-auth-params -- r\n\${x}\`;`,
    `const text = <p>\n// ${ignore} finish-auth-params -- r\n</p>;`,
    `const text = /\\/\\/ ${ignore} nope/;`,
    '// mcp-auth-codemod rewrote this',
    `// see ${ignore}`,
    `// eslint-disable-next-line x -- ${ignore} finish-auth-params -- r`,
  ])('is none: %s', (line) => {
    const text = inBody(line, call);
    expect(read(text)).toEqual([]);
    expect(held(text)).toBeUndefined();
  });

  it('speaks of no file that does not parse', () => {
    expect(read(`// ${ignore} finish-auth-params -- r\nif (`)).toEqual([]);
  });
});

describe('nothing is written under a suppression', () => {
  const under = (comment: string, ...lines: string[]) =>
    `import 'x';\nasync function f() {\n  ${comment}\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

  it.each([
    `// ${ignore}`,
    `// ${ignore} -- r`,
    `// ${ignore} callback-state -- another rule`,
    `// ${ignore} nope -- r`,
    `// ${ignore} finish-auth-params callback-state -- no comma`,
    `// ${ignore} finish-auth-params – r`,
    `// ${ignore}: finish-auth-params -- r`,
    '// mcp-auth-codemod-ignore-line finish-auth-params -- r',
    '// mcp-auth-codemod-disable-next-line finish-auth-params -- r',
    '// mcp-auth-codemod: ignore',
    '// mcp-auth-codemod ignore',
    '// MCP-AUTH-CODEMOD-IGNORE-NEXT-LINE finish-auth-params -- r',
    '// mcp-auth-codemod-ignore-file callback-state -- not in the head',
  ])('whatever is wrong with it: %s', (comment) => {
    const text = under(comment, call);
    expect(held(text, finding(text, call))).toBe('under-suppression');
    expect(isSuppressed(text)).toBe(false);
    const others = comment.includes('callback-state -- a')
      ? [finding(text, 'await', ['(code)'], 'callback-state')]
      : [];
    if (others.length === 0) expect(faults(text, others)).toHaveLength(1);
  });

  it('says so when only the reason is missing', () => {
    const text = under(`// ${ignore} finish-auth-params`, call);
    expect(held(text, finding(text, 'await'))).toBe('suppression-without-reason');
    expect(faults(text)).toEqual([expect.stringContaining('gives no reason')]);
  });

  it.each<[string, string[], string[]]>([
    ['on a later line of the statement', ['const done =', `  ${call}`], ['(code)']],
    ['in another step of the fix', ['const code = read();', 'void 0;', call], ['code = read()', '(code);']],
    ['behind a nested body', ['on(() => {', '  void 0;', '}, transport.finishAuth(code));'], ['(code));']],
    ['on its own line, nested', [`if (x) { ${call} }`], ['(code)']],
    ['in the head of a class', ['class A extends finishAuth(code) {', '}'], ['(code)']],
  ])('%s', (_, lines, changes) => {
    const text = under(`// ${ignore} auth-iss -- r`, ...lines);
    expect(held(text, finding(text, 'finishAuth', changes))).toBe('under-suppression');
  });

  it.each<[string, string[]]>([
    ['the body of a function', ['on(async () => {', `  ${call}`, '});']],
    ['the next statement', ['void 0;', call]],
    ['a clause of a switch', ['switch (x) {', '  case 1:', `    ${call}`, '}']],
    ['a member of a class', ['class A {', '  x = transport.finishAuth(code);', '}']],
  ])('but in %s', (_, lines) => {
    expect(held(under(`// ${ignore} auth-iss -- r`, ...lines))).toBeUndefined();
  });

  it('text may be inserted above and below, on lines of its own', () => {
    const text = under(`// ${ignore} auth-iss -- r`, 'const code = read();', 'void 0;', 'finishAuth();');
    const inserted = (at: number, what: string) =>
      held(text, {
        ...finding(text),
        fix: { ...finding(text).fix, edits: [{ file: 'a.tsx', start: at, end: at, text: what }] },
      } as Detected);
    const end = text.indexOf('read();') + 'read();'.length;
    expect(inserted(text.indexOf('//'), 'x();\n  ')).toBeUndefined();
    expect(inserted(end, '\n  x();')).toBeUndefined();
    expect(inserted(end, ' x();')).toBe('under-suppression');
    expect(inserted(text.indexOf('const code'), 'x();\n  ')).toBe('under-suppression');
  });
});

describe('what is told of a suppression', () => {
  const text = `// ${ignore} finish-auth-params, callback-state -- r\n${call}\n`;

  it('is nothing for rules that did not run', () => {
    expect(faults(text, [], ['authorize-issuer'])).toEqual([]);
    expect(faults(text, [finding(text, 'await')], ['finish-auth-params'])).toEqual([]);
    expect(faults(`// ${ignore} callback-state\n${call}`, [], ['auth-iss'])).toEqual([]);
  });

  it('names the rules that find nothing', () => {
    expect(faults(text, [finding(text, 'await')])).toEqual([
      'This suppression is unused: callback-state finds nothing on the next line of code. Remove the rule from the comment.',
    ]);
    expect(faults(text, [])).toEqual([
      'This suppression is unused: finish-auth-params and callback-state find nothing on the next line of code. Remove the comment.',
    ]);
    expect(faults('// mcp-auth-codemod-ignore-file auth-iss -- r\n', [])).toEqual([
      expect.stringContaining('finds nothing in this file. Remove the comment.'),
    ]);
  });

  it('names what is no rule, also next to one that is', () => {
    const mixed = `// ${ignore} nope, finish-auth-params -- r\n${call}\n`;
    expect(faults(mixed, [finding(mixed, 'await')])).toEqual([
      'This suppression names nope, which is not a rule. `mcp-auth-codemod rules` lists the rules.',
    ]);
    expect(faults(`// ${ignore} -- r\n${call}\n`)).toEqual([expect.stringContaining('names no rule')]);
  });
});
