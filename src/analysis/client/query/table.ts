import type { RefusalCode } from '../../../model/refusals.ts';

/** Gives the text of an expression that evaluates to the callback's URLSearchParams. */
type Params = (of: string) => string;

/**
 * One source of a whole query as a record: a member (`req.query`) or the result of a call (`c.req.query()`).
 * Adding one is a row here, its type in src/sdk/declarations/platform, and a fixture.
 */
export interface QuerySource {
  /** Where it is declared, as {@link declaredKey} writes it: `module#Type.member` or `module#function`. */
  readonly declared: string;
  /**
   * From the text of the object that has the member, or of the argument of a function. Without it, and where that object
   * has no name (`({ query }, res) => …`), the record itself is made a URLSearchParams again.
   */
  readonly params?: Params;
  /** The record comes from a call of this function: its argument says more than the record. */
  readonly madeBy?: { readonly declared: string; readonly params: Params };
  /** `params` is made of the first argument of the call, not of the object before it. */
  readonly ofArgument?: true;
  /** Only a call with this first argument, e.g. `valid('query')`. */
  readonly argument?: string;
  /** What the fix assumes beside what the code shows. An exact copy of the query assumes nothing. */
  readonly assumes?: RefusalCode;
  /**
   * `exact`: the record holds each parameter once, as a string, so made a URLSearchParams again, nothing is lost. `picked`: it may hold
   * only what a schema names.
   */
  readonly record?: 'exact' | 'picked';
  /** Only where the body is parsed as a form, and as nothing else. */
  readonly onlyForms?: true;
}

// The base only makes the address absolute: the query is read, never the host.
const pathOf =
  (member: string): Params =>
  (of) =>
    `new URL(${of}.${member}, 'http://localhost').searchParams`;
const ofPath: Params = (url) => `new URL(${url}, 'http://localhost').searchParams`;
const ofUrl: Params = (of) => `new URL(${of}.url).searchParams`;
const nodeUrl = pathOf("url ?? ''");
/** `url.parse` takes any text, and `new URL` throws at some that a server may be sent: `GET //`. */
const ofParsed: Params = (url) => `new URLSearchParams(${inParentheses(url)}.replace(/^[^?]*|#.*$/g, ''))`;
const inParentheses = (text: string): string => (/^[\w$.!?[\]]+$/.test(text) ? text : `(${text})`);
const ofText: Params = (text) => `new URLSearchParams(${text})`;
const textOf =
  (member: string): Params =>
  (of) =>
    `new URLSearchParams(${of}.${member})`;

/** Members and calls that give the whole query as a record. */
export const recordSources: readonly QuerySource[] = [
  // Middleware and mounted routers may rewrite `url`. Nothing of Express rewrites `originalUrl`.
  { declared: 'express-serve-static-core#Request.query', params: pathOf('originalUrl') },
  { declared: 'express-serve-static-core#Request.body', assumes: 'form-post', onlyForms: true },
  { declared: 'fastify#FastifyRequest.query', params: pathOf('url') },
  // Measured with hono 4: the first value of each parameter.
  { declared: 'hono#HonoRequest.query', params: ofUrl, record: 'exact' },
  { declared: 'hono#HonoRequest.valid', params: ofUrl, argument: 'query', record: 'picked' },
  { declared: 'hono#HonoRequest.parseBody', assumes: 'form-post' },
  { declared: 'koa#Context.query', params: textOf('querystring') },
  { declared: 'koa#Request.query', params: textOf('querystring') },
  { declared: 'next#NextApiRequest.query', params: nodeUrl },
  { declared: 'next#GetServerSidePropsContext.query', params: pathOf('resolvedUrl') },
  { declared: 'next/router#NextRouter.query', params: pathOf('asPath') },
  { declared: 'h3#getQuery', params: pathOf('path'), ofArgument: true },
  // Nuxt declares it for all of its files.
  { declared: '#getQuery', params: pathOf('path'), ofArgument: true },
  // Measured with vue-router 5.5: `fullPath` holds every parameter of `query`, in history and hash mode.
  { declared: 'vue-router#RouteLocationNormalized.query', params: pathOf('fullPath') },
  { declared: '@vercel/node#VercelRequest.query', params: nodeUrl },
  { declared: '@netlify/functions#HandlerEvent.queryStringParameters', params: textOf('rawQuery') },
  { declared: 'aws-lambda#APIGatewayProxyEventV2.queryStringParameters', params: textOf('rawQueryString') },
  { declared: 'aws-lambda#APIGatewayProxyEvent.queryStringParameters', record: 'exact' },
  {
    declared: 'url#UrlWithParsedQuery.query',
    params: textOf("search ?? ''"),
    madeBy: { declared: 'url#parse', params: ofParsed },
  },
  // What the checker falls back to in JavaScript, where `req.url` may be undefined: then no overload fits.
  { declared: 'url#UrlWithStringQuery.query', madeBy: { declared: 'url#parse', params: ofParsed } },
  { declared: 'query-string#ParsedUrl.query', madeBy: { declared: 'query-string#parseUrl', params: ofPath } },
  { declared: 'querystring#parse', params: ofText, ofArgument: true },
  { declared: 'qs#parse', params: ofText, ofArgument: true },
  { declared: 'query-string#parse', params: ofText, ofArgument: true },
];

/** Methods that read one parameter by its name: `c.req.query('code')`. The second of a pair reads all its values. */
export const readers: readonly {
  readonly declared: string;
  readonly list?: true;
  readonly params: Params;
}[] = [
  { declared: 'hono#HonoRequest.query', params: ofUrl },
  { declared: 'hono#HonoRequest.queries', list: true, params: ofUrl },
];

/** Calls whose awaited result is the posted form, which is read like a query: `(await request.formData()).get('code')`. */
export const forms: readonly string[] = [
  '#Body.formData',
  'hono#HonoRequest.formData',
  '@azure/functions#HttpRequest.formData',
];

/** Calls whose awaited result is the text of a posted form, when it is passed to `new URLSearchParams`. */
export const bodyTexts: readonly string[] = [
  '#Body.text',
  'hono#HonoRequest.text',
  '@azure/functions#HttpRequest.text',
];

/** Middleware that parses forms, and middleware that parses what a page of the project would post. */
export const formParsers: readonly string[] = ['express#urlencoded', 'body-parser#urlencoded'];
export const otherParsers: readonly string[] = ['express#json', 'body-parser#json'];

/** Packages that put a parser of their own in the place of Koa's `query`. */
export const koaParsers: readonly string[] = ['koa-qs'];

/** Functions that get a URL or its params and only read it. */
export const onlyReading: readonly string[] = [
  '#URL',
  '#URLSearchParams',
  '#Request',
  '#String',
  '#Boolean',
  '#Map',
  '#Set',
  '#fetch',
  '#encodeURIComponent',
  '#structuredClone',
  '#ArrayConstructor.from',
  '#JSON.stringify',
  '#ObjectConstructor.fromEntries',
  ...['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn'].map((name) => `#Console.${name}`),
  ...['pushState', 'replaceState'].map((name) => `#History.${name}`),
  'hono#Context.redirect',
];

/** Libraries whose schemas check a record and return it, and where their methods return it. */
export const schemaLibraries: readonly string[] = ['zod', 'zod/v3', 'zod/v4'];
export const schemaMethods: Readonly<Record<string, 'value' | 'data'>> = {
  parse: 'value',
  parseAsync: 'value',
  safeParse: 'data',
  safeParseAsync: 'data',
};
/** Methods of a schema that may change a value. */
export const transformingMethods: readonly string[] = [
  'catch',
  'coerce',
  'codec',
  'decode',
  'default',
  'normalize',
  'overwrite',
  'pipe',
  'prefault',
  'preprocess',
  'toLowerCase',
  'toUpperCase',
  'transform',
  'trim',
];

/** Decorators that fill a parameter of a handler from the query: all of it, or the parameter that they name. */
export const handlerQueries: readonly string[] = ['@nestjs/common#Query'];

/** Functions that a framework finds by the name of the file and of the export. They may have no types. */
export interface Convention {
  readonly file: RegExp;
  readonly exports: RegExp;
  /** The members from the first parameter to the query. */
  readonly path: string;
  readonly gives: 'params' | 'record';
}

const methods = /^(GET|POST|ALL|fallback)$/;

export const conventions: readonly Convention[] = [
  { file: /(^|\/)app\/(.*\/)?page\.[jt]sx?$/, exports: /^default$/, path: 'searchParams', gives: 'record' },
  {
    file: /(^|\/)app\/(.*\/)?route\.[jt]s$/,
    exports: methods,
    path: 'nextUrl.searchParams',
    gives: 'params',
  },
  { file: /(^|\/)\+server\.[jt]s$/, exports: methods, path: 'url.searchParams', gives: 'params' },
  {
    file: /(^|\/)\+(page|layout)(\.server)?\.[jt]s$/,
    exports: /^load$/,
    path: 'url.searchParams',
    gives: 'params',
  },
];
