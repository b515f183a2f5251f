import { afterEach, describe, expect, it, vi } from 'vitest';
import { carrierObligations } from '../../src/analysis/client/carrier/carrier-obligations.ts';
import { providerObligations } from '../../src/analysis/client/provider/provider-obligations.ts';
import { branchObligations } from '../../src/analysis/errors/branch/branch-obligations.ts';
import { oauthObligations } from '../../src/analysis/errors/oauth/oauth-obligations.ts';
import { statusObligations } from '../../src/analysis/errors/status/status-obligations.ts';
import { stepUpObligations } from '../../src/analysis/errors/step-up/step-up-obligations.ts';
import { contextObligations } from '../../src/analysis/server/context/context-obligations.ts';
import type { ResponseObligation } from '../../src/analysis/server/response/response-obligations.ts';
import { verifierObligations } from '../../src/analysis/server/verifier/verifier-obligations.ts';
import { obligations } from '../../src/model/obligations.ts';
import { proved } from '../../src/model/proof.ts';
import { holdForApps } from './app-laws.ts';
import { type App, plainest, textOfApp } from './apps.ts';
import { holdForContexts } from './context-laws.ts';
import { filesOfContext, requestOf } from './contexts.ts';
import { mutant, switchedOff } from './switched-off.ts';
import { holdForVerifiers } from './verifier-laws.ts';
import {
  contextMutants,
  moreContextMutants,
  moreVerifierMutants,
  verifierMutants,
} from './verifier-mutants.ts';

vi.mock('../../src/analysis/server/mount/iss-adders.ts', async (original) =>
  mutant('iss-missing', await original(), { mayAddIss: () => false }),
);
vi.mock('../../src/analysis/server/response/exits/unanswered.ts', async (original) =>
  mutant('exits-found', await original(), { unanswered: () => [] }),
);
vi.mock('../../src/analysis/server/response/flow/memory-stores.ts', async (original) =>
  mutant('stores-keep-issuer', await original(), { isMemoryStore: () => true, leavesMemory: () => false }),
);
vi.mock('../../src/analysis/server/mount/stable-url.ts', async (original) =>
  mutant('issuer-matches', await original(), { isStable: () => true, stabilityOf: () => 'same' }),
);
vi.mock('../../src/analysis/server/mount/flag-placement.ts', async (original) => {
  const real = await original<typeof import('../../src/analysis/server/mount/flag-placement.ts')>();
  return mutant('iss-advertised', real, {
    moveFlag: (...given) => {
      const { edits, providers } = real.moveFlag(...given);
      return { edits, providers };
    },
  });
});
vi.mock('../../src/analysis/program/mention-index.ts', async (original) => {
  const real = await original<typeof import('../../src/analysis/program/mention-index.ts')>();
  return mutant('option-unread', real, {
    mentionsIn: (file, name) =>
      name === 'authorizationResponseIssParameterSupported' ? [] : real.mentionsIn(file, name),
  });
});
vi.mock('../../src/model/fix.ts', async (original) => {
  const real = await original<typeof import('../../src/model/fix.ts')>();
  const decide: typeof real.decide = (edits, proofs) => {
    const { id } = switchedOff;
    const isMine = id !== undefined && id in proofs && (id in verifierMutants || id in contextMutants);
    return real.decide(edits, isMine ? { ...proofs, [id]: proved } : proofs);
  };
  return { ...real, decide };
});
vi.mock('../../src/analysis/server/verifier/messages.ts', async (original) =>
  mutant('text-fits', await original(), { fitsHeader: () => true, originOfMessage: () => 'fixed' }),
);

/** A generated server, with some of its text written by hand. */
function written(app: Partial<App>, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce(
    (text, [from, to]) => {
      expect(text, from).toContain(from);
      return text.replace(from, to);
    },
    textOfApp({ ...plainest, ...app }),
  );
}

const asked = `if (params.scopes?.includes('admin')) {
      const url = new URL(params.redirectUri);
      url.searchParams.set('error', 'access_denied');
      if (params.state) url.searchParams.set('state', params.state);
      res.writeHead(302, { Location: url.href }).end();
      return;
    }
    this.ask(params, res);
  }

  ask: any;

  unused(params: AuthorizationParams, res: Response): void {`;

const answering = `const provider = new Provider();
  provider.ask = (params: any, res: any) => {
    const url = new URL(params.redirectUri);
    url.searchParams.set('code', 'c0de');
    if (params.state) url.searchParams.set('state', params.state);
    res.writeHead(302, { Location: url.href }).end();
  };`;

const keptMap = `class KeptMap extends Map<string, any> {
  override set(id: string, request: any): this {
    return super.set(id, { redirectUri: request.redirectUri, state: request.state });
  }
}
const keeping: any = () => new KeptMap();

class Provider`;

const mounted = 'app.use(mcpAuthRouter({ provider, issuerUrl: issuerUrl }));';
const flag = 'authorizationResponseIssParameterSupported';

type ServerObligation = ResponseObligation | 'option-unread';

/** For each obligation a server that breaks when it is not asked for. */
const apps: Readonly<Record<ServerObligation, string>> = {
  'iss-missing': written({ store: 'fields', middleware: 'appends', granted: 'redirect', denied: 'redirect' }),
  'exits-found': written(
    {},
    ["console.log('authorize', client.client_id);", asked],
    ['const provider = new Provider();', answering],
  ),
  'stores-keep-issuer': written(
    { store: 'fields' },
    ['class Provider', keptMap],
    [
      'pending = new Map<string, { redirectUri: string; state: string | undefined }>()',
      'pending: Map<string, { redirectUri: string; state: string | undefined }> = keeping()',
    ],
  ),
  'issuer-matches': written({ granted: 'redirect', denied: 'redirect' }, [
    mounted,
    `const base = new URL(issuerUrl);
  app.use('/.well-known/oauth-authorization-server', metadataHandler(createOAuthMetadata({ provider, issuerUrl: base })));
  base.pathname = '/login';
  app.use('/authorize', authorizationHandler({ provider }));`,
  ]),
  'iss-advertised': written({ granted: 'redirect', denied: 'redirect' }, [
    mounted,
    `app.use(mcpAuthRouter({ provider, issuerUrl, ${flag}: false } as never));
  app.use('/second', mcpAuthRouter({ provider, issuerUrl }));`,
  ]),
  'option-unread': written({ granted: 'redirect', denied: 'redirect' }, [
    mounted,
    `const options = { provider, issuerUrl, ${flag}: true };
  app.use(mcpAuthRouter(options));
  app.get('/info', (_req, res) => {
    res.json({ asked: options.${flag} });
  });`,
  ]),
};

const breachesOf = async (text: string) => (await holdForApps({ p0000: text })).breaches;

describe('a tool that takes an obligation for proved is noticed', () => {
  afterEach(() => {
    switchedOff.id = undefined;
  });
  it.each(Object.entries(apps))('%s', async (id, text) => {
    expect(await breachesOf(text)).toEqual([]);
    switchedOff.id = id;
    expect(await breachesOf(text)).not.toEqual([]);
  });

  it.each(verifierObligations)('%s', async (id) => {
    const batch = { p0000: verifierMutants[id] };
    expect(await holdForVerifiers(batch)).toEqual([]);
    switchedOff.id = id;
    expect(await holdForVerifiers(batch)).not.toEqual([]);
  });

  it.each(contextObligations)('%s', async (id) => {
    const batch = { p0000: filesOfContext(contextMutants[id]) };
    const requests = { p0000: requestOf(contextMutants[id]) };
    expect(await holdForContexts(batch, requests)).toEqual([]);
    switchedOff.id = id;
    expect(await holdForContexts(batch, requests)).not.toEqual([]);
  });

  it.each(moreVerifierMutants)('%s: %s', async (id, _, files) => {
    const batch = { p0000: files };
    expect(await holdForVerifiers(batch)).toEqual([]);
    switchedOff.id = id;
    expect(await holdForVerifiers(batch)).not.toEqual([]);
  });

  it.each(moreContextMutants)('contexts-only: %s', async (_, files) => {
    const batch = { p0000: files };
    const requests = { p0000: requestOf(contextMutants['contexts-only']) };
    expect(await holdForContexts(batch, requests)).toEqual([]);
    switchedOff.id = 'contexts-only';
    expect(await holdForContexts(batch, requests)).not.toEqual([]);
  });

  it('whichever it is', () => {
    const noticed = [
      ...carrierObligations,
      ...branchObligations,
      ...stepUpObligations,
      ...verifierObligations,
      ...contextObligations,
      ...statusObligations,
      ...oauthObligations,
      ...providerObligations,
      ...Object.keys(apps),
    ];
    const all = new Set<string>(noticed);
    expect([...all].sort()).toEqual(Object.keys(obligations).sort());
  });
});
