/** Providers of the client as people write them: where they keep things, and how they forget. */
import { type Choose, indent } from './parts.ts';

/** A place for one thing: what reads it, sets it and forgets it. */
interface Place {
  readonly made: string;
  readonly read: string;
  readonly set: (value: string) => string;
  readonly gone: string;
  readonly isAsync?: boolean;
}

function placeOf(choose: Choose, kind: string, name: string, type: string): Place {
  const field: Place = {
    made: `private ${name}?: ${type};`,
    read: `this.${name}`,
    set: (value) => `this.${name} = ${value};`,
    gone: choose(`this.${name} = undefined;`, `delete this.${name};`),
  };
  const key = choose(`'${name}'`, `this.key('${name}')`);
  const kinds: Record<string, Place> = {
    fields: field,
    record: {
      made: '',
      read: `this.data.${name}`,
      set: (value) => `this.data.${name} = ${value};`,
      gone: choose(`delete this.data.${name};`, `this.data.${name} = undefined;`),
    },
    map: {
      made: '',
      read: `this.store.get(${key})`,
      set: (value) => `this.store.set(${key}, ${value});`,
      gone: `this.store.delete(${key});`,
    },
    file: {
      made: '',
      read: `this.load().${name}`,
      set: (value) => `this.save({ ...this.load(), ${name}: ${value} });`,
      gone: choose(
        `this.save({ ...this.load(), ${name}: undefined });`,
        `{\n  const data = this.load();\n  delete data.${name};\n  this.save(data);\n}`,
      ),
    },
  };
  return kinds[kind] ?? field;
}

const shared: Readonly<Record<string, string>> = {
  fields: '',
  record: 'private data: Record<string, any> = {};',
  map: "private readonly store = new Map<string, any>();\n  private key(name: string): string {\n    return 'host-' + name;\n  }",
  file: "private load(): Record<string, any> {\n  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};\n}\n\nprivate save(data: Record<string, any>): void {\n  writeFileSync(FILE, JSON.stringify(data));\n}",
};

const fromFile =
  "import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';\nconst FILE = '/state/host.json';";

/** How the discovery state is kept: not at all, with a way back, or without one. */
function discoveries(choose: Choose, place: Place): readonly string[] {
  const saves = `saveDiscoveryState(state: OAuthDiscoveryState): void {\n  ${place.set('state')}\n}`;
  const gives = `discoveryState(): OAuthDiscoveryState | undefined {\n  return ${place.read};\n}`;
  const never = 'discoveryState(): OAuthDiscoveryState | undefined {\n  return undefined;\n}';
  return choose([], [], [place.made, saves, gives], [place.made, saves], [place.made, saves, never]);
}

/** How `invalidateCredentials` is written, from what forgets the client, the tokens and the verifier. */
function forgets(choose: Choose, kind: string, places: Readonly<Record<string, Place>>): string {
  const { client, tokens, verifier } = places as Record<'client' | 'tokens' | 'verifier', Place>;
  const whole =
    kind === 'record' ? 'this.data = {};' : kind === 'file' ? 'rmSync(FILE, { force: true });' : undefined;
  const all = choose(
    `${client.gone}\n${tokens.gone}`,
    `${client.gone}\n${tokens.gone}\n${verifier.gone}`,
    whole ?? `${tokens.gone}\n${client.gone}`,
  );
  const knows = choose(false, false, false, true);
  const other = knows ? ` else if (scope === 'client') {\n${indent(client.gone)}\n}` : '';
  const more = knows ? `  case 'client':\n${indent(client.gone, 2)}\n    break;\n` : '';
  const type = choose(
    "'all' | 'client' | 'tokens' | 'verifier' | 'discovery'",
    "'all' | 'client' | 'tokens' | 'verifier'",
    "'all' | 'tokens'",
    'string',
  );
  const safe = knows && type === "'all' | 'tokens'" ? "'all' | 'client' | 'tokens'" : type;
  const body = choose(
    `if (scope === 'all') {\n${indent(all)}\n} else if (scope === 'tokens') {\n${indent(tokens.gone)}\n}${other}`,
    `switch (scope) {\n  case 'all':\n${indent(all, 2)}\n    break;\n${more}  case 'tokens':\n${indent(tokens.gone, 2)}\n    break;\n}`,
    `if (scope === 'tokens') {\n${indent(tokens.gone)}\n  return;\n}\n${knows ? `if (scope === 'client') {\n${indent(client.gone)}\n}\n` : ''}if (scope !== 'all') return;\n${all}`,
    `if (scope === 'all' || scope === 'tokens') ${tokens.gone}\nif (scope === 'all'${knows ? " || scope === 'client'" : ''}) ${client.gone}`,
    `if (scope === 'all') {\n${indent(client.gone)}\n}\nif (scope === 'all' || scope === 'tokens') {\n${indent(tokens.gone)}\n}${knows ? `\nif (['client'].includes(scope)) ${client.gone}` : ''}`,
  );
  const direct = `invalidateCredentials(scope: ${safe}): void {\n${indent(body)}\n}`;
  const handed = `invalidateCredentials(scope: ${safe}): void {\n  this.forget(scope);\n}\n\nprivate forget(scope: string): void {\n${indent(body)}\n}`;
  return choose(direct, direct, handed);
}

/** The text of a module that exports `Provider`. */
export function providerModule(choose: Choose): string {
  const kind = choose('fields', 'record', 'map', 'file');
  const places = {
    client: placeOf(choose, kind, 'client', 'OAuthClientInformationMixed'),
    tokens: placeOf(choose, kind, 'saved', 'OAuthTokens'),
    verifier: placeOf(choose, kind, 'verifier', 'string'),
  };
  const { client, tokens, verifier } = places;
  const record =
    '{ access_token: tokens.access_token, token_type: tokens.token_type, refresh_token: tokens.refresh_token }';
  const kept = choose('tokens', 'tokens', '{ ...tokens }', record);
  const registered = choose('client', 'client', '{ client_id: client.client_id }');
  const members = [
    shared[kind],
    ...Object.values(places).map(({ made }) => made),
    "get redirectUrl(): string {\n  return 'http://localhost:8090/callback';\n}",
    'get clientMetadata(): OAuthClientMetadata {\n  return { redirect_uris: [this.redirectUrl] };\n}',
    `clientInformation(): OAuthClientInformationMixed | undefined {\n  return ${client.read};\n}`,
    `saveClientInformation(client: OAuthClientInformationMixed): void {\n  ${client.set(registered)}\n}`,
    `tokens(): OAuthTokens | undefined {\n  return ${tokens.read};\n}`,
    `saveTokens(tokens: OAuthTokens): void {\n  ${tokens.set(kept)}\n}`,
    `saveCodeVerifier(verifier: string): void {\n  ${verifier.set('verifier')}\n}`,
    `codeVerifier(): string {\n  return ${verifier.read} ?? '';\n}`,
    'redirectToAuthorization(): void {}',
    ...discoveries(choose, placeOf(choose, kind, 'discovery', 'OAuthDiscoveryState')),
    forgets(choose, kind, places),
  ].filter((each) => each !== '' && each !== undefined);
  const text = members.join('\n');
  const types = ['OAuthClientInformationMixed', 'OAuthClientMetadata', 'OAuthClientProvider', 'OAuthTokens'];
  if (text.includes('OAuthDiscoveryState')) types.push('OAuthDiscoveryState');
  return [
    `import type { ${types.join(', ')} } from '@modelcontextprotocol/client';`,
    ...(kind === 'file' ? [fromFile] : []),
    '',
    'export class Provider implements OAuthClientProvider {',
    members.map((each) => indent(each ?? '')).join('\n\n'),
    '}',
    '',
  ].join('\n');
}
