import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import {
  type AuthInfo,
  getOAuthProtectedResourceMetadataUrl,
  InvalidGrantError,
  InvalidTokenError,
  mcpAuthRouter,
  type OAuthServerProvider,
  requireBearerAuth,
} from '@modelcontextprotocol/server-legacy/auth';
import { SSEServerTransport } from '@modelcontextprotocol/server-legacy/sse';
import express, { type Express, type Request as ExpressRequest, type Router } from 'express';

/** A correct RFC 9207 authorization server and the MCP server it protects, over both transports. */
export interface FlowServer {
  readonly issuer: string;
  /** By receiver: the MCP endpoint of that transport. */
  readonly endpoints: { readonly http: string; readonly sse: string };
  stop(): Promise<void>;
}

type Registration = Parameters<OAuthServerProvider['authorize']>[0];

/** Starts on a free port of 127.0.0.1; everything is granted at once, and lives as long as the server. */
export async function startFlowServer(): Promise<FlowServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.on('request', createApp(origin));
  return {
    issuer: origin.href,
    endpoints: { http: new URL('/mcp', origin).href, sse: new URL('/mcp/sse', origin).href },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createApp(origin: URL): Express {
  const provider = createProvider();
  const resource = new URL('/mcp', origin);
  // The router's own limits are for the internet: 20 registrations in an hour.
  const unlimited = { rateLimit: false } as const;
  const app = express();
  app.use(
    mcpAuthRouter({
      provider,
      issuerUrl: origin,
      resourceServerUrl: resource,
      authorizationOptions: unlimited,
      clientRegistrationOptions: unlimited,
      tokenOptions: unlimited,
    }),
  );
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resource);
  app.use('/mcp', requireBearerAuth({ verifier: provider, resourceMetadataUrl }), express.json());
  app.use('/mcp', sseRoutes());
  const mcp = createMcpHandler(notesServer);
  app.all('/mcp', async (req, res) => {
    const answer = await mcp.fetch(toWebRequest(req, origin), { parsedBody: req.body });
    res.writeHead(answer.status, Object.fromEntries(answer.headers));
    res.end(Buffer.from(await answer.arrayBuffer()));
  });
  return app;
}

function notesServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('list_notes', { description: 'Lists your notes' }, () => ({
    content: [{ type: 'text', text: 'Buy milk' }],
  }));
  return server;
}

function toWebRequest(req: ExpressRequest, origin: URL): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) headers.set(name, String(value));
  return new Request(new URL(req.originalUrl, origin), { method: req.method, headers });
}

function sseRoutes(): Router {
  const open = new Map<string, SSEServerTransport>();
  const router = express.Router();
  router.get('/sse', async (_req, res) => {
    const transport = new SSEServerTransport('/mcp/messages', res);
    open.set(transport.sessionId, transport);
    res.on('close', () => open.delete(transport.sessionId));
    await notesServer().connect(transport);
  });
  router.post('/messages', async (req, res) => {
    const transport = open.get(String(req.query.sessionId));
    if (transport) await transport.handlePostMessage(req, res, req.body);
    else res.sendStatus(404);
  });
  return router;
}

/** Leaves by the `res.redirect` that the SDK wraps, so every callback carries `iss`. */
function createProvider(): OAuthServerProvider {
  const clients = new Map<string, Registration>();
  const challenges = new Map<string, string>();
  const accessTokens = new Map<string, AuthInfo>();
  return {
    clientsStore: {
      getClient: (id) => clients.get(id),
      registerClient: (client) => {
        const registered = { ...client, client_id: randomUUID() } as Registration;
        clients.set(registered.client_id, registered);
        return registered;
      },
    },
    authorize: async (_client, params, res) => {
      const code = randomUUID();
      challenges.set(code, params.codeChallenge);
      const url = new URL(params.redirectUri);
      url.searchParams.set('code', code);
      if (params.state) url.searchParams.set('state', params.state);
      res.redirect(url.href);
    },
    challengeForAuthorizationCode: async (_client, code) => {
      const challenge = challenges.get(code);
      if (challenge === undefined) throw new InvalidGrantError('Unknown authorization code');
      return challenge;
    },
    exchangeAuthorizationCode: async (client, code) => {
      // Once only: a second redemption finds no challenge.
      challenges.delete(code);
      const token = randomUUID();
      const expiresAt = Math.floor(Date.now() / 1000) + 600;
      accessTokens.set(token, { token, clientId: client.client_id, scopes: [], expiresAt });
      return { access_token: token, token_type: 'Bearer', expires_in: 600 };
    },
    exchangeRefreshToken: async () => {
      throw new InvalidGrantError('This server issues no refresh tokens');
    },
    verifyAccessToken: async (token) => {
      const info = accessTokens.get(token);
      if (!info) throw new InvalidTokenError('Unknown token');
      return info;
    },
  };
}
