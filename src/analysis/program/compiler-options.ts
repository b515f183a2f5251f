import { ts } from '../../compiler.cjs';

/** Of the narrow program: the same for every file, whatever tsconfig owns it. */
export const compilerOptions: ts.CompilerOptions = {
  noLib: true,
  noEmit: true,
  allowJs: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  // `import * as express` is callable in what people write, so no interop wrapper.
  esModuleInterop: false,
  allowSyntheticDefaultImports: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
  types: [],
};
