import { ts } from 'ts-morph';
import type { Templates } from './parts.ts';

/** How JavaScript is written: its module system, its file names, and whether comments tell the types. */
export interface JavaScript {
  readonly extension: '.js' | '.mjs' | '.cjs';
  readonly modules: 'import' | 'module.exports' | 'exports';
  readonly documented: boolean;
}

/** What people and Node know: `.mjs` imports, `.cjs` requires, `.js` does either. */
export const javaScripts: readonly JavaScript[] = [
  ...(['import', 'module.exports', 'exports'] as const).map((modules) => ({ extension: '.js', modules })),
  { extension: '.mjs', modules: 'import' } as const,
  { extension: '.cjs', modules: 'module.exports' } as const,
].flatMap((each) => [true, false].map((documented) => ({ ...each, documented }) as JavaScript));

/** The same program in JavaScript; what is JavaScript stays as it is. Texts in the plain style stay in it. */
export const inJavaScript = (files: Templates, language: JavaScript): Templates =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) =>
      name.endsWith('.ts')
        ? [name.replace(/\.ts$/, language.extension), translate(text, language)]
        : [name, text],
    ),
  );

function translate(text: string, { extension, modules, documented }: JavaScript): string {
  const { outputText } = ts.transpileModule(documented ? withTypesInComments(text) : text, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const suffix = modules !== 'import' && extension === '.js' ? '' : extension;
  const linked = outputText
    .replace(/^(?: {4})+/gm, (spaces) => '  '.repeat(spaces.length / 4))
    .replace(/(from '\.\/\w+)'/g, `$1${suffix}'`)
    // A comment of types has lines of its own.
    .replace(/(?<=\S) (\/\*\*\n)/g, '\n$1');
  return modules === 'import' ? linked : withRequire(linked, modules);
}

function withRequire(text: string, modules: 'module.exports' | 'exports'): string {
  const exported: string[] = [];
  const body = text
    .replace(/^import \* as (\w+) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(
      /^import \{ (.*) \} from ('[^']+');$/gm,
      (_, names: string, from: string) => `const { ${names.replaceAll(' as ', ': ')} } = require(${from});`,
    )
    .replace(/^export \* from ('[^']+');$/gm, 'module.exports = require($1);')
    .replace(/^export ((?:async )?function|const|class|var) (\w+)/gm, (_, kind: string, name: string) => {
      exported.push(name);
      return `${kind} ${name}`;
    });
  if (exported.length === 0) return body;
  return modules === 'exports'
    ? `${body}\n${exported.map((name) => `exports.${name} = ${name};\n`).join('')}`
    : `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}

/** Puts a comment with `@param`, `@returns` and `@implements` before what has types. */
function withTypesInComments(text: string): string {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ESNext, true);
  const spell = speller(source);
  const inserts: { at: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const tags = tagsOf(node, spell);
    if (tags.length > 0) {
      const at = hostOf(node).getStart(source);
      // The compiler takes no `import()` behind @implements: the type gets its name first.
      const typedefs = tags.flatMap((tag) => {
        const [, type, name] = /^@implements \{(import\(.*\)\.(\w+))\}$/.exec(tag) ?? [];
        return type ? [`/** @typedef {${type}} ${name} */\n`] : [];
      });
      const lines = tags.map((tag) => ` * ${tag.replace(/^(@implements \{)import\(.*\)\./, '$1')}\n`);
      inserts.push({ at, text: `${typedefs.join('')}/**\n${lines.join('')} */\n` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return inserts
    .sort((a, b) => b.at - a.at)
    .reduce((all, { at, text: comment }) => all.slice(0, at) + comment + all.slice(at), text);
}

function tagsOf(node: ts.Node, spell: (type: ts.Node) => string | undefined): string[] {
  const tag = (name: string, type: ts.Node | undefined, after = ''): string[] => {
    const spelled = type && spell(type);
    return spelled === undefined ? [] : [`@${name} {${spelled}}${after}`];
  };
  if (ts.isClassLike(node))
    return (node.heritageClauses ?? [])
      .filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
      .flatMap(({ types }) => types.flatMap((type) => tag('implements', type)));
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
  return [
    ...node.parameters.flatMap(({ name, type }) => tag('param', type, ` ${name.getText()}`)),
    ...tag('returns', node.type),
  ];
}

/** Where the comment of a function stands. */
function hostOf(node: ts.Node): ts.Node {
  if (ts.isPropertyAssignment(node.parent)) return node.parent;
  return ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
}

/** A type as a comment says it: what was imported for its type alone is named with its module, the file's own types are gone. */
function speller(source: ts.SourceFile): (type: ts.Node) => string | undefined {
  const imported = new Map<string, string>();
  const gone = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      gone.add(statement.name.text);
    if (!ts.isImportDeclaration(statement)) continue;
    const from = `import(${statement.moduleSpecifier.getText()})`;
    const bindings = statement.importClause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) imported.set(bindings.name.text, from);
    else
      for (const { name, propertyName } of bindings?.elements ?? [])
        imported.set(name.text, `${from}.${(propertyName ?? name).text}`);
  }
  return (type) => {
    const names = new Map<number, ts.Identifier>();
    const visit = (node: ts.Node): void => {
      const isType = ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node);
      if (ts.isIdentifier(node)) names.set(node.getStart(), node);
      else if (isType || !ts.isTypeQueryNode(node)) ts.forEachChild(node, visit);
    };
    visit(type);
    if ([...names.values()].some(({ text }) => gone.has(text))) return undefined;
    let text = source.text.slice(type.getStart(), type.getEnd());
    for (const [start, { text: name }] of [...names].sort(([a], [b]) => b - a)) {
      const at = start - type.getStart();
      text = text.slice(0, at) + (imported.get(name) ?? name) + text.slice(at + name.length);
    }
    // A comment holds no other one.
    return text.replace(/\s*\/\*.*?\*\/\s*|\s+/g, ' ').trim();
  };
}
