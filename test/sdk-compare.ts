import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { declarationFiles } from '../src/sdk/declarations.ts';
import { resolveSdkModule } from '../src/sdk/modules.ts';
import { foreign, simplified } from './sdk-simplified.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

// The real files do not change: parse them once for all programs.
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * Compares our declarations with the installed packages under the same full library.
 *
 * @param read Text of a declaration file; tests replace it to see that a difference is found.
 * @returns For each specifier what is wrong, one sentence each.
 */
export function compareModules(
  specifiers: readonly string[],
  read: (file: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const ours = new Map(declarationFiles.map((file) => [`${root}test/__ours__/${file}`, file]));
  const entry = `${root}test/__compare__.ts`;
  const text = specifiers
    .flatMap((specifier, index) => [
      `import * as real${index} from '${specifier}';`,
      `import * as ours${index} from './__ours__/${resolveSdkModule(specifier)?.file.replace(/\.d\.ts$/, '.js')}';`,
    ])
    .join('\n');
  const textOf = (file: string): string | undefined => {
    if (file === entry) return text;
    const own = ours.get(file);
    return own === undefined ? undefined : read(own);
  };
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => textOf(file) !== undefined || fileExists(file);
  host.readFile = (file) => textOf(file) ?? readFile(file);
  host.directoryExists = (directory) => directory.startsWith(`${root}test/__ours__`) || existsSync(directory);
  host.getSourceFile = (file, language, ...rest) => {
    const own = textOf(file);
    if (own !== undefined) return ts.createSourceFile(file, own, language, true);
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, language, ...rest));
    return parsed.get(file);
  };
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const statements: readonly ts.Statement[] = program.getSourceFile(entry)?.statements ?? [];
  const imports = statements.filter((node) => ts.isImportDeclaration(node));
  return new Map(
    specifiers.map((specifier, index) => {
      const [real, our] = [imports[2 * index], imports[2 * index + 1]].map((node) =>
        node ? checker.getSymbolAtLocation(node.moduleSpecifier) : undefined,
      );
      if (!real || !our) return [specifier, [`not resolved: ${real ? 'ours' : 'real'}`]];
      return [specifier, new Comparison(checker).modules(our, real)];
    }),
  );
}

class Comparison {
  private readonly found: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  modules(ours: ts.Symbol, real: ts.Symbol): readonly string[] {
    const realExports = new Map(this.checker.getExportsOfModule(real).map((symbol) => [symbol.name, symbol]));
    for (const symbol of this.checker.getExportsOfModule(ours)) {
      const counterpart = realExports.get(symbol.name);
      if (!counterpart) this.found.push(`${symbol.name} is not exported`);
      else this.symbols(symbol.name, this.resolve(symbol), this.resolve(counterpart));
    }
    return this.found;
  }

  private resolve(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private symbols(name: string, ours: ts.Symbol, real: ts.Symbol): void {
    this.equal(`${name}: kind`, kindOf(ours), kindOf(real));
    if (ours.flags & ts.SymbolFlags.Value) {
      this.types(name, this.checker.getTypeOfSymbol(ours), this.checker.getTypeOfSymbol(real), 0);
    }
    if (!(ours.flags & ts.SymbolFlags.Type) || !(real.flags & ts.SymbolFlags.Type)) return;
    const [ourType, realType] = [
      this.checker.getDeclaredTypeOfSymbol(ours),
      this.checker.getDeclaredTypeOfSymbol(real),
    ];
    if (ours.flags & ts.SymbolFlags.Class && !simplified[name]) {
      this.equal(`${name}: base`, this.basesOf(ourType), this.basesOf(realType));
    }
    this.types(name, ourType, realType, 0);
  }

  private basesOf(type: ts.Type): string {
    return type.isClassOrInterface()
      ? this.checker
          .getBaseTypes(type)
          .map((base) => base.symbol.name)
          .join()
      : '';
  }

  /** Members by name, optionality and type; signatures by count, parameters and results; the rest by assignability. */
  private types(path: string, ours: ts.Type, real: ts.Type, depth: number): void {
    const owner = path.split(/[.(]/)[0] ?? '';
    const loose = owner in simplified || foreign.test(path);
    if (ours.flags & ts.TypeFlags.Any) {
      if (!loose && !(real.flags & ts.TypeFlags.Any)) this.found.push(`${path} is any`);
      return;
    }
    const [ourText, realText] = [this.print(ours), this.print(real)];
    const key = `${path} ${ourText} ${realText}`;
    if (this.seen.has(key) || depth > 6) return;
    this.seen.add(key);
    // A private member makes equal classes unassignable: compare what is anonymous member by member instead.
    const byMember = ours.isClass() || ourText === realText || (isAnonymous(ours) && isAnonymous(real));
    if (!loose && !byMember && !this.mutual(ours, real))
      this.found.push(`${path}: ${ourText} is not ${realText}`);
    if (ours.isUnion() || !(ours.flags & ts.TypeFlags.Object)) {
      if (!loose && ours.isUnion() && real.isUnion())
        this.equal(`${path}: members of the union`, ours.types.length, real.types.length);
      return;
    }
    if (depth > 0 && !isAnonymous(ours)) return;
    this.members(path, ours, real, depth, loose);
    this.signatures(path, ours, real, depth, loose);
  }

  private members(path: string, ours: ts.Type, real: ts.Type, depth: number, loose: boolean): void {
    const realMembers = new Map(publicMembers(real).map((member) => [member.name, member]));
    for (const member of publicMembers(ours)) {
      const counterpart = realMembers.get(member.name);
      realMembers.delete(member.name);
      const at = `${path}.${member.name}`;
      if (!counterpart) {
        this.found.push(`${at} does not exist`);
        continue;
      }
      this.equal(`${at}: modifiers`, modifiersOf(member), modifiersOf(counterpart));
      if (member.flags & ts.SymbolFlags.EnumMember) {
        this.equal(`${at}: value`, this.valueOf(member), this.valueOf(counterpart));
      } else if (member.name !== 'prototype') {
        this.types(
          at,
          this.checker.getTypeOfSymbol(member),
          this.checker.getTypeOfSymbol(counterpart),
          depth + 1,
        );
      }
    }
    if (loose) return;
    for (const missing of realMembers.keys()) this.found.push(`${path}.${missing} is missing`);
  }

  private signatures(path: string, ours: ts.Type, real: ts.Type, depth: number, loose: boolean): void {
    for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct]) {
      const [our, other] = [ours, real].map((type) => this.checker.getSignaturesOfType(type, kind)) as [
        readonly ts.Signature[],
        readonly ts.Signature[],
      ];
      this.equal(`${path}: signatures`, our.length, other.length);
      our.forEach((signature, index) => {
        const counterpart = other[index];
        if (!counterpart) return;
        const at = `${path}(${index})`;
        this.equal(`${at}: parameters`, this.parametersOf(signature), this.parametersOf(counterpart));
        signature.parameters.forEach((parameter, position) => {
          const match = counterpart.parameters[position];
          if (!match) return;
          const types = [parameter, match].map((symbol) => this.checker.getTypeOfSymbol(symbol)) as [
            ts.Type,
            ts.Type,
          ];
          this.types(`${at}.${parameter.name}`, ...types, depth + 1);
        });
        if (kind === ts.SignatureKind.Call && !loose) {
          this.types(`${at}: result`, signature.getReturnType(), counterpart.getReturnType(), depth + 1);
        }
      });
    }
  }

  private parametersOf(signature: ts.Signature): string {
    return signature.parameters
      .map((parameter) => parameter.valueDeclaration)
      .map((node) =>
        node && ts.isParameter(node) && this.checker.isOptionalParameter(node) ? 'optional' : 'required',
      )
      .join();
  }

  private mutual(a: ts.Type, b: ts.Type): boolean {
    return this.checker.isTypeAssignableTo(a, b) && this.checker.isTypeAssignableTo(b, a);
  }

  private valueOf(member: ts.Symbol): string {
    const node = member.valueDeclaration as ts.EnumMember;
    return String(this.checker.getConstantValue(node));
  }

  private print(type: ts.Type): string {
    return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  }

  private equal(what: string, ours: unknown, real: unknown): void {
    if (ours !== real) this.found.push(`${what}: ${ours}, but ${real} in the package`);
  }
}

/** `type` and `interface` are one kind: the SDK infers its document types from schemas. */
function kindOf(symbol: ts.Symbol): string {
  const { Class, Enum, Function: Fn, Variable, Type } = ts.SymbolFlags;
  if (symbol.flags & Class) return 'class';
  if (symbol.flags & Enum) return 'enum';
  const kinds = [
    symbol.flags & Fn && 'function',
    symbol.flags & Variable && 'variable',
    symbol.flags & Type && 'type',
  ];
  return kinds.filter(Boolean).join();
}

function isAnonymous(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Anonymous) !== 0;
}

function publicMembers(type: ts.Type): ts.Symbol[] {
  return type.getProperties().filter((member) => {
    const node = member.valueDeclaration;
    return (
      !node || !(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected))
    );
  });
}

function modifiersOf(member: ts.Symbol): string {
  const node = member.valueDeclaration;
  const flags = node ? ts.getCombinedModifierFlags(node) : 0;
  const optional = member.flags & ts.SymbolFlags.Optional ? 'optional ' : '';
  return `${optional}${flags & ts.ModifierFlags.Readonly ? 'readonly ' : ''}${member.flags & ts.SymbolFlags.Accessor ? 'accessor' : ''}`;
}
