import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import {
  destructuredRead,
  isUrlSearchParams,
  type QueryRead,
  queryRead,
} from '../src/analysis/client/query/query-read.ts';
import { descendants } from '../src/analysis/program/ast.ts';
import { createProject } from '../src/analysis/program/project.ts';
import { symbolOf } from '../src/analysis/program/sdk-symbols.ts';

/** What is read at `take(…)` in a file: followed through constants and destructuring, as the value flow does. */
function readIn(text: string, file: string): QueryRead | undefined {
  // The frontmatter of a page comes first.
  const head = file.endsWith('.astro') ? '' : 'declare function take(code: unknown): void;\n';
  const project = createProject([file], {
    readText: (name) => (name === file ? head + text : undefined),
    resolveImport: () => undefined,
  });
  const source = project.files[0];
  if (!source) throw new Error('no source file');
  const call = [...descendants(source)]
    .filter(ts.isCallExpression)
    .find(({ expression }) => expression.getText() === 'take');
  let node = call?.arguments[0];
  for (;;) {
    if (!node) throw new Error('nothing is taken');
    const declaration = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
    if (!declaration) return queryRead(project, node);
    if (ts.isBindingElement(declaration)) return destructuredRead(project, declaration);
    if (!ts.isVariableDeclaration(declaration)) return undefined;
    node = declaration.initializer;
  }
}

function said(text: string, file: string): string | undefined {
  const read = readIn(text, file);
  if (!read) return undefined;
  expect(read.key).toBe('code');
  // What the text is built on is part of the text, or the reach of its names is judged wrongly.
  expect(read.params).toContain(read.root.getText());
  return read.assumes ? `${read.assumes}: ${read.params}` : read.params;
}

type Row = readonly [code: string, params: string | undefined];

function holds(file: string, rows: readonly Row[], prelude = ''): void {
  test.each(rows)('%s', (code, params) => {
    expect(said(`${prelude}\n${code}`, file)).toBe(params);
  });
}

describe('URL and URLSearchParams', () => {
  holds(
    '/a.ts',
    [
      ["take(url.searchParams.get('code'))", 'url.searchParams'],
      ["take(url.searchParams.get('code')!)", 'url.searchParams'],
      [
        "take(new URL(text, 'http://localhost').searchParams.get('code'))",
        "new URL(text, 'http://localhost').searchParams",
      ],
      ["const { searchParams } = url; take(searchParams.get('code'))", 'searchParams'],
      ["const { searchParams: q } = new URL(text); const code = q.get('code'); take(code)", 'q'],
      ["take(url.searchParams.getAll('code')[0])", 'url.searchParams'],
      ["take(url.searchParams.getAll('code').at(0))", 'url.searchParams'],
      ["const all = url.searchParams.getAll('code'); take(all[0])", 'url.searchParams'],
      ["take(url.searchParams.getAll('code')[1])", undefined],
      ["take(url.searchParams.getAll('code'))", undefined],
      ['take(Object.fromEntries(url.searchParams).code)', 'record-query: url.searchParams'],
      ["take(Object.fromEntries(url.searchParams.entries())['code'])", 'record-query: url.searchParams'],
      ['take(Object.fromEntries([...url.searchParams]).code)', 'record-query: url.searchParams'],
      ['const { code } = Object.fromEntries(url.searchParams); take(code)', 'record-query: url.searchParams'],
      [
        "const { code: c = '' } = Object.fromEntries(url.searchParams); take(c)",
        'record-query: url.searchParams',
      ],
      [
        'const q = Object.fromEntries(new URLSearchParams(text)); take(q.code)',
        'record-query: new URLSearchParams(text)',
      ],
      ["take(maybe?.get('code'))", 'maybe!'],
      ["take(maybe!.get('code'))", 'maybe!'],
      ["take(url.searchParams.get('code')?.toString())", 'url.searchParams'],
      ["take(url.searchParams.get('code')?.trim())", undefined],
      ["take(new URLSearchParams(location.search).get('code'))", 'new URLSearchParams(location.search)'],
      [
        "take(new URL(window.location.href).searchParams.get('code'))",
        'new URL(window.location.href).searchParams',
      ],
      ["const hash = new URLSearchParams(window.location.hash.slice(1)); take(hash.get('code'))", 'hash'],
      ["take(new URLSearchParams({ code: text, state: text }).get('code'))", undefined],
      ["const relay = new URLSearchParams({ code: text }); take(relay.get('code'))", undefined],
      ["take(new URLSearchParams([['code', text]]).get('code'))", undefined],
      [
        "take(new URLSearchParams([...url.searchParams]).get('code'))",
        'new URLSearchParams([...url.searchParams])',
      ],
    ],
    'declare const url: URL; declare const text: string; declare const maybe: URLSearchParams | null;',
  );
});

describe('node', () => {
  holds(
    '/a.ts',
    [
      [
        "createServer((req) => { const url = new URL(req.url ?? '', 'http://x'); take(url.searchParams.get('code')); })",
        'url.searchParams',
      ],
      [
        'declare const u: string; take(parse(u, true).query.code)',
        "new URLSearchParams(u.replace(/^[^?]*|#.*$/g, ''))",
      ],
      [
        "createServer((req) => { const parsed = url.parse(req.url || '', true); take(parsed.query.code as string); })",
        "new URLSearchParams((req.url || '').replace(/^[^?]*|#.*$/g, ''))",
      ],
      [
        'createServer((req) => { const { query } = url.parse(req.url!, true); take(query.code); })',
        "new URLSearchParams(req.url!.replace(/^[^?]*|#.*$/g, ''))",
      ],
      [
        'createServer((req) => { const { query: { code } } = parse(req.url!, true); take(code); })',
        "new URLSearchParams(req.url!.replace(/^[^?]*|#.*$/g, ''))",
      ],
      ['declare const p: UrlWithParsedQuery; take(p.query.code)', "new URLSearchParams(p.search ?? '')"],
      ['declare const body: string; take(querystring.parse(body).code)', 'new URLSearchParams(body)'],
      [
        'declare const body: string; const { code } = parseText(body); take(code)',
        'new URLSearchParams(body)',
      ],
      ['declare const body: string; take(qs.parse(body).code)', 'new URLSearchParams(body)'],
      ['take(queryString.parse(location.search).code)', 'new URLSearchParams(location.search)'],
      [
        'declare const u: string; take(queryString.parseUrl(u).query.code)',
        "new URL(u, 'http://localhost').searchParams",
      ],
      ['declare const p: { query: { code: string } }; take(p.query.code)', undefined],
    ],
    `import { createServer } from 'node:http';
     import url, { parse, type UrlWithParsedQuery } from 'node:url';
     import querystring, { parse as parseText } from 'node:querystring';
     import qs from 'qs';
     import queryString from 'query-string';`,
  );
  holds('/a.js', [
    [
      "const url = require('url'); require('http').createServer((req) => take(url.parse(req.url, true).query.code))",
      "new URLSearchParams(req.url.replace(/^[^?]*|#.*$/g, ''))",
    ],
  ]);
});

describe('express', () => {
  const whole = "new URL(req.originalUrl, 'http://localhost').searchParams";
  const again = 'record-query: new URLSearchParams(query as Record<string, string>)';
  holds(
    '/a.ts',
    [
      ["app.get('/', (req) => take(req.query.code))", whole],
      ["app.get('/', (req) => take(req.query['code'] as string))", whole],
      ["app.get('/', (req) => take((req.query as { code?: string }).code))", whole],
      ["app.get('/', (req) => take(req.query.code?.toString()))", whole],
      ["app.get('/', (req) => take((req.query.code as string[])[0]))", whole],
      [
        "app.get('/', (req) => { const { code, state } = req.query as Record<string, string>; take(code); })",
        whole,
      ],
      ["app.get('/', (req) => { const { query } = req; take(query.code); })", whole],
      ["app.get('/', (req) => { const { query: { code } } = req; take(code); })", whole],
      ["app.get('/', (req) => { const query = req.query; take(query.code); })", whole],
      [
        "app.get('/', (req) => { const { code } = req.query; take(Array.isArray(code) ? code[0] : code); })",
        whole,
      ],
      [
        "app.get('/', (req) => { const c = req.query.code; const code = Array.isArray(c) ? c[0] : c; take(code); })",
        whole,
      ],
      ["app.get('/', (req) => take(typeof req.query.code === 'string' ? req.query.code : ''))", whole],
      [
        "app.get('/', (req) => { const { code } = req.query; take(typeof code === 'string' ? code : undefined); })",
        whole,
      ],
      ["app.get('/', (req) => take(req.query.code ? String(req.query.code) : undefined))", undefined],
      [
        "app.get('/', (req) => take(typeof req.query.state === 'string' ? req.query.code : undefined))",
        undefined,
      ],
      ["app.get('/', (req) => take(req.ip ? req.query.code : req.query.state))", undefined],
      ["app.get('/', (req) => { const query = req.query; queueMicrotask(() => take(query.code)); })", whole],
      ["app.get('/', (req) => { const query = req.query; app.use((req) => take(query.code)); })", undefined],
      ["app.get('/', ({ query }) => take(query.code))", again],
      ["app.get('/', ({ query }) => { const { code } = query; take(code); })", again],
      ["app.get('/', ({ query: { code } }) => take(code))", undefined],
      ['function h(req: Request<{}, {}, {}, { code: string }>) { take(req.query.code); }', whole],
      ['const h: RequestHandler = (req) => { take(req.query.code); }', whole],
      [
        'interface Authed extends Request { user: string } function h(req: Authed) { take(req.query.code); }',
        whole,
      ],
      ['function h(req: Request & { user: string }) { take(req.query.code); }', whole],
      [
        'class H { constructor(private req: Request) {} run() { take(this.req.query.code); } }',
        "new URL(this.req.originalUrl, 'http://localhost').searchParams",
      ],
      ["app.get('/', (req) => take(req.params.code))", undefined],
      ["app.get('/', (req) => take(req.cookies.code))", undefined],
      ["app.post('/', (req) => take(req.body.code))", undefined],
      [
        "app.post('/', express.urlencoded({ extended: false }), (req) => take(req.body.code))",
        'form-post: new URLSearchParams(req.body)',
      ],
      [
        "app.use(express.urlencoded()); app.post('/', (req) => { const { code } = req.body; take(code); })",
        'form-post: new URLSearchParams(req.body)',
      ],
      [
        "app.use(bodyParser.urlencoded()); app.post('/', ({ body }) => take(body.code))",
        'form-post: new URLSearchParams(body)',
      ],
      [
        "app.use(express.urlencoded()); app.use(express.json()); app.post('/', (req) => take(req.body.code))",
        undefined,
      ],
    ],
    `import express, { type Request, type RequestHandler } from 'express';
     import bodyParser from 'body-parser';
     const app = express();`,
  );
  holds('/a.js', [
    [
      "const app = require('express')(); app.get('/', ({ query }, res) => take(query.code))",
      'record-query: new URLSearchParams(query)',
    ],
    ["/** @param {import('express').Request} req */ export function h(req) { take(req.query.code); }", whole],
  ]);
});

describe('fastify, hono, koa, h3', () => {
  const fastify = "new URL(request.url, 'http://localhost').searchParams";
  holds(
    '/a.ts',
    [
      ["Fastify().get('/', async (request) => take((request.query as { code?: string }).code))", fastify],
      [
        "Fastify().get<{ Querystring: { code: string } }>('/', async (request) => take(request.query.code))",
        fastify,
      ],
      [
        'async function h(request: FastifyRequest<{ Querystring: { code: string } }>) { const { code } = request.query; take(code); }',
        fastify,
      ],
      [
        "Fastify().get('/', async ({ query }) => take((query as { code: string }).code))",
        'record-query: new URLSearchParams(query as Record<string, string>)',
      ],
      ["new Hono().get('/', (c) => take(c.req.query('code')))", 'new URL(c.req.url).searchParams'],
      ["new Hono().get('/', (c) => take(c.req.query().code))", 'new URL(c.req.url).searchParams'],
      [
        "new Hono().get('/', (c) => { const { code } = c.req.query(); take(code); })",
        'new URL(c.req.url).searchParams',
      ],
      [
        "new Hono().get('/', (c) => { const { code } = c.req.valid('query'); take(code); })",
        'new URL(c.req.url).searchParams',
      ],
      ["new Hono().get('/', (c) => { const { code } = c.req.valid('json'); take(code); })", undefined],
      ["new Hono().get('/', ({ req }) => take(req.query('code')))", 'new URL(req.url).searchParams'],
      ["new Hono().get('/', (c) => take(c.req.queries('code')?.[0]))", 'new URL(c.req.url).searchParams'],
      ["new Hono().get('/', (c) => take(c.req.param('code')))", undefined],
      [
        "new Hono().post('/', async (c) => { const body = await c.req.parseBody(); take(body.code); })",
        'form-post: new URLSearchParams(body as Record<string, string>)',
      ],
      [
        "new Hono().post('/', async (c) => take((await c.req.parseBody()).code))",
        'form-post: new URLSearchParams((await c.req.parseBody()) as Record<string, string>)',
      ],
      ['new Koa().use((ctx) => take(ctx.query.code))', 'new URLSearchParams(ctx.querystring)'],
      [
        'new Koa().use((ctx) => take(ctx.request.query.code))',
        'new URLSearchParams(ctx.request.querystring)',
      ],
      ["new Koa().use((ctx) => take(ctx.URL.searchParams.get('code')))", 'ctx.URL.searchParams'],
      [
        'async function h(ctx: RouterContext) { const { code } = ctx.query; take(code); }',
        'new URLSearchParams(ctx.querystring)',
      ],
      [
        'defineEventHandler((event) => { const { code } = getQuery(event); take(code); })',
        "new URL(event.path, 'http://localhost').searchParams",
      ],
      [
        "defineEventHandler((event) => take(getRequestURL(event).searchParams.get('code')))",
        'getRequestURL(event).searchParams',
      ],
    ],
    `import Fastify, { type FastifyRequest } from 'fastify';
     import { Hono } from 'hono';
     import Koa from 'koa';
     import { type RouterContext } from '@koa/router';
     import { defineEventHandler, getQuery, getRequestURL } from 'h3';`,
  );
});

describe('Next', () => {
  holds(
    '/a.tsx',
    [
      [
        "export function GET(request: NextRequest) { take(request.nextUrl.searchParams.get('code')); }",
        'request.nextUrl.searchParams',
      ],
      [
        "export function GET(request: Request) { const { searchParams } = new URL(request.url); take(searchParams.get('code')); }",
        'searchParams',
      ],
      [
        'export default function handler(req: NextApiRequest) { const { code } = req.query; take(code); }',
        "new URL(req.url ?? '', 'http://localhost').searchParams",
      ],
      [
        'export const getServerSideProps: GetServerSideProps = async (context) => { take(context.query.code); }',
        "new URL(context.resolvedUrl, 'http://localhost').searchParams",
      ],
      [
        'export const getServerSideProps: GetServerSideProps = async ({ query }) => { take(query.code); }',
        'record-query: new URLSearchParams(query as Record<string, string>)',
      ],
      [
        'function P() { const router = useRouter(); const { code } = router.query; take(code); }',
        "new URL(router.asPath, 'http://localhost').searchParams",
      ],
      [
        'function P() { const { query } = useRouter(); take(query.code); }',
        'record-query: new URLSearchParams(query as Record<string, string>)',
      ],
      [
        "function P() { const searchParams = useSearchParams(); take(searchParams.get('code')); }",
        'searchParams',
      ],
      [
        "function P() { const searchParams = useSearchParams(); take(searchParams?.get('code')); }",
        'searchParams!',
      ],
      [
        'export default async function Page({ searchParams }: { searchParams: Promise<{ code?: string }> }) { take((await searchParams).code); }',
        undefined,
      ],
    ],
    `import type { GetServerSideProps, NextApiRequest } from 'next';
     import { NextRequest } from 'next/server';
     import { useSearchParams } from 'next/navigation';
     import { useRouter } from 'next/router';`,
  );

  const record = (text: string) => `record-query: new URLSearchParams(${text} as Record<string, string>)`;
  const props = '{ searchParams: Promise<{ code?: string; state?: string }> }';
  holds(
    '/web/app/oauth/callback/page.tsx',
    [
      [
        `export default async function Page({ searchParams }: ${props}) { const { code } = await searchParams; take(code); }`,
        record('(await searchParams)'),
      ],
      [
        `export default async function Page({ searchParams }: ${props}) { take((await searchParams).code); }`,
        record('(await searchParams)'),
      ],
      [
        `export default async function Page({ searchParams }: ${props}) { const query = await searchParams; take(query.code); }`,
        record('query'),
      ],
      [
        `export default async function Page(props: ${props}) { const searchParams = await props.searchParams; const code = searchParams.code; take(code); }`,
        record('searchParams'),
      ],
      [
        `export default async function Page(props: ${props}) { const { code } = await props.searchParams; take(code); }`,
        record('(await props.searchParams)'),
      ],
      [
        'export default function Page({ searchParams }: { searchParams: { code: string } }) { take(searchParams.code); }',
        record('searchParams'),
      ],
      [
        `const Page = async ({ searchParams }: ${props}) => { take((await searchParams).code); }; export default Page;`,
        record('(await searchParams)'),
      ],
      [
        `function Page({ searchParams }: ${props}) { const query = use(searchParams); take(query.code); }; export default Page;`,
        'record-query: new URLSearchParams(query)',
      ],
      [
        `function Part({ searchParams }: ${props}) { return async () => take((await searchParams).code); }; export default () => Part;`,
        undefined,
      ],
      [
        'interface Query { code: string } export default async function Page({ searchParams }: { searchParams: Promise<Query> }) { const { code } = await searchParams; take(code); }',
        record('{ ...(await searchParams) }'),
      ],
      [
        'export default async function Page({ params }: { params: Promise<{ code: string }> }) { take((await params).code); }',
        undefined,
      ],
      [
        `export async function generateMetadata({ searchParams }: ${props}) { take((await searchParams).code); }`,
        undefined,
      ],
    ],
    "import { use } from 'react';",
  );
  holds('/app/page.jsx', [
    [
      'export default async function Page({ searchParams }) { const { code } = await searchParams; take(code); }',
      'record-query: new URLSearchParams(await searchParams)',
    ],
  ]);
  holds('/app/api/callback/route.js', [
    [
      "export async function GET(request) { take(request.nextUrl.searchParams.get('code')); }",
      'request.nextUrl.searchParams',
    ],
    [
      "export async function GET(request) { const { searchParams } = request.nextUrl; take(searchParams.get('code')); }",
      'searchParams',
    ],
    ["async function helper(request) { take(request.nextUrl.searchParams.get('code')); }", undefined],
  ]);
});

describe('React Router, Remix, SvelteKit, Astro', () => {
  holds(
    '/a.tsx',
    [
      [
        "export async function loader({ request }: LoaderFunctionArgs) { const url = new URL(request.url); take(url.searchParams.get('code')); }",
        'url.searchParams',
      ],
      [
        'export const loader: LoaderFunction = async ({ request }) => { take(Object.fromEntries(new URL(request.url).searchParams).code); }',
        'record-query: new URL(request.url).searchParams',
      ],
      ["function C() { const [params] = useSearchParams(); take(params.get('code')); }", 'params'],
      ["function C() { const [params, setParams] = useParams2(); take(params.get('code')); }", 'params'],
      [
        "function C() { const { search } = useLocation(); take(new URLSearchParams(search).get('code')); }",
        'new URLSearchParams(search)',
      ],
      [
        "export const GET: RequestHandler = async ({ url }) => { take(url.searchParams.get('code')); }",
        'url.searchParams',
      ],
      [
        "export async function GET(event: RequestEvent) { take(event.url.searchParams.get('code')); }",
        'event.url.searchParams',
      ],
      [
        "export const load: PageServerLoad = ({ url: { searchParams } }) => { take(searchParams.get('code')); }",
        'searchParams',
      ],
      [
        "export const GET: APIRoute = ({ url }) => { take(url.searchParams.get('code')); }",
        'url.searchParams',
      ],
    ],
    `import { type LoaderFunctionArgs, useLocation, useSearchParams } from 'react-router';
     import { useSearchParams as useParams2 } from 'react-router-dom';
     import type { LoaderFunction } from '@remix-run/node';
     import type { RequestEvent } from '@sveltejs/kit';
     import type { PageServerLoad, RequestHandler } from './$types';
     import type { APIRoute } from 'astro';`,
  );
  holds('/src/routes/callback/+server.js', [
    ["export async function GET({ url }) { take(url.searchParams.get('code')); }", 'url.searchParams'],
    [
      "export async function GET({ url: { searchParams } }) { take(searchParams.get('code')); }",
      'searchParams',
    ],
    ["export async function GET({ locals }) { take(locals.searchParams.get('code')); }", undefined],
  ]);
});

describe('Vue Router, Nuxt, pages of SvelteKit and Astro', () => {
  const address = "new URL(route.fullPath, 'http://localhost').searchParams";
  holds(
    '/a.ts',
    [
      ['const route = useRoute(); take(route.query.code);', address],
      ['const route = useRoute(); take(route.query.code as string);', address],
      ['const route = useRoute(); const { code } = route.query; take(code);', address],
      ['const route = router.currentRoute.value; take(route.query.code);', address],
      ['router.beforeEach((route) => { take(route.query.code); });', address],
      ['const route = useOther(); take(route.query.code);', undefined],
      ['const route = useRoute(); take(route.params.code);', undefined],
      ["take(page.url.searchParams.get('code'));", 'page.url.searchParams'],
      ["take(useRequestURL().searchParams.get('code'));", 'useRequestURL().searchParams'],
    ],
    `import { type Router, useRoute } from 'vue-router';
     import { useRequestURL } from '#imports';
     import { page } from '$app/state';
     import { useRoute as useOther } from 'another-router';
     declare const router: Router;`,
  );
  const script = (code: string): string => `---\n${code}\n---`;
  test('Astro in its own pages alone', () => {
    const code = "take(Astro.url.searchParams.get('code'));";
    expect(said(script(code), '/a.astro')).toBe('Astro.url.searchParams');
    expect(said(code, '/a.ts')).toBeUndefined();
  });
  test.each([
    ['/a.svelte', ' lang="ts"'],
    ['/b.svelte', ''],
  ])('the store of the page: %s', (file, language) => {
    const text = `<script${language}>import { page } from '$app/stores'; take($page.url.searchParams.get('code'));</script>`;
    expect(said(text, file)).toBe('$page.url.searchParams');
  });
});

describe('functions in the cloud, fetch handlers, desktop', () => {
  holds(
    '/a.ts',
    [
      [
        'export const handler: APIGatewayProxyHandlerV2 = async (event) => { take(event.queryStringParameters?.code); }',
        'new URLSearchParams(event.rawQueryString)',
      ],
      [
        'export const handler = async (event: LambdaFunctionURLEvent) => { const { code } = event.queryStringParameters ?? {}; take(code); }',
        'new URLSearchParams(event.rawQueryString)',
      ],
      [
        'export const handler: APIGatewayProxyHandler = async (event) => { take(event.queryStringParameters?.code); }',
        'new URLSearchParams(event.queryStringParameters as Record<string, string>)',
      ],
      [
        "export const handler: Handler = async (event) => { take(event.queryStringParameters?.['code']); }",
        'new URLSearchParams(event.rawQuery)',
      ],
      [
        'export default (req: VercelRequest) => { take(req.query.code); }',
        "new URL(req.url ?? '', 'http://localhost').searchParams",
      ],
      ["app.http('cb', { handler: async (request) => take(request.query.get('code')) })", 'request.query'],
      [
        "Bun.serve({ fetch(req) { const url = new URL(req.url); take(url.searchParams.get('code')); } })",
        'url.searchParams',
      ],
      [
        "Deno.serve(async (req) => take(new URL(req.url).searchParams.get('code')))",
        'new URL(req.url).searchParams',
      ],
      [
        "export default { async fetch(request: Request) { const { searchParams } = new URL(request.url); take(searchParams.get('code')); } }",
        'searchParams',
      ],
      [
        "electron.on('open-url', (event, url) => take(new URL(url).searchParams.get('code')))",
        'new URL(url).searchParams',
      ],
      [
        "class H { handleUri(uri: Uri) { const query = new URLSearchParams(uri.query); take(query.get('code')); } }",
        'query',
      ],
      [
        "async function h(request: Request) { const form = await request.formData(); take(form.get('code') as string); }",
        'form-post: new URLSearchParams([...form] as [string, string][])',
      ],
      [
        "async function h(request: Request) { take((await request.formData()).get('code')); }",
        'form-post: new URLSearchParams([...(await request.formData())] as [string, string][])',
      ],
      [
        'async function h(request: Request) { const { code } = Object.fromEntries(await request.formData()); take(code); }',
        'form-post: new URLSearchParams([...(await request.formData())] as [string, string][])',
      ],
      [
        "async function h(request: Request) { const body = new URLSearchParams(await request.text()); take(body.get('code')); }",
        'form-post: body',
      ],
      ["take(new FormData(document.querySelector('form')).get('code'))", undefined],
      [
        'async function h(request: Request) { const { code } = await request.json(); take(code); }',
        undefined,
      ],
    ],
    `import type { APIGatewayProxyHandler, APIGatewayProxyHandlerV2, LambdaFunctionURLEvent } from 'aws-lambda';
     import type { Handler } from '@netlify/functions';
     import type { VercelRequest } from '@vercel/node';
     import { app } from '@azure/functions';
     import { app as electron } from 'electron';
     import type { Uri } from 'vscode';`,
  );
});

describe('checked by a schema', () => {
  const whole = "new URL(req.originalUrl, 'http://localhost').searchParams";
  holds(
    '/a.ts',
    [
      ["app.get('/', (req) => { const { code } = schema.parse(req.query); take(code); })", whole],
      ["app.get('/', async (req) => take((await schema.parseAsync(req.query)).code))", whole],
      [
        "app.get('/', (req) => { const parsed = schema.safeParse(req.query); if (parsed.success) take(parsed.data.code); })",
        whole,
      ],
      ["app.get('/', (req) => take(z.looseObject({ code: z.string() }).parse(req.query).code))", whole],
      ["app.get('/', (req) => take(trimmed.parse(req.query).code))", undefined],
      ["app.get('/', (req) => take(composed.parse(req.query).code))", undefined],
      ["app.get('/', (req) => take(schema.parse(req.body).code))", undefined],
      ["app.get('/', (req) => take(mine.parse(req.query).code))", undefined],
    ],
    `import express from 'express';
     import { z } from 'zod';
     import { other } from './other';
     const app = express();
     const schema = z.object({ code: z.string().min(1), state: z.string().optional() });
     const trimmed = z.object({ code: z.string().trim() });
     const composed = z.object({ code: other });
     declare const mine: { parse(value: unknown): { code: string } };`,
  );
});

describe('look-alikes', () => {
  holds('/a.ts', [
    ['class Request { query = { code: "x" } } declare const req: Request; take(req.query.code)', undefined],
    [
      'interface Row { query: { code: string } } declare const row: Row; const { code } = row.query; take(code)',
      undefined,
    ],
    ["import { Request } from 'some-framework'; declare const req: Request; take(req.query.code)", undefined],
    ['declare const req: any; take(req.query.code)', undefined],
    ['declare function parse(text: string): { code: string }; take(parse("x").code)', undefined],
    ["class Store { get(key: string) { return key; } } take(new Store().get('code'))", undefined],
    ["take(new Map<string, string>().get('code'))", undefined],
    ["take(new Headers().get('code'))", undefined],
  ]);
});

test('what is named by convention is a query after the fix, too', () => {
  const file = '/app/route.js';
  const project = createProject([file], {
    readText: () => 'export const GET = (request) => request.nextUrl.searchParams;',
    resolveImport: () => undefined,
  });
  const found = [...descendants(project.files[0]!)].find(ts.isPropertyAccessExpression);
  expect(isUrlSearchParams(project, found!)).toBe(true);
});
