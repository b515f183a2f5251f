import { packages } from '../src/sdk/modules.ts';

/** What code around OAuth callbacks looks like; every `const` of {@link expectedTypes} is looked up in it. */
export const snippets = `
import express, { Router, type Request, type Response } from 'express';
import type { Request as CoreRequest } from 'express-serve-static-core';
import { createServer } from 'node:http';
import http from 'http';
import { EventEmitter } from 'node:events';
import { URL as NodeURL, parse } from 'node:url';
import * as readline from 'node:readline/promises';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import KoaRouter from '@koa/router';
import { NextRequest } from 'next/server';
import { useSearchParams } from 'next/navigation';
import { StreamableHTTPClientTransport, SdkError } from '${packages.client}';
import { type AuthorizationParams, type OAuthServerProvider, mcpAuthRouter } from '${packages.serverLegacy}/auth';
const app = express();
app.get('/cb', async (req, res) => { const appQuery = req.query; const appRes = res; res.redirect(302, 'x'); });
app.use((error: unknown, req: Request, res: Response, next: () => void) => next());
Router().post('/x', (req, res) => { const routerRes = res; });
function typed(req: CoreRequest, res: Response) { const ended = res.status(302).end(); const original = req.originalUrl; }
const text = new Promise<string>((resolve) => { const resolver = resolve; });
const query = new Promise<URLSearchParams>((resolve) => {
  createServer((req, res) => { const nodeReq = req; const nodeRes = res; resolve(new URL(req.url ?? '', 'http://x').searchParams); }).listen(1);
});
http.createServer({}, (req, res) => { const optionsRes = res; });
async function flow() {
  const awaited = await query; const code = (await query).get('code');
  for (const [key, value] of awaited) { const looped = value; }
  const stored = new Map<string, { params: AuthorizationParams }>().get('x')?.params.redirectUri;
  const raced = await Promise.race([text, query]); const all = await Promise.all([text, query]);
  const { promise, resolve: resolveLater } = Promise.withResolvers<URLSearchParams>();
  const record = Object.fromEntries(awaited); const { code: destructured } = record;
  const page = new URL(window.location.href).searchParams;
  try { await text; } catch (error) { if (error instanceof SdkError) { const sdkCode = error.code; } if (SdkError.isInstance(error)) { const branded = error; } }
  const fromNode = new NodeURL('x').searchParams; const parsed = parse('x', true).query;
  const chained = text.then((s) => s.length).catch(() => 0);
}
class Bus extends EventEmitter {}
const bus: EventEmitter = new Bus().on('x', () => {});
const transport = new StreamableHTTPClientTransport(new URL('x'), { onInsufficientScope: 'throw', maxStepUpRetries: 0 });
const answered = readline.createInterface({}).question('x');
Fastify().get<{ Querystring: { code: string } }>('/cb', async (request, reply) => { const fastifyCode = request.query.code; const fastifyReply = reply; });
new Hono().get('/cb', (c) => { const honoCode = c.req.query('code'); return c.redirect('x'); });
new Koa().use(async (ctx) => { const koaQuery = ctx.query; });
new KoaRouter().get('/x', (ctx) => { const koaText = ctx.querystring; });
export function GET(request: NextRequest) { const next = request.nextUrl.searchParams; const hook = useSearchParams(); }
export function mount(provider: OAuthServerProvider) { app.use(mcpAuthRouter({ provider, issuerUrl: new URL('x') })); }
`;

export const javascript = `
const express = require('express');
const { createServer } = require('http');
const { SSEClientTransport } = require('${packages.client}');
express().get('/cb', (req, res) => { const jsRes = res; });
createServer((req, res) => { const jsNodeRes = res; });
const jsTransport = new SSEClientTransport(new URL('x'));
`;

const expressResponse = 'Response<any, Record<string, any>>';
export const expectedTypes: Record<string, string> = {
  appQuery: 'ParsedQs',
  appRes: expressResponse,
  routerRes: expressResponse,
  ended: expressResponse,
  original: 'string',
  resolver: '(value: string | PromiseLike<string>) => void',
  nodeReq: 'IncomingMessage',
  nodeRes: 'ServerResponse<IncomingMessage>',
  optionsRes: 'ServerResponse<IncomingMessage>',
  awaited: 'URLSearchParams',
  code: 'string | null',
  looped: 'string',
  stored: 'string | undefined',
  raced: 'string | URLSearchParams',
  all: '[string, URLSearchParams]',
  resolveLater: '(value: URLSearchParams | PromiseLike<URLSearchParams>) => void',
  destructured: 'string',
  page: 'URLSearchParams',
  sdkCode: 'SdkErrorCode',
  branded: 'SdkError',
  fromNode: 'URLSearchParams',
  parsed: 'ParsedUrlQuery',
  chained: 'Promise<number>',
  transport: 'StreamableHTTPClientTransport',
  answered: 'Promise<string>',
  fastifyCode: 'string',
  honoCode: 'string | undefined',
  koaQuery: 'ParsedUrlQuery',
  koaText: 'string',
  next: 'URLSearchParams',
  hook: 'ReadonlyURLSearchParams',
  jsRes: expressResponse,
  jsNodeRes: 'ServerResponse<IncomingMessage>',
  jsTransport: 'SSEClientTransport',
};
