// A login whose code goes through ten files, and ordinary code that uses the same words for other things.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the order of the flow: the query is read in the first, `finishAuth` is called in the last. */
export const flow = {
  'read-callback.ts': `import type { IncomingMessage } from 'node:http';
import type { CallbackResult } from './callback-result.js';

export function readCallback(req: IncomingMessage): CallbackResult | undefined {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://127.0.0.1');
  const code = searchParams.get('code');
  const state = searchParams.get('state');
  if (pathname !== '/callback' || !code || !state) return undefined;
  return { code, state };
}
`,
  'callback-result.ts': `export interface CallbackResult {
  readonly code: string;
  readonly state: string;
}
`,
  'callback-server.ts': `import { createServer } from 'node:http';
import type { CallbackResult } from './callback-result.js';
import { readCallback } from './read-callback.js';

export class CallbackServer {
  constructor(private readonly port: number) {}

  waitForCallback(): Promise<CallbackResult> {
    return new Promise((resolve, reject) => {
      const server = createServer((req, res) => {
        const result = readCallback(req);
        res.end(result ? 'You can close this window.' : 'The login was not completed.');
        server.close();
        if (result) resolve(result);
        else reject(new Error('The callback carried no authorization code'));
      });
      server.listen(this.port, '127.0.0.1');
    });
  }
}
`,
  'callback/index.ts': `export * from '../callback-result.js';
export { CallbackServer } from '../callback-server.js';
`,
  'receive-code.ts': `import { CallbackServer } from './callback/index.js';

export async function receiveCode(port: number, expectedState: string): Promise<string> {
  const { code, state } = await new CallbackServer(port).waitForCallback();
  if (state !== expectedState) throw new Error('The callback belongs to another login');
  return code;
}
`,
  'code-source.ts': `/** Where the code of a login comes from. */
export interface CodeSource {
  nextCode(expectedState: string): Promise<string>;
}
`,
  'browser-source.ts': `import type { CodeSource } from './code-source.js';
import { receiveCode } from './receive-code.js';

export class BrowserSource implements CodeSource {
  constructor(private readonly port: number) {}

  nextCode(expectedState: string): Promise<string> {
    return receiveCode(this.port, expectedState);
  }
}
`,
  'login-service.ts': `import type { CodeSource } from './code-source.js';
import type { LoginFinisher } from './login-finisher.js';

export class LoginService {
  constructor(
    private readonly source: CodeSource,
    private readonly finisher: LoginFinisher,
  ) {}

  async logIn(expectedState: string): Promise<void> {
    const code = await this.source.nextCode(expectedState);
    await this.finisher.completeLogin(code);
  }
}
`,
  'login-finisher.ts': `export interface LoginFinisher {
  completeLogin(code: string): Promise<void>;
}
`,
  'mcp-finisher.ts': `import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { LoginFinisher } from './login-finisher.js';

export class McpFinisher implements LoginFinisher {
  constructor(private readonly transport: StreamableHTTPClientTransport) {}

  async completeLogin(code: string): Promise<void> {
    await this.transport.finishAuth(code);
  }
}
`,
};

const main = `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { BrowserSource } from './browser-source.js';
import { LoginService } from './login-service.js';
import { McpFinisher } from './mcp-finisher.js';

export function loginTo(serverUrl: URL, expectedState: string): Promise<void> {
  const transport = new StreamableHTTPClientTransport(serverUrl);
  return new LoginService(new BrowserSource(8090), new McpFinisher(transport)).logIn(expectedState);
}
`;

/** @returns {number} how many files it put */
export function putFlow(dir) {
  const at = join(dir, 'packages/login/src');
  mkdirSync(join(at, 'callback'), { recursive: true });
  const files = { ...flow, 'main.ts': main };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text);
  return Object.keys(files).length;
}

/**
 * The words of the flow mean other things elsewhere: `code` and `state` in every fourth file, the name of a step
 * in every fiftieth.
 */
export function sameWords(index) {
  const failure = `
export interface Failure${index} {
  readonly code: string;
  readonly state: string;
}

export const describe${index} = ({ code, state }: Failure${index}): string => \`\${code} in \${state}\`;
`;
  const vouchers = `
export class Vouchers${index} {
  private issued = 0;

  nextCode(prefix: string): Promise<string> {
    this.issued += 1;
    return Promise.resolve(\`\${prefix}-\${this.issued}\`);
  }
}
`;
  return (index % 4 === 0 ? failure : '') + (index % 50 === 0 ? vouchers : '');
}
