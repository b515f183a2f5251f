/** The parts that authorization servers are made of. */

/** Where the request is until a person has decided: its type, what is stored, and what is read back. */
export interface Store {
  readonly type: string;
  /** What makes it, where that is not a Map of such values. */
  readonly made?: string;
  readonly written: string;
  readonly read?: string;
  readonly uri: string;
  readonly state: string;
  readonly top?: string;
  readonly helper?: string;
}

/** `none` answers at once; all others show a consent page first. */
export const stores: Readonly<Record<string, Store | null>> = {
  none: null,
  whole: {
    type: 'AuthorizationParams',
    written: 'params',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  fields: {
    type: '{ redirectUri: string; state: string | undefined }',
    written: '{ redirectUri: params.redirectUri, state: params.state }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  named: {
    top: 'interface Pending {\n  redirectUri: string;\n  state?: string | undefined;\n}\n',
    type: 'Pending',
    written: '{ redirectUri: params.redirectUri, state: params.state }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  nested: {
    type: '{ client: OAuthClientInformationFull; params: AuthorizationParams }',
    written: '{ client, params }',
    uri: 'request.params.redirectUri',
    state: 'request.params.state',
  },
  picked: {
    top: "type Kept = Readonly<Pick<AuthorizationParams, 'redirectUri' | 'state'>> & { at: number };\n",
    type: 'Kept',
    written: '{ redirectUri: params.redirectUri, state: params.state, at: 1 }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  spread: {
    type: 'AuthorizationParams & { at: number }',
    written: '{ ...params, at: 1 }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  object: {
    top: 'class Pending {\n  constructor(\n    readonly redirectUri: string,\n    readonly state: string | undefined,\n  ) {}\n}\n',
    type: 'Pending',
    written: 'new Pending(params.redirectUri, params.state)',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  archived: {
    top: 'const archive = new Map<string, { redirectUri: string; state: string | undefined }>();\n',
    type: '{ redirectUri: string; state: string | undefined }',
    written: 'archived(id, { redirectUri: params.redirectUri, state: params.state })',
    uri: 'request.redirectUri',
    state: 'request.state',
    helper:
      'function archived<T extends { redirectUri: string; state: string | undefined }>(id: string, request: T): T {\n  archive.set(id, { redirectUri: request.redirectUri, state: request.state });\n  return request;\n}\n',
    read: 'archive.get(id) ?? stored',
  },
  refilled: {
    top: 'const lines: string[] = [];\nconst again = new Map<string, { redirectUri: string; state: string | undefined }>();\n',
    type: '{ redirectUri: string; state: string | undefined }',
    written: 'noted(id, { redirectUri: params.redirectUri, state: params.state })',
    uri: 'request.redirectUri',
    state: 'request.state',
    helper: `function noted<T extends { redirectUri: string; state: string | undefined }>(id: string, request: T): T {
  lines.push([id, request.redirectUri, request.state ?? ''].join(' '));
  return request;
}
function refill(): void {
  for (const [id, redirectUri, state] of lines.map((line) => line.split(' ')))
    if (id && redirectUri) again.set(id, { redirectUri, state });
}
`,
    read: '(refill(), again.get(id)) ?? stored',
  },
  text: {
    type: 'string',
    written: 'JSON.stringify({ redirectUri: params.redirectUri, state: params.state })',
    read: 'JSON.parse(stored) as { redirectUri: string; state?: string }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
  either: {
    top: `type Asked = { redirectUri: string; state: string | undefined };
interface Requests {
  set(id: string, request: Asked): void;
  get(id: string): Asked | undefined;
  delete(id: string): void;
}
class MemoryRequests implements Requests {
  private readonly kept = new Map<string, Asked>();
  set(id: string, request: Asked): void {
    this.kept.set(id, request);
  }
  get(id: string): Asked | undefined {
    return this.kept.get(id);
  }
  delete(id: string): void {
    this.kept.delete(id);
  }
}
class TextRequests implements Requests {
  private readonly kept = new Map<string, string>();
  set(id: string, { redirectUri, state }: Asked): void {
    this.kept.set(id, JSON.stringify([redirectUri, state]));
  }
  get(id: string): Asked | undefined {
    const text = this.kept.get(id);
    if (!text) return undefined;
    const [redirectUri, state] = JSON.parse(text) as [string, string | undefined];
    return { redirectUri, state };
  }
  delete(id: string): void {
    this.kept.delete(id);
  }
}
`,
    type: 'Asked',
    made: 'pending: Requests = process.env.IN_MEMORY ? new MemoryRequests() : new TextRequests()',
    written: '{ redirectUri: params.redirectUri, state: params.state }',
    uri: 'request.redirectUri',
    state: 'request.state',
  },
};

/** Requests that `authorize()` refuses at once, before it shows a page. */
export const refusals: Readonly<Record<string, string>> = {
  none: '',
  written:
    "if (params.scopes?.includes('admin')) {\n  const refused = new URL(params.redirectUri);\n  refused.searchParams.set('error', 'invalid_scope');\n  res.writeHead(302, { Location: refused.href }).end();\n  return;\n}\n",
  redirected:
    "if (params.scopes?.includes('admin')) {\n  const refused = new URL(params.redirectUri);\n  refused.searchParams.set('error', 'invalid_scope');\n  res.redirect(refused.href);\n  return;\n}\n",
  thrown: "if (params.scopes?.includes('admin')) throw new InvalidScopeError('admin');\n",
};

const members =
  'challengeForAuthorizationCode: () => provider.challengeForAuthorizationCode(),\n  exchangeAuthorizationCode: () => provider.exchangeAuthorizationCode(),\n  exchangeRefreshToken: () => provider.exchangeRefreshToken(),\n  verifyAccessToken: (token) => provider.verifyAccessToken(token),';

/** How the SDK is mounted, with what is between its metadata and its handler. */
export const mounts: Readonly<Record<string, (issuer: string, between: string) => string>> = {
  router: (issuer, after) => `app.use(mcpAuthRouter({ provider, issuerUrl: ${issuer} }));\n${after}`,
  picking: (issuer, after) => `const outer: OAuthServerProvider = {
  clientsStore: provider.clientsStore,
  async authorize(client, { redirectUri, state, scopes, codeChallenge }, res) {
    await provider.authorize(client, { redirectUri, codeChallenge, ...(state && { state }), ...(scopes && { scopes }) }, res);
  },
  ${members}
};
app.use(mcpAuthRouter({ provider: outer, issuerUrl: ${issuer} }));
${after}`,
  withholding: (issuer, after) => `const outer: OAuthServerProvider = {
  clientsStore: provider.clientsStore,
  async authorize(client, { issuer: _, ...known }, res) {
    await provider.authorize(client, known, res);
  },
  ${members}
};
app.use(mcpAuthRouter({ provider: outer, issuerUrl: ${issuer} }));
${after}`,
  handlers: (issuer, between) =>
    `app.use('/.well-known/oauth-authorization-server', metadataHandler(createOAuthMetadata({ provider, issuerUrl: ${issuer} })));\n${between}app.use('/authorize', authorizationHandler({ provider }));\n`,
};

type Build = (uri: string, state: string, key: string, value: string) => { before: string; href: string };

export const builds: Readonly<Record<string, Build>> = {
  url: (uri, state, key, value) => ({
    before: `const url = new URL(${uri});\nurl.searchParams.set('${key}', ${value});\nif (${state}) url.searchParams.set('state', ${state});\n`,
    href: 'url.href',
  }),
  query: (uri, state, key, value) => ({
    before: `const query = new URLSearchParams({ ${key}: ${value} });\nif (${state}) query.append('state', ${state});\nconst target = \`\${${uri}}?\${query}\`;\n`,
    href: 'target',
  }),
  template: (uri, state, key, value) => ({
    before: `const target = \`\${${uri}}?${key}=\${${value}}&state=\${encodeURIComponent(${state} ?? '')}\`;\n`,
    href: 'target',
  }),
  pairs: (uri, state, key, value) => ({
    before: `const url = new URL(${uri});\nfor (const [name, text] of Object.entries({ ${key}: ${value}, state: ${state} })) if (text) url.searchParams.set(name, text);\n`,
    href: 'url.href',
  }),
  listed: (uri, state, key, value) => ({
    before: `const parts = ['${key}=' + ${value}];\nif (${state}) parts.push('state=' + encodeURIComponent(${state}));\nconst target = ${uri} + '?' + parts.join('&');\n`,
    href: 'target',
  }),
  address: (uri, state, key, value) => ({
    before: `const start = ${uri} + (${uri}.includes('?') ? '&' : '?');\nconst target = \`\${start}${key}=\${${value}}&state=\${encodeURIComponent(${state} ?? '')}\`;\n`,
    href: 'target',
  }),
  stringified: (uri, state, key, value) => ({
    before: `const target = ${uri} + (${uri}.includes('?') ? '&' : '?') + querystring.stringify({ ${key}: ${value}, ...(${state} && { state: ${state} }) });\n`,
    href: 'target',
  }),
  pairList: (uri, state, key, value) => ({
    before: `const url = new URL(${uri});\nurl.search = new URLSearchParams([...url.searchParams, ['${key}', ${value}], ...(${state} ? [['state', ${state}]] : [])]).toString();\n`,
    href: 'url.href',
  }),
  helperWithText: (uri, state, key, value) => ({
    before: `const target = answerText(${uri}, \`${key}=\${${value}}&state=\${encodeURIComponent(${state} ?? '')}\`);\n`,
    href: 'target',
  }),
  helperWithDefault: (uri, state, key, value) => ({
    before: `const target = answerAt(${uri}, { ${key}: ${value}, state: ${state} });\n`,
    href: 'target',
  }),
  helperThatAsserts: (uri, state, key, value) => ({
    before: `const target = asserted(${uri}, ${state}, '${key}', ${value});\n`,
    href: 'target',
  }),
  helperWithMore: (uri, state, key, value) => ({
    before: `const target = answerWith(${uri}, { ${key}: ${value}, state: ${state} });\n`,
    href: 'target',
  }),
  helper: (uri, state, key, value) => ({
    before: `const target = answerUrl(${uri}, ${state}, '${key}', ${value});\n`,
    href: 'target',
  }),
};

/** Functions that builds call. */
export const helpers: Readonly<Record<string, string>> = {
  helperWithText:
    "function answerText(redirectUri: string, query: string): string {\n  return redirectUri + (redirectUri.includes('?') ? '&' : '?') + query;\n}\n",
  helperWithDefault:
    "function answerAt(redirectUri: string, query: Record<string, string | undefined>, more: Record<string, string> = { at: '1' }): string {\n  const url = new URL(redirectUri);\n  for (const [key, value] of Object.entries({ ...query, ...more })) if (value) url.searchParams.append(key, value);\n  return url.toString();\n}\n",
  helperThatAsserts:
    "const known = ['code', 'state', 'error'];\nfunction asserted(redirectUri: string, state: string | undefined, key: string, value: string): string {\n  const url = new URL(redirectUri);\n  url.searchParams.set(key, value);\n  if (state) url.searchParams.set('state', state);\n  for (const name of url.searchParams.keys()) if (!known.includes(name)) throw new Error(name);\n  return url.href;\n}\n",
  helper:
    "function answerUrl(redirectUri: string, state: string | undefined, key: string, value: string): string {\n  const url = new URL(redirectUri);\n  url.searchParams.set(key, value);\n  if (state) url.searchParams.set('state', state);\n  return url.toString();\n}\n",
  helperWithMore:
    'function answerWith(redirectUri: string, query: Record<string, string | undefined>): string {\n  const url = new URL(redirectUri);\n  for (const [key, value] of Object.entries(query)) if (value) url.searchParams.append(key, value);\n  return url.toString();\n}\n',
};

export const exits: Readonly<Record<string, (href: string) => string>> = {
  redirect: (href) => `res.redirect(${href});\n`,
  redirectStatus: (href) => `res.redirect(302, ${href});\n`,
  writeHead: (href) => `res.writeHead(302, { Location: ${href} }).end();\n`,
  setHeader: (href) => `res.status(302);\nres.setHeader('Location', ${href});\nres.end();\n`,
  location: (href) => `res.location(${href});\nres.status(302).end();\n`,
  set: (href) => `res.set({ Location: ${href} });\nres.sendStatus(302);\n`,
  link: (href) => `res.send(\`<a href="\${${href}}">go on</a>\`);\n`,
  refresh: (href) => `res.send(\`<meta http-equiv="refresh" content="0;url=\${${href}}">\`);\n`,
  json: (href) => `res.json({ redirect: ${href} });\n`,
};

export const middlewares: Readonly<Record<string, string>> = {
  none: '',
  logged: 'app.use((req, _res, next) => {\n  console.log(req.method, req.path);\n  next();\n});\n',
  header: "app.use((_req, res, next) => {\n  res.setHeader('x-frame-options', 'DENY');\n  next();\n});\n",
  forgets:
    "app.use((_req, res, next) => {\n  const redirect = res.redirect.bind(res);\n  res.redirect = ((...given: [string] | [number, string]) => {\n    const target = new URL(String(given.at(-1)));\n    console.log([...target.searchParams.keys()]);\n    target.searchParams.delete('sid');\n    redirect(target.href);\n  }) as typeof res.redirect;\n  next();\n});\n",
  filters:
    "app.use((_req, res, next) => {\n  const redirect = res.redirect.bind(res);\n  res.redirect = ((...given: [string] | [number, string]) => {\n    const target = new URL(String(given.at(-1)));\n    for (const name of [...target.searchParams.keys()]) if (!['code', 'state', 'error'].includes(name)) target.searchParams.delete(name);\n    redirect(target.href);\n  }) as typeof res.redirect;\n  next();\n});\n",
  filtersHeader:
    "app.use((_req, res, next) => {\n  const writeHead = res.writeHead.bind(res) as (...given: unknown[]) => typeof res;\n  res.writeHead = ((status: number, headers?: { Location?: string }) => {\n    const target = headers?.Location ? new URL(headers.Location) : undefined;\n    target?.searchParams.forEach((_value, name) => {\n      if (name !== 'code' && name !== 'state') target.searchParams.delete(name);\n    });\n    return target ? writeHead(status, { ...headers, Location: target.href }) : headers ? writeHead(status, headers) : writeHead(status);\n  }) as typeof res.writeHead;\n  next();\n});\n",
  renames:
    "const made = createOAuthMetadata({ provider, issuerUrl });\nmade.issuer = issuerUrl.origin;\napp.get('/.well-known/oauth-authorization-server', (_req, res) => {\n  res.json(made);\n});\n",
  addsToHeader:
    "app.use((_req, res, next) => {\n  const setHeader = res.setHeader.bind(res);\n  res.setHeader = ((name: string, value: string) => {\n    if (name.toLowerCase() !== 'location') return setHeader(name, value);\n    const target = new URL(value);\n    if (!target.searchParams.has('iss')) target.searchParams.append('iss', issuerUrl.href);\n    return setHeader(name, target.href);\n  }) as typeof res.setHeader;\n  next();\n});\n",
  appends:
    "app.use((_req, res, next) => {\n  const redirect = res.redirect.bind(res);\n  res.redirect = ((given: string) => {\n    const target = new URL(given);\n    target.searchParams.append('iss', issuerUrl.href);\n    redirect(target.href);\n  }) as typeof res.redirect;\n  next();\n});\n",
  adds: "app.use((_req, res, next) => {\n  const redirect = res.redirect.bind(res);\n  res.redirect = ((given: string) => {\n    const target = new URL(given);\n    if (!target.searchParams.has('iss')) target.searchParams.set('iss', issuerUrl.href);\n    redirect(target.href);\n  }) as typeof res.redirect;\n  next();\n});\n",
};

/** What happens to the issuer beside the mount. */
export const issuers: Readonly<Record<string, { mounted: string; after: string }>> = {
  plain: { mounted: 'issuerUrl', after: '' },
  copied: { mounted: 'new URL(issuerUrl)', after: '' },
  text: { mounted: "new URL('https://login.example.com')", after: '' },
  changed: { mounted: 'issuerUrl', after: "issuerUrl.pathname = '/login';\n" },
  changedByKey: { mounted: 'issuerUrl', after: "issuerUrl['pathname'] = '/login';\n" },
  changedMember: {
    mounted: 'issuerUrl',
    after: "const places = { login: issuerUrl };\nplaces.login.pathname = '/login';\n",
  },
  changedInList: {
    mounted: 'issuerUrl',
    after: "for (const each of [issuerUrl]) each.pathname = '/login';\n",
  },
  changedQuery: {
    mounted: 'issuerUrl',
    after: "const { searchParams } = issuerUrl;\nsearchParams.set('tenant', 'a');\n",
  },
};
