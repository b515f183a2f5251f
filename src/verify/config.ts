import { dirname } from 'node:path';
import { ts } from '../compiler.cjs';
import { configHost } from '../workspace/config-host.ts';

export interface CheckConfig {
  readonly options: ts.CompilerOptions;
  /** The declaration files that the project lists: they declare globals that its sources use. */
  readonly ambient: readonly string[];
}

/** Nothing is written: declarations are emitted into memory, to see whether a change alters them. */
const always: ts.CompilerOptions = {
  noEmit: false,
  noEmitOnError: false,
  declaration: true,
  declarationMap: false,
  emitDeclarationOnly: true,
  composite: false,
  incremental: false,
  ignoreDeprecations: '6.0',
  skipLibCheck: true,
  // Components. The compiler has this option for editors, so its typings do not show it.
  allowNonTsExtensions: true,
};

/** The options to check with: those of the tsconfig, or strict ones for a file that has none. */
export function readCheckConfig(config: string): CheckConfig {
  if (config === '') return { options: { ...withoutConfig, ...always }, ambient: [] };
  const host = { ...configHost(ts), readDirectory: ts.sys.readDirectory };
  const { config: raw } = ts.readConfigFile(config, host.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    raw ?? {},
    host,
    dirname(config),
    undefined,
    config,
  );
  return {
    // TypeScript 6 reads no @types unless told to. Projects of earlier versions rely on all of them.
    options: { types: ['*'], ...options, ...always },
    ambient: fileNames.filter((file) => /\.d\.[mc]?ts$/.test(file)),
  };
}

const withoutConfig: ts.CompilerOptions = {
  strict: true,
  allowJs: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  types: ['*'],
};
