import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { declarationFiles, globalFiles, platformFiles, readDeclaration } from '../src/sdk/declarations.ts';
import {
  codesOf403,
  codeValuesOf403,
  insufficientScopeMembers,
  sdkHttpErrorMembers,
  since,
} from '../src/sdk/facts.ts';
import { isSdkSpecifier, packages, resolveSdkModule } from '../src/sdk/modules.ts';
import { sendingMethods } from '../src/sdk/roles.ts';
import { compareModules } from './sdk-compare.ts';
import { narrowProgram, typeOfVariable } from './sdk-program.ts';
import { expectedTypes, javascript, snippets } from './sdk-snippets.ts';

const v1 = (subpath: string): string => `${packages.v1}/${subpath}.js`;
const v1Specifiers = [
  'client/auth',
  'client/index',
  'client/sse',
  'client/stdio',
  'client/streamableHttp',
  'client/websocket',
  'server/auth/clients',
  'server/auth/errors',
  'server/auth/handlers/authorize',
  'server/auth/handlers/register',
  'server/auth/handlers/revoke',
  'server/auth/handlers/token',
  'server/auth/middleware/bearerAuth',
  'server/auth/provider',
  'server/auth/providers/proxyProvider',
  'server/auth/router',
  'server/auth/types',
  'server/index',
  'server/mcp',
  'shared/auth',
  'shared/protocol',
  'shared/transport',
  'types',
].map(v1);
const v2Specifiers = [
  packages.client,
  `${packages.client}/stdio`,
  packages.express,
  packages.server,
  packages.serverLegacy,
];

describe('declarations against the real packages', () => {
  const differences = compareModules(
    [...v2Specifiers, ...v1Specifiers],
    (file) => readDeclaration(file) ?? '',
  );

  test.each([...v2Specifiers, ...v1Specifiers])('%s', (specifier) => {
    expect(differences.get(specifier)).toEqual([]);
  });

  test('a changed declaration is noticed', () => {
    const changed = (from: string, to: string): readonly string[] => {
      const text = readDeclaration('v2/client.d.ts') ?? '';
      expect(text).toContain(from);
      const result = compareModules([packages.client], (file) =>
        file === 'v2/client.d.ts' ? text.replace(from, to) : (readDeclaration(file) ?? ''),
      );
      return result.get(packages.client) ?? [];
    };
    expect(changed('finishAuth(callbackParams: URLSearchParams): Promise<void>;', '').join()).toMatch(
      /finishAuth/,
    );
    expect(changed('maxStepUpRetries?: number', 'maxStepUpRetries?: string').join()).toMatch(
      /maxStepUpRetries/,
    );
    expect(changed('readonly requiredScope?: string', 'readonly scope?: string').join()).toMatch(
      /InsufficientScopeError/,
    );
    expect(
      changed(
        'class InsufficientScopeError extends OAuthClientFlowError',
        'class InsufficientScopeError extends SdkError',
      ).join(),
    ).toMatch(/InsufficientScopeError/);
    expect(changed("'CLIENT_HTTP_FORBIDDEN'", "'FORBIDDEN'").join()).toMatch(/SdkErrorCode/);
    expect(changed('iss?: string;\n  scope', 'iss: string;\n  scope').join()).toMatch(/AuthOptions/);
    expect(changed('export class UnauthorizedError', 'export class Unauthorised').join()).toMatch(
      /Unauthorised/,
    );
  }, 120_000);
});

describe('modules', () => {
  test('every declaration file is listed, and every listed file exists', () => {
    const root = fileURLToPath(new URL('../src/sdk/declarations', import.meta.url));
    const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.d.ts'),
    );
    expect(found.map((name) => name.replaceAll('\\', '/')).sort()).toEqual([...declarationFiles].sort());
  });

  test('the generation goes with the import', () => {
    expect(resolveSdkModule(packages.client)).toEqual({ file: 'v2/client.d.ts', generation: 2 });
    expect(resolveSdkModule(`${packages.serverLegacy}/auth`)).toEqual({
      file: 'v2/server-legacy.d.ts',
      generation: 2,
    });
    expect(resolveSdkModule(v1('client/sse'))).toEqual({ file: 'v1/client/sse.d.ts', generation: 1 });
    expect(resolveSdkModule(`${packages.v1}/client`)).toEqual({
      file: 'v1/client/index.d.ts',
      generation: 1,
    });
    expect(resolveSdkModule('@modelcontextprotocol/clients')).toBeUndefined();
    expect(resolveSdkModule('./client.js')).toBeUndefined();
  });

  test('a forced generation maps to the same area', () => {
    expect(resolveSdkModule(v1('client/streamableHttp'), 2)).toEqual({
      file: 'v2/compat-client.d.ts',
      generation: 2,
    });
    expect(resolveSdkModule(v1('server/auth/router'), 2)).toEqual({
      file: 'v2/compat-server-auth.d.ts',
      generation: 2,
    });
    expect(resolveSdkModule(packages.client, 1)).toEqual({ file: 'v1/all-client.d.ts', generation: 1 });
    expect(resolveSdkModule(packages.serverLegacy, 1)).toEqual({
      file: 'v1/all-server-auth.d.ts',
      generation: 1,
    });
  });

  test('isSdkSpecifier', () => {
    expect([packages.client, v1('types'), `${packages.server}/stdio`].every(isSdkSpecifier)).toBe(true);
    expect(['@modelcontextprotocol/clients', 'express', './sdk'].some(isSdkSpecifier)).toBe(false);
  });
});

describe('platform', () => {
  test('all declarations check without a diagnostic, alone', () => {
    const program = narrowProgram({ '/a.ts': 'export {};' }, declarationFiles);
    expect(diagnostics(program)).toEqual([]);
  });

  test.each([
    ['all platform files', platformFiles],
    ['the global files, frameworks by import', globalFiles],
  ])('callbacks are typed by their context: %s', (_name, files) => {
    const program = narrowProgram({ '/a.ts': snippets, '/b.js': javascript }, files);
    expect(diagnostics(program)).toEqual([]);
    const types = Object.fromEntries(
      Object.keys(expectedTypes).map((name) => [name, typeOfVariable(program, name)]),
    );
    expect(types).toEqual(expectedTypes);
  });
});

describe('facts', () => {
  const program = narrowProgram(
    {
      '/a.ts': `import { InsufficientScopeError, SdkErrorCode, SdkHttpError, Transport } from '${packages.client}';
        export declare const scope: InsufficientScopeError; export declare const http: SdkHttpError; export declare const codes: typeof SdkErrorCode;`,
    },
    platformFiles,
  );
  const members = (name: string): string[] => {
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile('/a.ts')!)!;
    const symbol = checker.getExportsOfModule(module).find((found) => found.name === name)!;
    return checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)).map((property) => property.name);
  };

  test('members of the two errors', () => {
    const withObject = (names: string[]): string[] => [...names, 'toString'].sort();
    expect(withObject(members('scope'))).toEqual([...insufficientScopeMembers].sort());
    expect(withObject(members('http'))).toEqual([...sdkHttpErrorMembers].sort());
  });

  test('codes of a 403', () => {
    expect(members('codes')).toEqual(expect.arrayContaining([...codesOf403]));
    const text = readDeclaration('v2/client.d.ts');
    for (const [index, code] of codesOf403.entries()) {
      expect(text).toContain(`${code} = '${codeValuesOf403[index]}'`);
    }
  });

  test('every fact names something that is declared', () => {
    const texts = ['v2/client.d.ts', 'v2/server-legacy.d.ts'].map((file) => readDeclaration(file)).join('\n');
    for (const key of Object.keys(since)) {
      for (const name of key.replace(/\(.*/, '').split('.'))
        expect(texts).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const name of sendingMethods) expect(texts).toMatch(new RegExp(`\\b${name}\\(`));
  });
});

function diagnostics(program: ts.Program): string[] {
  return [
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ].map((found) => `${found.file?.fileName}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`);
}
