import { codeValuesOf403, forbiddenStatus } from '../../../sdk/facts.ts';
import { clientArea, httpErrorClasses, v1HttpErrorClass } from '../../../sdk/roles.ts';
import type { Declared } from '../../program/sdk-symbols.ts';
import { constant, type Members, unknown, type Value } from './value.ts';

/** One error that a handler may receive: its classes, and the values of its members. */
export interface Scenario {
  readonly name: string;
  /** The code that the error has; only for an SdkHttpError. */
  readonly code?: string;
  readonly isInstanceOf: (declared: Declared) => boolean;
  /** Which class its constructor is. */
  readonly isExactly: (declared: Declared) => boolean;
  readonly members: Members;
  /** Members that exist, for `'status' in error`. */
  readonly has: (member: string) => boolean;
  /** Whether a test for this class shows that the author handles the error; only for InsufficientScopeError. */
  readonly isHandledBy?: (declared: Declared) => boolean;
  /** Whether a class is the SDK's base class of it. */
  readonly isBasedOn?: (declared: Declared) => boolean;
}

const shared: Record<string, Value> = { message: unknown, stack: unknown, cause: unknown, toString: unknown };
const membersOf = (record: Record<string, Value>): Members => new Map(Object.entries(record));

function named(area: string, ...names: readonly string[]): (declared: Declared) => boolean {
  return (declared) => declared.area === area && !declared.member && names.includes(declared.name);
}

function isErrorClass(declared: Declared): boolean {
  return declared.area.startsWith('platform/') && ['Error', 'Object'].includes(declared.name);
}

/** The codes that a 403 insufficient_scope had, ClientHttpForbidden first. */
export const forbiddenCodes: readonly string[] = [...codeValuesOf403].sort(
  (a, b) => Number(b.endsWith('FORBIDDEN')) - Number(a.endsWith('FORBIDDEN')),
);

/** An SdkHttpError with a code, for a status. */
export function httpScenario(code: string, status: number = forbiddenStatus): Scenario {
  const isSdkError = named(clientArea, ...httpErrorClasses);
  // Opaque, because InsufficientScopeError has another name.
  const name: Value = { kind: 'const', value: 'SdkHttpError', opaque: true };
  const members = membersOf({
    ...shared,
    name,
    status: constant(status),
    statusText: unknown,
    code: { kind: 'const', value: code, opaque: true },
    data: {
      kind: 'record',
      members: membersOf({ status: constant(status), statusText: unknown, text: unknown }),
    },
    constructor: { kind: 'record' as const, members: membersOf({ name }) },
  });
  return {
    name: `SdkHttpError ${code}`,
    code,
    isInstanceOf: (declared) => isErrorClass(declared) || isSdkError(declared),
    isExactly: named(clientArea, httpErrorClasses[0]!),
    members,
    has: (member) => members.has(member),
  };
}

/** What handlers received for a 403 insufficient_scope before client 2.0.0-beta.1, by code. */
export const httpScenarios: readonly Scenario[] = forbiddenCodes.map((code) => httpScenario(code));

const v1Tests = ['v1/client/streamableHttp', 'v2/compat-client'].map((area) => named(area, v1HttpErrorClass));

interface V1Error {
  readonly status: number;
  /** The code has the classes of v2 already, and may ask for `status`, too. */
  readonly isMigrated: boolean;
}

/** What handlers received in v1, where `code` is the status. */
function v1ScenarioOf({ status, isMigrated }: V1Error): Scenario {
  const name = constant('Error');
  const members = membersOf({
    ...shared,
    name,
    code: constant(status),
    ...(isMigrated ? { status: constant(status) } : {}),
    constructor: { kind: 'record' as const, members: membersOf({ name: constant(v1HttpErrorClass) }) },
  });
  const isSdkError = named(clientArea, ...httpErrorClasses);
  const isOwn = (declared: Declared) =>
    v1Tests.some((test) => test(declared)) || (isMigrated && isSdkError(declared));
  return {
    name: v1HttpErrorClass,
    isInstanceOf: (declared) => isErrorClass(declared) || isOwn(declared),
    isExactly: isOwn,
    members,
    has: (member) => members.has(member),
  };
}

/** The 403 in v1. */
export const v1Scenario: Scenario = v1ScenarioOf({ status: forbiddenStatus, isMigrated: false });

/** What v1 threw for a status, in code that was migrated to v2: whoever asks for `status` gets it, too. */
export const migratedScenario = (status: number): Scenario => v1ScenarioOf({ status, isMigrated: true });

/** What handlers receive for it since client 2.0.0-beta.1. */
export const scopeScenario: Scenario = (() => {
  const name = constant('InsufficientScopeError');
  const members = membersOf({
    ...shared,
    name,
    requiredScope: unknown,
    resourceMetadataUrl: unknown,
    errorDescription: unknown,
    constructor: { kind: 'record' as const, members: membersOf({ name }) },
  });
  const own = named(clientArea, 'InsufficientScopeError');
  const base = named(clientArea, 'OAuthClientFlowError');
  return {
    name: 'InsufficientScopeError',
    isInstanceOf: (declared) => isErrorClass(declared) || own(declared) || base(declared),
    isExactly: own,
    members,
    has: (member) => members.has(member),
    isHandledBy: own,
    isBasedOn: base,
  };
})();
