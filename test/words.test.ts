import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refusals } from '../src/index.ts';
import { root } from './harness.ts';

/** What we do not write, and what we write instead. Identifiers are split into their words first. */
const words: readonly (readonly [RegExp, string])[] = [
  // Plain words.
  [/\bmend(?:s|ed|er|ing)?\b/, 'fix, rewrite'],
  [/\bshall\b/, 'must, will'],
  [/\b(?:in|out of) sight\b/, 'found in this project; cannot see'],
  [/\bknown of\b/, 'cannot see into'],
  [/\bhand(?:ed|ing)\b|(?<!by )\bhands?\b (?:a|about|it|on|out|over|the|them|to)\b/, 'pass, forward'],
  [/\bat hand\b/, 'available'],
  [/\bbeside it\b/, 'next to it'],
  [/\b(?:mis)?spel(?:l|ls|led|ling|lings|t)\b/, 'written'],
  [/\bso that \w+(?: \w+)? may\b/, '(the short way)'],
  [/\bwhich is no (?!longer)/, 'which is not, does not extend'],
  [/\b(?:doors?|roads?)\b/, '(say what it does)'],
  [/\bholders?\b/, 'carrier'],
  [/\bhops?\b/, 'step of an access path'],
  [/(?<!closed )\bworlds?\b/, 'scenario'],
  [/\bthe errors? of (?:before|now)\b/, 'SdkHttpError, InsufficientScopeError'],
  [/\bmetadata(?: that)? promises?\b|\bpromises? (?:`iss`|iss)\b|\bits promise\b/, 'the metadata advertises'],
  // American English.
  [/\banalys(?:e|ed|er|es|ing)\b/, 'analyze'],
  [/\b(?:behavi|col|fav|flav|hon|hum|lab|neighb)our/, '-or'],
  [
    /\b\w*(?:al|author|custom|gan|gn|maxim|memo|minim|optim|summar|symbol|thes|token|util)is(?:ation|e|ed|er|es|ing)\b/,
    '-ize',
  ],
  [/\b(?:defen|offen|licen|preten)ces?\b/, '-se'],
  [/\b(?:artefact|catalogue|centre|grey|judgement|learnt|programme|whilst)(?:s|d)?\b/, '(American spelling)'],
  [/\b(?:label|model|travel)l(?:ed|ing)\b/, '(one l)'],
];

/** Where a word stays: reason codes are a contract, and so is what a fix writes. */
const kept: readonly RegExp[] = [
  new RegExp(Object.keys(refusals).join('|'), 'g'),
  // The comment that a fix puts into the user's code (src/analysis/server/response/switch-off.ts).
  /Gives up the mix-up defence\./g,
];

const filesOf = (path: string): string[] => {
  const at = join(root, path);
  if (!statSync(at).isDirectory()) return [path];
  return readdirSync(at).flatMap((name) => filesOf(`${path}/${name}`));
};

const files = ['src', 'transforms', 'docs', 'bin', 'schema', 'README.md', 'MIGRATION.md', 'package.json']
  .flatMap(filesOf)
  // These declare what other projects named.
  .filter((file) => !file.startsWith('src/sdk/declarations/'));

const wordsOf = (line: string): string =>
  kept
    .reduce((text, exception) => text.replace(exception, ''), line)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

test.each(files)('%s is written in plain American English', (file) => {
  const found = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      words.flatMap(([word, instead]) => {
        const match = word.exec(wordsOf(line));
        return match ? [`${file}:${index + 1}: ${match[0]} → ${instead}`] : [];
      }),
    );
  expect(found).toEqual([]);
});

test.each(Object.entries(refusals))(
  '%s says why in one short sentence, then what to do',
  (_, { text, todo }) => {
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/\. [A-Z]/);
    expect(text.length).toBeLessThanOrEqual(200);
    expect(todo).toMatch(/[.)]$/);
    expect(todo.length).toBeLessThanOrEqual(220);
  },
);
