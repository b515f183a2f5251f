import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CarrierObligation,
  carrierObligations,
} from '../../src/analysis/client/carrier/carrier-obligations.ts';
import { holdForHosts } from './host-laws.ts';
import { filesOfHost, type Host, plainest } from './hosts.ts';
import { mutant, switchedOff } from './switched-off.ts';

vi.mock('../../src/analysis/client/carrier/every-mention.ts', async (original) =>
  mutant('every-mention', await original(), { everyMention: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/no-access-by-text.ts', async (original) =>
  mutant('no-access-by-text', await original(), { noAccessByText: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/known-makers.ts', async (original) =>
  mutant('known-makers', await original(), { knownMakers: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/not-serialized.ts', async (original) =>
  mutant('not-serialized', await original(), { notSerialized: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/record-exits.ts', async (original) =>
  mutant('not-serialized', await original(), { recordExits: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/field-guards.ts', async (original) => {
  const real = await original<object>();
  const makers = mutant('known-makers', real, { refuseIntrusions: () => {} });
  const keys = mutant('no-access-by-text', makers, { refuseKeys: () => {} });
  return mutant('not-serialized', keys, { refuseEscapes: () => {} });
});
vi.mock('../../src/analysis/client/query/changes.ts', async (original) =>
  mutant('query-unchanged', await original(), { changeOfQuery: () => undefined }),
);
vi.mock('../../src/analysis/client/query/foreign-changes.ts', async (original) =>
  mutant('query-unchanged', await original(), { foreignChange: () => undefined }),
);
vi.mock('../../src/analysis/client/carrier/public-guard.ts', async (original) =>
  mutant('no-outside-callers', await original(), { guardPublic: () => {} }),
);
vi.mock('../../src/analysis/client/carrier/emitters.ts', async (original) =>
  mutant('known-listeners', await original(), { waitingCalls: () => [] }),
);
vi.mock('../../src/analysis/client/carrier/absence.ts', async (original) => {
  const real = await original<typeof import('../../src/analysis/client/carrier/absence.ts')>();
  class Absence extends real.Absence {
    override get atSink() {
      return switchedOff.id === 'absence-kept' ? ({ form: 'null', operator: '??' } as const) : super.atSink;
    }
  }
  return { ...real, Absence };
});

/** For each obligation a host that breaks when it is not asked for. */
const hosts: Readonly<Record<CarrierObligation, Partial<Host>>> = {
  'every-mention': { steps: ['byOptions'], layout: 'html' },
  'no-access-by-text': { steps: ['record', 'recordIn'] },
  'known-makers': { steps: ['boxed'] },
  'not-serialized': { steps: ['record', 'recordText'] },
  'query-unchanged': { steps: ['queryStripped'] },
  'no-outside-callers': { steps: ['byOptions'], layout: 'published' },
  'known-listeners': { steps: ['listened'] },
  'absence-kept': { steps: ['inferred'], absence: 'emptied', receiver: 'exchange' },
};

const breachesOf = async (part: Partial<Host>) =>
  (await holdForHosts({ p0000: filesOfHost({ ...plainest, ...part }, 'p0000') })).breaches;

describe('a tool that takes an obligation for proved is noticed', () => {
  afterEach(() => {
    switchedOff.id = undefined;
  });
  it.each(carrierObligations)('%s', async (id) => {
    expect(await breachesOf(hosts[id])).toEqual([]);
    switchedOff.id = id;
    expect(await breachesOf(hosts[id])).not.toEqual([]);
  });
});
