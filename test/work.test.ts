import { expect, it } from 'vitest';
import { cli, json, tree } from './cli-helpers.ts';

/*
 * What a run looks at is counted, because a time cannot be tested: a program that takes in the files around a flow, and not the flow
 * alone, finds the same and costs many times as much.
 */

const users = 60;

/** Files that import what the flow declares, use its words for other things, and have no part in it. */
const others = (text: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: users }, (_, index) => [`users/user${index}.ts`, text(index)]));

const login = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { code } from '../callback.ts';

const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com'));
await transport.finishAuth(await code);
`;

const callback = `export const settings = { port: 8080 };
let resolve: ((code: string) => void) | undefined;
export const code = new Promise<string>((done) => {
  resolve = done;
});

Bun.serve({
  port: settings.port,
  fetch(request: Request) {
    resolve?.(new URL(request.url).searchParams.get('code') ?? '');
    return new Response('ok');
  },
});
`;

const analyzed = (files: Record<string, string>) =>
  json(
    cli(tree({ 'login/login.ts': login, 'callback.ts': callback, ...files }), ['--lint', '--format', 'json']),
  ).summary;

it('nobody is looked at for the method of a handler that a runtime calls', () => {
  const calls = (index: number) => `import { settings } from '../callback.ts';

interface Api {
  fetch(path: string): Promise<unknown>;
}
export const load${index} = (api: Api) => api.fetch('/' + settings.port);
`;
  const { filesScanned, filesAnalyzed } = analyzed(others(calls));
  expect(filesScanned).toBe(users + 2);
  expect(filesAnalyzed).toBe(2);
});

it('nobody is looked at for a list of names that decides nothing', () => {
  const lists = `import { settings } from './callback.ts';

export function shown(query: Record<string, unknown>) {
  return Object.entries(query).map(([name, value]) => name + String(value) + settings.port);
}
`;
  const shows = (index: number) => `import { shown } from '../shown.ts';

export const show${index} = (query: Record<string, unknown>) => shown(query);
`;
  const { filesAnalyzed } = analyzed({
    'shown.ts': lists,
    'login/also.ts':
      "import { shown } from '../shown.ts';\nimport './login.ts';\n\nexport const show = shown;\n",
    ...others(shows),
  });
  expect(filesAnalyzed).toBeLessThan(6);
});
