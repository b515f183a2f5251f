import { ts } from 'ts-morph';
import { platformModuleFile, readDeclaration } from '../src/sdk/declarations.ts';
import { resolveSdkModule } from '../src/sdk/modules.ts';

const root = '/sdk/';

/** A program as the analysis builds it: no lib, no node_modules, only our declarations and the given texts. */
export function narrowProgram(
  texts: Readonly<Record<string, string>>,
  declarations: readonly string[],
): ts.Program {
  const cache = new Map<string, ts.SourceFile | undefined>();
  const textOf = (file: string): string | undefined =>
    file.startsWith(root) ? readDeclaration(file.slice(root.length)) : texts[file];
  const getSourceFile = (file: string): ts.SourceFile | undefined => {
    if (!cache.has(file)) {
      const text = textOf(file);
      cache.set(
        file,
        text === undefined ? undefined : ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true),
      );
    }
    return cache.get(file);
  };
  const resolve = (specifier: string, from: string): string | undefined => {
    const sdk = resolveSdkModule(specifier);
    if (sdk) return root + sdk.file;
    const platform = platformModuleFile(specifier);
    if (platform) return root + platform;
    if (!specifier.startsWith('.')) return undefined;
    return new URL(specifier.replace(/\.js$/, '.d.ts'), `file://${from}`).pathname;
  };
  const host: ts.CompilerHost = {
    getSourceFile,
    getDefaultLibFileName: () => `${root}lib.d.ts`,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (file) => textOf(file) !== undefined,
    readFile: textOf,
    directoryExists: () => false,
    getDirectories: () => [],
    resolveModuleNameLiterals: (literals, from) =>
      literals.map((literal) => {
        const target = resolve(literal.text, from);
        return {
          resolvedModule:
            target === undefined ? undefined : { resolvedFileName: target, extension: ts.Extension.Dts },
        };
      }),
  };
  return ts.createProgram([...declarations.map((file) => root + file), ...Object.keys(texts)], options, host);
}

const options: ts.CompilerOptions = {
  noLib: true,
  noEmit: true,
  allowJs: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
};

/** The printed type of the first variable of this name in the texts (not in the declarations). */
export function typeOfVariable(program: ts.Program, name: string): string | undefined {
  const checker = program.getTypeChecker();
  const find = (node: ts.Node): string | undefined => {
    const declares =
      (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name);
    if (declares && node.name.getText() === name)
      return checker.typeToString(checker.getTypeAtLocation(node.name));
    return ts.forEachChild(node, find);
  };
  for (const file of program.getSourceFiles()) {
    const found = file.isDeclarationFile ? undefined : find(file);
    if (found !== undefined) return found;
  }
  return undefined;
}
