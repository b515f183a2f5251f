import {
  type Choose,
  hold,
  imported,
  indent,
  nest,
  reading,
  source,
  stateCheck,
  type Templates,
} from './parts.ts';

/** One kind of program around these APIs; the choices decide which. */
export type Shape = (choose: Choose) => Templates;

const client = '@modelcontextprotocol/client';

/** The code is read and redeemed in one function. */
const direct: Shape = (choose) => {
  const name = choose('StreamableHTTPClientTransport', 'SSEClientTransport');
  const sdk = imported(choose, client, [name]);
  const { line, parameter, before, query } = source(choose);
  const read = reading(choose, query);
  const receiver = choose(
    { parameter: `, $transport: ${sdk.of(name)}`, before: '', of: '$transport' },
    {
      parameter: '',
      before: `const $transport = new ${sdk.of(name)}(new URL('https://mcp.example.com'));\n`,
      of: '$transport',
    },
    { parameter: '', before: '', of: `new ${sdk.of(name)}(new URL('https://mcp.example.com'))` },
  );
  const call = `await ${receiver.of}.finishAuth(${read.code});`;
  const body = [before, stateCheck(choose, query), receiver.before, read.before, nest(choose, call)].join('');
  const held = hold(choose, '$$callback', `${parameter}${receiver.parameter}, $expected: string`, body);
  return { 'main.ts': `${line}${sdk.line}\n\n${held}\n` };
};

/** A promise gives the code, from a server that waits for the callback. */
const promised: Shape = (choose) => {
  const sdk = imported(choose, client, ['StreamableHTTPClientTransport']);
  const settle = choose(
    "if ($code) $resolve($code);\nelse $reject(new Error('no code'));",
    "$code ? $resolve($code) : $reject(new Error('no code'));",
    "if (!$code) {\n  $reject(new Error('no code'));\n  return;\n}\n$resolve($code);",
  );
  const wait = `export function $$wait($port: number): Promise<string> {
  return new Promise${choose('', '<string>')}(($resolve, $reject) => {
    const $server = createServer(($req, $res) => {
      const $url = new URL($req.url ?? '/', 'http://localhost');
      const $code = $url.searchParams.get('code');
      $res.end('You can close this window.');
      $server.close();
${indent(settle, 3)}
    });
    $server.listen($port);
  });
}
`;
  const use = choose(
    'const $code = await $$wait(8080);\nawait $transport.finishAuth($code);',
    'await $transport.finishAuth(await $$wait(8080));',
    'await $$wait(8080).then(($code) => $transport.finishAuth($code));',
    'const $pending = $$wait(8080);\nconst $code = await $pending;\nawait $transport.finishAuth($code);',
  );
  const held = hold(
    choose,
    '$$login',
    `$transport: ${sdk.of('StreamableHTTPClientTransport')}`,
    nest(choose, use),
  );
  const http = "import { createServer } from 'node:http';\n";
  return choose<Templates>(
    { 'main.ts': `${http}${sdk.line}\n\n${wait}\n${held}\n` },
    {
      'wait.ts': `${http}\n${wait}`,
      'main.ts': `${sdk.line}\nimport { $$wait } from './wait';\n\n${held}\n`,
    },
    {
      'wait.ts': `${http}\n${wait}`,
      'index.ts': "export * from './wait';\n",
      'main.ts': `${sdk.line}\nimport { $$wait } from './index';\n\n${held}\n`,
    },
  );
};

/** A wrapper takes the code, perhaps in another file, and has one or more callers. */
const wrapped: Shape = (choose) => {
  const sdk = imported(choose, client, ['StreamableHTTPClientTransport']);
  const type = sdk.of('StreamableHTTPClientTransport');
  const extra = choose('', ', $label: string');
  const given = extra ? ", 'main'" : '';
  const wrapper = choose(
    `export async function $$complete($transport: ${type}, $code: string${extra}): Promise<void> {\n  await $transport.finishAuth($code);\n}\n`,
    `export const $$complete = ($transport: ${type}, $code: string${extra}): Promise<void> => $transport.finishAuth($code);\n`,
    `export async function $$complete($transport: ${type}, $code: string${extra}) {\n  console.log($code.slice(0, 2));\n  return $transport.finishAuth($code);\n}\n`,
  );
  const { line, parameter, before, query } = source(choose);
  const read = reading(choose, query);
  const body = `${before}${read.before}${nest(choose, `await $$complete($transport, ${read.code}${given});`)}`;
  const held = hold(choose, '$$callback', `${parameter}, $transport: ${type}`, body);
  const second = hold(
    choose,
    '$$again',
    `$transport: ${type}, $url: URL`,
    `await $$complete($transport, $url.searchParams.get('code')!${given});`,
  )
    .replaceAll('$$Host', '$$Other')
    .replaceAll('$$hosts', '$$others')
    .replaceAll('$$Inner', '$$Deep')
    .replaceAll('$$make', '$$build');
  return choose<Templates>(
    { 'main.ts': `${line}${sdk.line}\n\n${wrapper}\n${held}\n` },
    {
      'wrapper.ts': `${sdk.line}\n\n${wrapper}`,
      'main.ts': `${line}${sdk.line}\nimport { $$complete } from './wrapper';\n\n${held}\n`,
    },
    {
      'wrapper.ts': `${sdk.line}\n\n${wrapper}`,
      'main.ts': `${line}${sdk.line}\nimport { $$complete } from './wrapper';\n\n${held}\n`,
      'other.ts': `${sdk.line}\nimport { $$complete } from './wrapper';\n\n${second}\n`,
    },
    // A caller that names no package: only the wrapper's name leads to it.
    {
      'wrapper.ts': `${sdk.line}\n\n${wrapper}`,
      'main.ts': `${line}${sdk.line}\nimport { $$complete } from './wrapper';\n\n${held}\n`,
      'other.ts': `import { $$complete } from './wrapper';\n\n${second.replaceAll(type, () => 'Parameters<typeof $$complete>[0]')}\n`,
    },
  );
};

/** The code travels in a record with a type of its own. */
const recorded: Shape = (choose) => {
  const sdk = imported(choose, client, ['StreamableHTTPClientTransport']);
  const { line, parameter, before, query } = source(choose);
  const type = choose(
    'export interface $$Result {\n  code: string;\n  state: string | null;\n}\n',
    'export type $$Result = { readonly code: string; readonly state: string | null };\n',
  );
  const made = choose(
    `return { code: ${query}.get('code') ?? '', state: ${query}.get('state') };`,
    `const code = ${query}.get('code')!;\nconst state = ${query}.get('state');\nreturn { code, state };`,
  );
  const read = `${type}\nexport function $$read(${parameter}): $$Result {\n${indent(before + made)}\n}\n`;
  const argument = parameter.slice(0, parameter.indexOf(':'));
  const use = choose(
    `const $result = $$read(${argument});\nawait $transport.finishAuth($result.code);`,
    `const { code: $code } = $$read(${argument});\nawait $transport.finishAuth($code);`,
    `await $transport.finishAuth($$read(${argument}).code);`,
  );
  const held = hold(
    choose,
    '$$finish',
    `${parameter}, $transport: ${sdk.of('StreamableHTTPClientTransport')}`,
    nest(choose, use),
  );
  return choose<Templates>(
    { 'main.ts': `${line}${sdk.line}\n\n${read}\n${held}\n` },
    {
      'read.ts': `${line}${read}`,
      'main.ts': `${line}${sdk.line}\nimport { $$read } from './read';\n\n${held}\n`,
    },
  );
};

/** `auth()` and its relatives take options. */
const redeemed: Shape = (choose) => {
  const sdk = imported(choose, client, ['auth', 'UnauthorizedError']);
  const { line, parameter, before, query } = source(choose);
  const read = reading(choose, query);
  const call = choose(
    `await ${sdk.of('auth')}($provider, { serverUrl: 'https://mcp.example.com', authorizationCode: ${read.code} });`,
    `const $options = { serverUrl: 'https://mcp.example.com', authorizationCode: ${read.code} };\nawait ${sdk.of('auth')}($provider, $options);`,
    `const $result = await ${sdk.of('auth')}($provider, {\n  serverUrl: 'https://mcp.example.com',\n  authorizationCode: ${read.code},\n});\nif ($result !== 'AUTHORIZED') throw new ${sdk.of('UnauthorizedError')}();`,
  );
  const body = [before, stateCheck(choose, query), read.before, nest(choose, call)].join('');
  const types = `import type { OAuthClientProvider } from '${client}';\n`;
  const held = hold(
    choose,
    '$$callback',
    `${parameter}, $provider: OAuthClientProvider, $expected: string`,
    body,
  );
  return { 'main.ts': `${line}${types}${sdk.line}\n\n${held}\n` };
};

/** Handlers that used to see a 403. */
const caught: Shape = (choose) => {
  const sdk = imported(choose, client, ['SdkHttpError', 'SdkErrorCode']);
  const error = sdk.of('SdkHttpError');
  const code = sdk.of('SdkErrorCode');
  const done = choose(
    "console.warn('forbidden');",
    "throw new Error('forbidden');",
    "$report('forbidden');\n$count++;",
  );
  const guard = choose(
    `if ($error instanceof ${error} && $error.status === 403) {\n${indent(done)}\n} else {\n  throw $error;\n}`,
    `if ($error instanceof ${error}) {\n  if ($error.status === 403) {\n${indent(done, 2)}\n  } else if ($error.status === 404) {\n    $report('gone');\n  }\n  return;\n}\nthrow $error;`,
    `if (!($error instanceof ${error})) throw $error;\nswitch ($error.status) {\n  case 403:\n${indent(done, 2)}\n    break;\n  default:\n    throw $error;\n}`,
    `if ($error instanceof ${error} && $error.code === ${code}.ClientHttpForbidden) {\n${indent(done)}\n}`,
    `const $status = $error instanceof ${error} ? $error.status : 0;\nif ($status === 403) {\n${indent(done)}\n}`,
    `if ($error instanceof ${error} && $error.status === 404) {\n${indent(done)}\n}`,
  );
  const body = `let $count = 0;\ntry {\n  await $work();\n} catch ($error) {\n${indent(guard)}\n}\n$report(String($count));`;
  const held = hold(
    choose,
    '$$guarded',
    '$work: () => Promise<void>, $report: (text: string) => void',
    nest(choose, body),
  );
  return { 'main.ts': `${sdk.line}\n\n${held}\n` };
};

/** A provider whose authorization responses leave in several ways. */
const provider: Shape = (choose) => {
  const build =
    "const $target = new URL($params.redirectUri);\n$target.searchParams.set('code', randomUUID());\nif ($params.state) $target.searchParams.set('state', $params.state);\n";
  const exit = choose(
    '$res.redirect($target.href);',
    '$res.redirect(302, $target.toString());',
    '$res.writeHead(302, { Location: $target.href }).end();',
    "$res.setHeader('Location', $target.href);\n$res.status(302).end();",
    "$res.status(302).set('location', $target.toString()).end();",
    `$res.send('<a href="' + $target.href + '">go on</a>');`,
    '$res.json({ redirect: $target.href });',
  );
  const denial = choose(
    '',
    "if ($params.scopes?.includes('admin')) {\n  const $denied = new URL($params.redirectUri);\n  $denied.searchParams.set('error', 'invalid_scope');\n  $res.writeHead(302, { location: $denied.href }).end();\n  return;\n}\n",
  );
  const flag = choose('', '  readonly authorizationResponseIssParameterSupported = false;\n\n');
  return {
    'main.ts': `import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/server';
import type {
  AuthInfo,
  AuthorizationParams,
  OAuthRegisteredClientsStore,
  OAuthServerProvider,
} from '@modelcontextprotocol/server-legacy/auth';

export abstract class $$Provider implements OAuthServerProvider {
${flag}  abstract readonly clientsStore: OAuthRegisteredClientsStore;
  abstract challengeForAuthorizationCode(client: OAuthClientInformationFull, code: string): Promise<string>;
  abstract exchangeAuthorizationCode(client: OAuthClientInformationFull, code: string): Promise<OAuthTokens>;
  abstract exchangeRefreshToken(client: OAuthClientInformationFull, token: string): Promise<OAuthTokens>;
  abstract verifyAccessToken(token: string): Promise<AuthInfo>;

  async authorize($client: OAuthClientInformationFull, $params: AuthorizationParams, $res: Response): Promise<void> {
    console.log($client.client_id);
${indent(denial + nest(choose, build + exit), 2)}
  }
}
`,
  };
};

/** A router whose options are wrong, or miss the issuer. */
const mounted: Shape = (choose) => {
  const sdk = imported(choose, '@modelcontextprotocol/server-legacy/auth', [
    'authorizationHandler',
    'createOAuthMetadata',
    'mcpAuthRouter',
  ]);
  const issuer = choose("new URL('https://auth.example.com')", '$issuer');
  const value = choose('true', 'false');
  const use = choose(
    `$app.use(${sdk.of('mcpAuthRouter')}({ provider: $provider, issuerUrl: ${issuer}, authorizationResponseIssParameterSupported: ${value} } as never));`,
    `$app.use('/authorize', ${sdk.of('authorizationHandler')}({ provider: $provider }));
$app.use(${sdk.of('mcpAuthRouter')}({ provider: $provider, issuerUrl: ${issuer} }));`,
    `$app.use('/authorize', ${sdk.of('authorizationHandler')}({ provider: $provider }));`,
    `console.log(${sdk.of('createOAuthMetadata')}({ provider: $provider, issuerUrl: ${issuer} }).issuer);`,
  );
  const types = `import type { Express } from 'express';
import type { OAuthServerProvider } from '@modelcontextprotocol/server-legacy/auth';
`;
  const held = hold(
    choose,
    '$$mount',
    '$app: Express, $provider: OAuthServerProvider, $issuer: URL',
    nest(choose, use),
  );
  return {
    'main.ts': `${types}${sdk.line}

${held}
`,
  };
};

/** Another library's names: nothing here is the SDK's. */
const foreign: Shape = (choose) => {
  const from = choose("'./own'", "'another-sdk'");
  const own =
    'export class StreamableHTTPClientTransport {\n  async finishAuth($code: string): Promise<void> {\n    console.log($code);\n  }\n}\n\nexport class SdkHttpError extends Error {\n  status = 403;\n}\n';
  const files = {
    'main.ts': `import { SdkHttpError, StreamableHTTPClientTransport } from ${from};

export async function $$callback($url: URL): Promise<void> {
  try {
    await new StreamableHTTPClientTransport().finishAuth($url.searchParams.get('code')!);
  } catch ($error) {
    if ($error instanceof SdkHttpError && $error.status === 403) console.log('forbidden');
  }
}
`,
  };
  return from === "'./own'" ? { ...files, 'own.ts': own } : files;
};

export const shapes: Readonly<Record<string, Shape>> = {
  direct,
  promised,
  wrapped,
  recorded,
  redeemed,
  caught,
  provider,
  mounted,
  foreign,
};
