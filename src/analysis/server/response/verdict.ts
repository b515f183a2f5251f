import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { codeText, enclosingFunction, isWithin, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { carriersOf } from './carriers/carriers.ts';
import { directCalls } from './exits/direct-calls.ts';
import { type Exit, type Exits, findExits, statementOf } from './exits/exits.ts';
import type { PostedForm } from './exits/form-post.ts';
import { type QueryReason, queryReason } from './exits/query-guard.ts';
import { carriesRequest, describeTaker } from './exits/request-takers.ts';
import { opaqueCall, type Sink } from './exits/response-sinks.ts';
import { mayGoThroughBrowser, postedByForm, type Reason, unanswered } from './exits/unanswered.ts';
import { upstreamOf } from './exits/upstream-login.ts';
import type { Flow } from './flow/flow.ts';
import { storesAt } from './flow/store-roots.ts';
import type { Build } from './flow/url-build.ts';
import { appendIssuer } from './issuer-fix/append-issuer.ts';
import { addToForm } from './issuer-fix/form-fields.ts';
import { startFix } from './issuer-fix/issuer-at.ts';
import { CannotFix, type IssuerFix } from './issuer-fix/issuer-fix.ts';
import { passedOnWithout } from './passed-on.ts';
import type { Provider } from './provider/provider.ts';
import { isFixedByFlag, switchOff } from './provider/switch-off.ts';

/** One exit of a provider whose response lacks `iss`, with what can be done about it. */
export interface Verdict {
  readonly node: ts.Node;
  readonly kind: 'bare' | 'elsewhere' | 'upstream' | 'own' | 'passed-on';
  readonly provider: Provider;
  readonly flow: Flow;
  readonly builds: readonly Build[];
  readonly edits: readonly Edit[];
  /** None: the edits are safe. With edits: what they rest on, so they are suggested. Without edits: why there is no fix. */
  readonly reason?: Reason | undefined;
}

/**
 * Which exits of a provider lack `iss`, and how are they fixed?
 * Asked by the rule authorize-issuer, once for each provider.
 * Gives a verdict for each exit; all of them share one change set, because a provider that is fixed in part still breaks
 * what its metadata advertise.
 *
 * @param own responses that the application sends instead of the provider
 */
export function judge(project: Project, provider: Provider, own: readonly ts.Node[]): Verdict[] {
  if (provider.flag === 'off') return [];
  const exits = findExits(project, provider.authorize);
  const base = { provider, flow: exits.flow, builds: [], edits: [] };
  const upstream = exits.ends.flatMap((sink): Verdict[] => {
    const found = upstreamVerdict(exits.flow, sink);
    return found ? [{ ...base, node: statementOf(sink.call), kind: 'upstream', ...found }] : [];
  });
  const fix = startFix(exits.flow);
  const given = exits.bare.map(
    (exit): Verdict => ({
      ...base,
      node: exit.node,
      kind: 'bare',
      builds: exit.builds,
      reason: fixExit(fix, exit),
    }),
  );
  // The issuer that a browser sends back proves nothing, also where it comes from JSON of this program.
  const bare = fix.isThroughJson && mayGoThroughBrowser(exits) ? given.map(throughBrowser) : given;
  const handled = new Set(upstream.map((one) => one.node));
  const elsewhere = unanswered(exits)
    .filter((end) => !handled.has(end.node))
    .map(
      (end): Verdict => ({
        ...base,
        node: end.node,
        kind: end.form ? 'bare' : 'elsewhere',
        reason: end.form ? fixForm(fix, end.form) : end.reason,
      }),
    );
  const instead = [...own, ...directCalls(project, provider, exits).map(statementOf)].map(
    (node): Verdict => ({ ...base, node, kind: 'own', reason: { code: 'own-authorize' } }),
  );
  const passed = passedOnWithout(project, provider, exits);
  const without = passed.map(
    ({ call, fix: { flow }, cannot }): Verdict => ({
      ...base,
      flow,
      node: statementOf(call),
      kind: 'passed-on',
      reason: cannot && reasonOf(cannot),
    }),
  );
  const verdicts = distinct([...upstream, ...bare, ...elsewhere, ...instead, ...without]);
  return together([fix, ...passed.map((one) => one.fix)], provider, verdicts, exits);
}

const throughBrowser = (verdict: Verdict): Verdict => ({
  ...verdict,
  reason: { code: 'browser-round-trip' },
});

function distinct(verdicts: readonly Verdict[]): Verdict[] {
  const seen = new Set<ts.Node>();
  return verdicts.filter((one) => !seen.has(one.node) && seen.add(one.node));
}

/** Why the exit cannot be fixed; undefined when it can. */
function fixExit(fix: IssuerFix, exit: Exit): Reason | undefined {
  if (exit.sink?.kind === 'delegate' && !ts.isBinaryExpression(exit.sink.call))
    return { code: 'response-elsewhere', detail: describeTaker(exit.sink.call) };
  if (exit.form) return fixForm(fix, exit.form);
  if (exit.builds.length === 0) {
    const helper = exit.sink?.values
      .map((value) => opaqueCall(fix.flow, value))
      .find((call) => call !== undefined);
    return helper
      ? { code: 'needs-other-file', detail: `\`${helper.expression.getText()}\` builds the URL.` }
      : { code: 'unclear-construction' };
  }
  return cannot(() => {
    for (const build of exit.builds) appendIssuer(fix, build);
    const read = queryReason(fix.flow, exit.builds);
    if (read?.code === 'query-filtered') return read;
    if (read) fix.assume(read);
    return undefined;
  });
}

const fixForm = (fix: IssuerFix, form: PostedForm): Reason | undefined =>
  cannot(() => (addToForm(fix, form) ? undefined : postedByForm));

/** The reason that a part of the fix gives or throws. */
function cannot(make: () => Reason | undefined): Reason | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof CannotFix)) throw error;
    return reasonOf(error);
  }
}

const reasonOf = ({ code, detail }: CannotFix): Reason =>
  detail === undefined ? { code } : { code, detail };

/** One change set over all exits, or none. Where an upstream server answers, only the flag can be set. */
function together(
  fixes: readonly IssuerFix[],
  provider: Provider,
  verdicts: readonly Verdict[],
  exits: Exits,
): Verdict[] {
  if (provider.flag === 'computed')
    return verdicts.map((one) => ({ ...one, edits: [], reason: { code: 'computed-issuer-flag' } }));
  const upstream = verdicts.filter((one) => one.kind === 'upstream');
  if (upstream.length > 0) {
    const byConfiguration = upstream.some((one) => one.reason?.code === 'decided-by-configuration');
    const own = [
      ...exits.answered,
      ...verdicts.filter((one) => one.kind !== 'upstream').map((one) => one.node),
    ];
    const mixed = own.some(grantsCode);
    const code = byConfiguration || mixed ? 'decided-by-configuration' : 'upstream-answers';
    const off = [switchOff(provider.node, code)];
    return verdicts.map((one) => ({ ...one, edits: off, reason: { code } }));
  }
  const blocked = verdicts.find((one) => one.reason);
  if (!blocked) {
    const whole = unique(fixes.flatMap(({ edits }) => edits));
    const reason = fixes.find(({ assumption }) => assumption)?.assumption;
    return verdicts.map((one) => ({ ...one, edits: whole, reason }));
  }
  // With the flag off, the metadata are true for all exits, whatever their reasons are.
  const code = blocked.reason?.code;
  const isSound = verdicts.every(({ reason }) => !reason || isFixedByFlag(reason.code));
  const off = isSound && isFixedByFlag(code) ? [switchOff(provider.node, code)] : [];
  return verdicts.map((one) => ({
    ...one,
    edits: off,
    reason: one.reason ??
      (off.length > 0 ? blocked.reason : undefined) ?? {
        code: 'other-exit',
        detail: placeOf(blocked.node, one.node),
      },
  }));
}

/** Without edits where other code may add `iss` to one of the responses: the edits are for all of them. */
export function withoutAdded(
  verdicts: readonly Verdict[],
  isAdded: (node: ts.Node) => boolean,
): readonly Verdict[] {
  const added = verdicts.find(({ node }) => isAdded(node));
  if (!added) return verdicts;
  return verdicts.map((one) => {
    const detail = placeOf(added.node, one.node);
    const reason: Reason = isAdded(one.node)
      ? { code: 'appended-elsewhere' }
      : { code: 'other-exit', detail };
    return { ...one, edits: [], reason };
  });
}

/** The same for code that reads or filters the query of a response on its way to the client. */
export function withoutFiltered(
  verdicts: readonly Verdict[],
  reasonOf: (node: ts.Node) => QueryReason | undefined,
): readonly Verdict[] {
  if (!verdicts.some(({ edits, reason }) => edits.length > 0 && !isFixedByFlag(reason?.code)))
    return verdicts;
  const found = verdicts.map(({ node }) => [node, reasonOf(node)] as const);
  const filtered = found.find(([, reason]) => reason?.code === 'query-filtered');
  const assumed = found.find(([, reason]) => reason)?.[1];
  if (!filtered) return verdicts.map((one) => ({ ...one, reason: one.reason ?? assumed }));
  return verdicts.map((one, index) => {
    const own = found[index]?.[1];
    const here: Reason | undefined = own?.code === 'query-filtered' ? own : undefined;
    const detail = placeOf(filtered[0], one.node);
    return { ...one, edits: [], reason: here ?? { code: 'other-exit', detail } };
  });
}

function placeOf(node: ts.Node, from: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const name = file === from.getSourceFile() ? '' : ` of ${file.fileName.split('/').at(-1)}`;
  return `It is on line ${line}${name}.`;
}

const codeParameter = /(set|append)\(\s*['"`]code['"`]|[?&]code=|['"`]code=|[{,]\s*code\s*[,:}]/;

/** This server issues a code of its own here. An error that it sends itself does not contradict the flag. */
function grantsCode(node: ts.Node): boolean {
  return codeParameter.test(codeText(enclosingFunction(node) ?? node));
}

function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return edits.filter((edit) => {
    const key = `${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function upstreamVerdict(flow: Flow, sink: Sink): Pick<Verdict, 'reason'> | undefined {
  if (sink.kind === 'delegate') {
    return isProxyCall(flow, sink) ? { reason: { code: 'upstream-answers' } } : undefined;
  }
  if (sink.kind === 'body') return undefined;
  const found = upstreamOf(flow, sink);
  if (found.passed !== 'upstream') return undefined;
  return { reason: { code: found.conditional ? 'decided-by-configuration' : 'upstream-answers' } };
}

/** `this.proxy.authorize(client, params, res)` on the SDK's own proxy provider. */
function isProxyCall(flow: Flow, sink: Sink): boolean {
  const callee = ts.isCallExpression(sink.call) ? unwrap(sink.call.expression) : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee) || callee.name.text !== 'authorize') return false;
  const type = flow.project.checker.getTypeAtLocation(callee.expression);
  return sdkTypes(flow.project, type).some((entity) => entity.name === 'ProxyOAuthServerProvider');
}

/** Where the request is put into a collection of this program, in any file, on its way to the exit. */
export function requestStores({ flow, node }: Verdict): ts.Node[] {
  const { project } = flow;
  const { expressions } = carriersOf(flow);
  return bindingsOf(project)
    .stored.entriesOf()
    .filter(({ at, value }) => {
      if (!expressions.has(unwrap(value))) return false;
      if (isWithin(value, node) || isTestFile(value.getSourceFile()) || storesAt(project, at).size === 0)
        return false;
      return carriesRequest(flow.reach(value));
    })
    .map(({ value }) => value.parent);
}
