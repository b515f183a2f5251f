import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReportedFinding, run } from '../../src/index.ts';
import { readDeclaration } from '../../src/sdk/declarations.ts';
import { bytesOf } from '../cli-helpers.ts';
import { typeErrors } from '../typecheck.ts';
import { project } from './batch.ts';
import { type Callback, callbacks, surroundingsOf } from './host-outside.ts';
import { sources } from './host-parts.ts';
import { compiled, outcomeOf, type Start } from './sandbox.ts';

/** A host as the laws need it: its files, and where its query comes from. */
export interface HostFiles {
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
  /** The file that exports the host; `main` by default. */
  readonly entry?: string;
  /** Files that call it and that no run sees. */
  readonly outside?: Readonly<Record<string, string>>;
}

/** A law that a host breaks, and what shows it. */
export interface HostBreach {
  readonly id: string;
  readonly law: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
}

export interface HostsHeld {
  readonly breaches: readonly HostBreach[];
  /** The hosts that the run has changed. */
  readonly changed: readonly string[];
}

const rules = ['finish-auth-params', 'auth-iss'];

/** Migrates hosts (id → host) and runs each that changed, before and after. */
export async function holdForHosts(
  hosts: Readonly<Record<string, HostFiles>>,
  typed = false,
): Promise<HostsHeld> {
  const all = Object.fromEntries(
    Object.entries(hosts).flatMap(([id, { files }]) =>
      Object.entries(files).map(([name, text]) => [`${id}/${name}`, text]),
    ),
  );
  const dir = project(all, true);
  const known = new Set(typed ? errorsIn(dir).map(withoutLine) : []);
  const { report } = await run({ cwd: dir, paths: ['.'], mode: 'apply', verify: false, rule: rules });
  const bytes = bytesOf(dir);
  const errors = typed ? errorsIn(dir).filter((each) => !known.has(withoutLine(each))) : [];
  const breaches: HostBreach[] = [];
  const changed: string[] = [];
  for (const [id, host] of Object.entries(hosts)) {
    const { files: before, outside = {} } = host;
    const after = Object.fromEntries(
      Object.keys(before).map((name) => [
        name,
        Buffer.from(bytes[`${id}/${name}`] ?? '', 'latin1').toString('utf8'),
      ]),
    );
    const findings = report.findings.filter(({ file }) => file.startsWith(`${id}/`));
    const isChanged = Object.keys(before).some((name) => before[name] !== after[name]);
    if (isChanged) changed.push(id);
    const laws = errors
      .filter((each) => each.startsWith(`${id}/`))
      .map((each) => `a new type error: ${each}`);
    if (isChanged && !findings.some(isWritten)) laws.push('written, though no fix is safe');
    if (isChanged)
      laws.push(...(await differences(id, host, { ...before, ...outside }, { ...after, ...outside })));
    for (const law of laws) breaches.push({ id, law, before, after, findings: findings.map(lineOf) });
  }
  return { breaches, changed };
}

/** With types for the packages that are not installed. The run itself has to do without. */
function errorsIn(dir: string): string[] {
  const file = join(dir, 'packages.d.ts');
  writeFileSync(file, declaredPackages.map((name) => readDeclaration(`platform/${name}.d.ts`)).join('\n'));
  try {
    return typeErrors(dir);
  } finally {
    rmSync(file);
  }
}

const declaredPackages = ['lru-cache', 'promise-helpers', 'react', 'rxjs', 'stores', 'vue'];

const withoutLine = (error: string): string => error.replace(/:\d+:/, ':');
const isWritten = ({ fix, status }: ReportedFinding): boolean => fix === 'safe' && status === 'fixed';
const lineOf = ({ file, rule, range, status, fix, reason }: ReportedFinding): string =>
  `${file}:${range.start.line} ${rule} ${status} ${fix} ${reason?.text ?? ''}`;

/** Each callback with what it has to be the same as: the host before, at a server that asks for `iss` or not. */
const comparisons: readonly (readonly [Callback, advertises: boolean, advertisedBefore: boolean])[] = [
  // A good callback succeeds now wherever it did without the check.
  ['good', true, false],
  ['good', false, false],
  ['denied', true, false],
  ['empty', true, false],
  ['twice', true, false],
  // A foreign issuer is refused now as a missing one was.
  ['foreign', true, true],
  ['foreign', false, true],
  // Without `iss` nothing changes.
  ['silent', true, true],
  ['silent', false, false],
  ['nothing', true, true],
  ['nothing', false, false],
];

async function differences(
  id: string,
  host: HostFiles,
  before: HostFiles['files'],
  after: HostFiles['files'],
): Promise<string[]> {
  const [old, now] = [compiled(before), compiled(after)];
  const isUnseen = host.entry !== undefined || host.outside !== undefined;
  const laws: string[] = [];
  for (const [callback, advertises, advertisedBefore] of comparisons) {
    const was = await watch(id, host, old, callback, advertisedBefore);
    const is = await watch(id, host, now, callback, advertises);
    if (was === is) continue;
    // Who is not migrated may still have the fault. Where there is no code, its query may not come along.
    if (
      (isUnseen || callback === 'denied' || callback === 'empty') &&
      is === (await watch(id, host, old, callback, advertises))
    )
      continue;
    laws.push(`${callback}${advertises ? '' : ', no iss advertised'}: ${was} → ${is}`);
  }
  return laws;
}

/** Everything that is seen of a host when the browser comes back. */
async function watch(
  id: string,
  host: HostFiles,
  start: Start,
  callback: Callback,
  advertises: boolean,
): Promise<string> {
  const { query, times } = callbacks[callback];
  const hasCode = query.includes('code=c');
  const around = surroundingsOf(advertises, hasCode);
  const run = start(host.entry ?? 'main', around.outside)[`host${id}`] as (...given: unknown[]) => unknown;
  const { transport, provider, send } = around.given;
  for (let count = 0; count < times; count++) {
    const input = sources[host.source]!.make(`http://localhost:8080/callback?${query}`);
    around.trace.push(await outcomeOf(() => run(input, transport, provider, send)));
  }
  return JSON.stringify(around.trace);
}
