/** Handlers that tell OAuth errors apart by the classes of v1, as people write them; what they do can be watched. */
import { type Choose, indent } from './parts.ts';

const classes = ['InvalidGrantError', 'InvalidClientError', 'AccessDeniedError', 'ServerError'] as const;
const codes = ['invalid_grant', 'invalid_client', 'server_error'] as const;

class Writer {
  readonly helpers = new Map<string, string>();
  private count = 0;
  constructor(readonly choose: Choose) {}

  text(): string {
    this.count++;
    return `'${this.choose('expired', 'forgotten', 'denied', 'failed')} ${this.count}'`;
  }
  need(name: string, text: string): string {
    this.helpers.set(name, text);
    return name;
  }
}

function condition(writer: Writer, error: string): string {
  const { choose } = writer;
  const one = choose(...classes);
  const direct = (): string =>
    choose(
      `${error} instanceof ${one}`,
      `${error} instanceof InvalidGrantError || ${error} instanceof ${one}`,
      `${error} instanceof OAuthError`,
      `${error} instanceof OAuthError && ${error}.errorCode === '${choose(...codes)}'`,
      `${error} instanceof OAUTH_ERRORS.${choose(...codes)}!`,
      `${error}?.name === '${one}'`,
      `${error}?.errorCode === '${choose(...codes)}'`,
      `${error} instanceof Error && ${error} instanceof ${one}`,
      `${error} instanceof TypeError`,
    );
  return choose(
    direct,
    () => `!(${direct()})`,
    () => `${error} && ${direct()}`,
    () =>
      `${writer.need('isExpired', `const isExpired = (value: unknown): boolean => value instanceof ${one};`)}(${error})`,
    () =>
      `${writer.need('reject', `const reject = (value: unknown): value is ${one} => value instanceof ${one};`)}(${error})`,
  )();
}

function statement(writer: Writer, error: string): string {
  const { choose } = writer;
  return choose(
    () => `if (${condition(writer, error)}) return ${writer.text()};`,
    () => `if (${condition(writer, error)}) {\n  note(${writer.text()});\n  return ${writer.text()};\n}`,
    () => `note(${condition(writer, error)} ? ${writer.text()} : ${writer.text()});`,
    () => `const isMeant = ${condition(writer, error)};\nnote(isMeant);`,
    () => `if (${condition(writer, error)}) throw ${error};`,
    () => `if (${error} instanceof OAuthError) note(${error}.errorCode);`,
  )();
}

function program(writer: Writer): string {
  const { choose } = writer;
  const count = choose(1, 2, 3);
  const body = (error: string): string =>
    [
      ...Array.from({ length: count }, () => `{\n${indent(statement(writer, error))}\n}`),
      `return ${writer.text()};`,
    ].join('\n');
  const attempt = choose(
    "refreshAuthorization('https://login.example.com', { clientInformation: { client_id: 'host' }, refreshToken: 'r' })",
    "auth(provider, { serverUrl: 'https://mcp.example.com/' })",
    'client.listTools()',
  );
  const given = 'client: Client, provider: OAuthClientProvider';
  // The same helper may get what a server throws.
  const serving = (name: string, gets: string): string =>
    `export async function serve(server: OAuthServerProvider): Promise<unknown> {\n  try {\n    return await server.verifyAccessToken('t');\n  } catch (${name}: any) {\n    return ${gets};\n  }\n}`;
  const handle = choose(
    () =>
      `export async function handle(${given}): Promise<unknown> {\n  try {\n    return await ${attempt};\n  } catch (error: any) {\n${indent(body('error'), 2)}\n  }\n}`,
    () =>
      `export const handle = async (${given}): Promise<unknown> =>\n  ${attempt}.catch((problem: any) => explain(problem));\nfunction explain(problem: any): unknown {\n${indent(body('problem'))}\n}${choose('', `\n${serving('problem', 'explain(problem)')}`)}`,
    () =>
      `async function tried<T>(run: () => Promise<T>): Promise<unknown> {\n  try {\n    return await run();\n  } catch (error: any) {\n${indent(body('error'), 2)}\n  }\n}\nexport const handle = (${given}): Promise<unknown> => tried(() => ${attempt});${choose('', "\nexport const serve = (server: OAuthServerProvider): Promise<unknown> => tried(() => server.verifyAccessToken('t'));")}`,
    () =>
      `export async function handle(${given}): Promise<unknown> {\n  let last: any;\n  try {\n    return await ${attempt};\n  } catch (error) {\n    last = error;\n  }\n${indent(body('last'))}\n}`,
  )();
  const helper = [...writer.helpers.keys()][0];
  return helper && !handle.includes('serve') && choose(false, true)
    ? `${handle}\n${serving('error', `${helper}(error)`)}`
    : handle;
}

/** The text of a module that exports `handle`, `trace`, and perhaps `serve`. */
export function oauthModule(choose: Choose): string {
  const writer = new Writer(choose);
  const main = program(writer);
  const own = [...writer.helpers.values(), main].join('\n\n');
  const used = (names: readonly string[]): string =>
    names.filter((name) => new RegExp(`\\b${name}\\b(?!')`).test(own)).join(', ');
  const types = used(['OAuthServerProvider']);
  const legacy = used([...classes, 'OAuthError', 'OAUTH_ERRORS']);
  return [
    `import { ${used(['auth', 'Client', 'OAuthClientProvider', 'refreshAuthorization'])} } from '@modelcontextprotocol/client';`,
    ...(legacy ? [`import { ${legacy} } from '@modelcontextprotocol/server-legacy/auth';`] : []),
    ...(types ? [`import type { ${types} } from '@modelcontextprotocol/server-legacy/auth';`] : []),
    '',
    'export const trace: unknown[] = [];',
    'const note = (value: unknown): void => void trace.push(value);',
    '',
    own,
    '',
  ].join('\n');
}
