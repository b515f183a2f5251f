/** Client hosts as data: which parts they are made of, and their text. */
import fc from 'fast-check';
import { boxes, boxImports } from './host-boxes.ts';
import { carriers } from './host-carriers.ts';
import type { HostFiles } from './host-laws.ts';
import { absences, type Piece, receivers, type Stage, sources } from './host-parts.ts';
import { uses } from './host-uses.ts';
import { inJavaScript, type JavaScript, javaScripts } from './language.ts';
import { indent } from './parts.ts';
import { styles } from './program.ts';
import { plain, restyle, type Style } from './style.ts';

const allSteps = { ...carriers, ...boxes, ...uses };
const layouts = ['one', 'two', 'barrel', 'vue', 'svelte', 'astro', 'html', 'published'] as const;

/** A client host: what fast-check makes, shrinks and prints. */
export interface Host {
  readonly source: string;
  readonly absence: string;
  /** Carriers and uses, in their order. */
  readonly steps: readonly string[];
  readonly receiver: string;
  /** Where the declarations stand that the steps need. */
  readonly layout: (typeof layouts)[number];
  /** TypeScript when there is none. */
  readonly javaScript: JavaScript | null;
  readonly style: Style;
}

const named = (parts: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(parts));

export const hosts: fc.Arbitrary<Host> = fc.record({
  source: named(sources),
  absence: named(absences),
  steps: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: named(carriers) },
      { weight: 1, arbitrary: named(boxes) },
      { weight: 3, arbitrary: named(uses) },
    ),
    { maxLength: 3, size: 'max' },
  ),
  receiver: named(receivers),
  layout: fc.constantFrom(...layouts),
  javaScript: fc.option(fc.constantFrom(...javaScripts), { freq: 3 }),
  style: fc.oneof({ weight: 3, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: styles }),
});

/** The files of a host. It exports `host<id>`; `id` keeps its names apart from those of the hosts beside it. */
export function filesOfHost(host: Host, id: string): HostFiles {
  const { tops, body } = written(host);
  const entry = `export async function $$host(input: ${sources[host.source]!.input}, transport: StreamableHTTPClientTransport, provider: OAuthClientProvider, send: typeof fetch): Promise<unknown> {\n${indent(body)}}\n`;
  const own = Object.fromEntries(
    Object.entries(laidOut(host, tops, entry)).map(([name, text]) => [
      name,
      text.replace(/\$\$(\w+)/g, `$1${id}`),
    ]),
  );
  const translated = host.javaScript ? inJavaScript(own, host.javaScript) : own;
  const files = Object.fromEntries(
    Object.entries(translated).map(([name, text]) => [name, restyle(text, host.style)]),
  );
  return { source: host.source, ...(tops.length > 0 ? placed(host, files, id) : { files }) };
}

/** The declarations that the parts need, and the statements of the host. */
function written({ source, absence, steps: names, receiver }: Host): { tops: string[]; body: string } {
  const { before = '', query, read = `${query}.get('code')` } = sources[source]!;
  const { before: reading, type } = absences[absence]!;
  const { top, call } = receivers[receiver]!;
  let stage: Stage = { code: 'code', type, record: undefined, query, n: 0 };
  const pieces: Piece[] = names.map((name, n) => {
    const piece = allSteps[name]!({ ...stage, n });
    stage = {
      ...stage,
      code: piece.code ?? stage.code,
      record: piece.record ?? stage.record,
      type: piece.type ?? stage.type,
    };
    return piece;
  });
  return {
    tops: [...pieces.flatMap((piece) => piece.top ?? []), ...(top ? [top(stage.type)] : [])],
    body: [
      before + reading(read),
      ...pieces.map((piece) => piece.before ?? ''),
      `${call(stage)}console.log('logged in');\nreturn 'done';\n`,
      ...pieces.map((piece) => piece.after ?? '').reverse(),
    ].join(''),
  };
}

function laidOut({ source, layout }: Host, tops: readonly string[], entry: string): Record<string, string> {
  const types = sources[source]!.types ?? '';
  const shared = tops.join('\n');
  if (layout === 'one' || tops.length === 0)
    return { 'main.ts': [types + importsOf(shared + entry), shared, entry].filter(Boolean).join('\n') };
  const exported = [...shared.matchAll(/^export .*?(\$\$\w+)/gm)].map(([, name]) => name);
  const from = layout === 'barrel' ? './index' : './shared';
  const line = `import { ${exported.join(', ')} } from '${from}';\n`;
  return {
    'shared.ts': [importsOf(shared), shared].filter(Boolean).join('\n'),
    ...(layout === 'barrel' ? { 'index.ts': "export * from './shared';\n" } : {}),
    'main.ts': `${types}${importsOf(entry)}${line}\n${entry}`,
  };
}

const imports: readonly (readonly [module: string, name: string, use: RegExp])[] = [
  ...boxImports,
  ['node:crypto', 'createHash', /\bcreateHash\(/],
  ['node:events', 'EventEmitter', /\bEventEmitter\b/],
  ['node:events', 'on', /= on\(/],
  ['node:fs', 'writeFileSync', /\bwriteFileSync\(/],
  ['@modelcontextprotocol/client', 'auth', /\bauth\(/],
  ['@modelcontextprotocol/client', 'exchangeAuthorization', /\bexchangeAuthorization\(/],
  ['@modelcontextprotocol/client', 'OAuthClientProvider', /\bOAuthClientProvider\b/],
  ['@modelcontextprotocol/client', 'SSEClientTransport', /\bSSEClientTransport\b/],
  ['@modelcontextprotocol/client', 'UnauthorizedError', /\bUnauthorizedError\b/],
  ['@modelcontextprotocol/client', 'StreamableHTTPClientTransport', /\bStreamableHTTPClientTransport\b/],
];

function importsOf(text: string): string {
  const used = imports.filter(([, , use]) => use.test(text));
  return [...new Set(used.map(([module]) => module))]
    .map((module) => {
      const names = used.filter(([from]) => from === module).map(([, name]) => name);
      return `import { ${names.join(', ')} } from '${module}';\n`;
    })
    .join('');
}

/** What is around a script, by the kind of the file that holds it: components are rewritten, a page is not parsed. */
const around: Partial<Record<Host['layout'], readonly [before: string, after: string]>> = {
  vue: ['<template>\n  <p>Signing in.</p>\n</template>\n\n<script LANG>\n', '\n</script>\n'],
  svelte: ['<script module LANG>\n', '\n</script>\n\n<p>Signing in.</p>\n'],
  astro: ['---\n', '\n---\n<p>Signing in.</p>\n'],
  html: ['<p>Signing in.</p>\n<script type="module">\n', '\n</script>\n'],
};

/** Who else calls what `shared` exports: a file that holds a script, or other people who do the same. */
function placed({ layout }: Host, files: Record<string, string>, id: string): Omit<HostFiles, 'source'> {
  const [entry, ...rest] = Object.entries(files).sort(([a], [b]) => a.localeCompare(b));
  const others = Object.fromEntries(rest);
  const page = around[layout];
  if (!entry || (!page && layout !== 'published')) return { files };
  const [name, text] = entry;
  if (layout === 'published') {
    const [shared] = Object.keys(others);
    const json = JSON.stringify({ name: id, version: '1.0.0', exports: `./${shared}` });
    return { files: { ...files, 'package.json': json }, outside: { [name]: text } };
  }
  const [before = '', after = ''] = page ?? [];
  const opening = before.replace(' LANG', name.endsWith('.ts') ? ' lang="ts"' : '');
  const script = `${opening}${text.replace(/^\ufeff/, '')}${after}`;
  return { files: { ...files, [`page.${layout}`]: script }, entry: 'page' };
}

/** The host with the fewest and plainest parts. */
export const plainest: Host = {
  source: 'url',
  absence: 'thrown',
  steps: [],
  receiver: 'transport',
  layout: 'one',
  javaScript: null,
  style: plain,
};

/** Hosts with one part less, or a plainer one: where a law is still broken, shrinking goes on from there. */
export function simpler(host: Host): readonly Host[] {
  const { steps: _, ...parts } = plainest;
  return [
    ...host.steps.map((_, index) => ({ ...host, steps: host.steps.toSpliced(index, 1) })),
    ...Object.entries(parts)
      .filter(([key, value]) => host[key as keyof Host] !== value)
      .map(([key, value]) => ({ ...host, [key]: value })),
  ];
}
