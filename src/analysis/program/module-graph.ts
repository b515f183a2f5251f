import { codeOf, isComponent } from './component-modules.ts';

/** What the graph asks of the project: texts, and where an import leads. */
export interface ModuleSource {
  readText(file: string): string | undefined;
  resolveImport(specifier: string, fromFile: string): string | undefined;
}

/**
 * Which files can see what a file declares: those that import it, however far away. It is asked before a file is parsed or
 * joins the program, so that a name brings in only the files that can mean it. It answers from the texts alone.
 */
export class ModuleGraph {
  private readonly source: ModuleSource;
  private readonly imported = new Map<string, readonly string[] | undefined>();
  private readonly reached = new Map<string, Map<string, boolean>>();

  /** @param source where texts and import targets come from; each file is read once */
  constructor(source: ModuleSource) {
    this.source = source;
  }

  /**
   * Whether something that one of the `targets` declares can get to `file` through imports.
   *
   * @returns true also when that cannot be excluded: an import whose path is computed, a target that is a script, or more
   * than {@link maxFiles} files on the way
   */
  reaches(file: string, targets: readonly string[]): boolean {
    if (targets.length === 0 || targets.some((target) => this.isScript(target))) return true;
    const key = [...targets].sort().join('\0');
    const known = this.reached.get(key) ?? new Map(targets.map((target) => [target, true]));
    this.reached.set(key, known);
    return known.get(file) ?? this.search(file, known);
  }

  /** Breadth first, so that what is near is found before much is read. */
  private search(start: string, known: Map<string, boolean>): boolean {
    const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
    for (const [file] of cameFrom) {
      const imports = known.get(file) === true ? undefined : this.importsOf(file);
      if (imports === undefined) {
        for (let each: string | undefined = file; each; each = cameFrom.get(each)) known.set(each, true);
        return true;
      }
      for (const target of imports)
        if (known.get(target) !== false && !cameFrom.has(target)) cameFrom.set(target, file);
    }
    for (const file of cameFrom.keys()) known.set(file, false);
    return false;
  }

  /** The project's files that a file imports; undefined when it may import anything. */
  private importsOf(file: string): readonly string[] | undefined {
    if (!this.imported.has(file)) this.imported.set(file, this.readImports(file));
    return this.imported.get(file);
  }

  private readImports(file: string): readonly string[] | undefined {
    if (this.imported.size >= maxFiles) return undefined;
    const text = codeOf(file, this.source.readText(file) ?? '');
    if (computed.test(text)) return undefined;
    const specifiers = new Set([...text.matchAll(written)].map(([, , specifier]) => specifier ?? ''));
    return [...specifiers].flatMap((specifier) => this.source.resolveImport(specifier, file) ?? []);
  }

  /** What a script declares is global. */
  private isScript(file: string): boolean {
    return !isComponent(file) && !modular.test(this.source.readText(file) ?? '');
  }
}

/** How many files are read for their imports in one run; beyond them nothing is excluded any more. */
export const maxFiles = 3_000;

/** White space and comments, which may stand between any two tokens: as many as people write, so that a text costs little. */
const gap = '\\s*(?:(?:/\\*(?:[^*]|\\*(?!/)){0,400}\\*/|//[^\\n]{0,400}\\n)\\s*){0,20}';

/**
 * Text that may be an import, whether the compiler takes it for one or it stands in a comment: an import too many keeps a
 * file in that was not needed, an import missed would lose one.
 */
const written = new RegExp(
  `(?:\\b(?:from|import|require(?:${gap}\\.${gap}resolve)?)${gap}(?:\\(${gap})?|\\breference\\s+path\\s*=\\s*)(['"\`])([^'"\`\\n]+)\\1`,
  'g',
);

/** `import(path)`, `require(name)`, `` import(`./${name}`) ``: where it leads is decided at run time. */
const computed = new RegExp(`\\b(?:import|require)${gap}\\(${gap}(?:[^'"\`\\s)/]|\`[^\`\\n]*\\$\\{)`);

/** What makes a file a module of its own; everything else shares one global scope. */
const modular = new RegExp(
  `^\\s*(?:import|export)\\b|\\brequire${gap}\\(|\\bmodule${gap}\\.${gap}exports\\b|\\bexports${gap}[.[]`,
  'm',
);
