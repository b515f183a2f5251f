import { ts } from '../../compiler.cjs';

/** The options of the analyzed program: the same for every file, in any tsconfig. */
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
  // The names of components. The compiler has this option for editors, so its typings do not show it.
  allowNonTsExtensions: true,
};
