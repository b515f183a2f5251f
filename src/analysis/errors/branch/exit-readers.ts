import path from 'node:path';
import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { withoutComments } from '../../program/code-text-tests.ts';
import { specifierOf } from '../../program/import-bindings.ts';
import { oncePerNode } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { moduleGraphOf } from '../../program/unparsed-files.ts';

/** `process.exit(…)`, `process.exitCode`: what the process that started this one gets. */
export function isExit(project: Project, node: ts.Expression): boolean {
  const target = unwrap(node);
  const name = ts.isPropertyAccessExpression(target) ? target.name : target;
  if (!ts.isIdentifier(name) || !/^exit(?:Code)?$/.test(name.text)) return false;
  const declared = declaredAs(symbolOf(project, name));
  if (declared?.area === 'platform/node' && declared.name === 'Process') return true;
  const root = ts.isPropertyAccessExpression(target) ? unwrap(target.expression) : target;
  const specifier = ts.isIdentifier(root) ? specifierOf(project.checker, root) : undefined;
  return specifier === 'process' || specifier === 'node:process';
}

/** A file of the project that starts the module of a node as another process; undefined where there is none. */
export const starterOf = oncePerNode((project: Project, file: ts.SourceFile): string | undefined => {
  const { beyond } = project;
  const found = beyond.mentioning?.(starting);
  const files = [...new Set([...(found?.values() ?? [])].flatMap((each) => each ?? []))];
  const starter = files.find((each) => {
    const text = beyond.readText(each);
    if (text === undefined) return false;
    const texts = [text, withoutComments(text)];
    return texts.some((code) => startsModule(project, each, code, file.fileName));
  });
  return starter?.split('/').slice(-2).join('/');
});

/** What starts processes of the same machine: modules of Node, and packages around them. */
const starting: readonly string[] = [
  'child_process',
  'cluster',
  'execa',
  'cross-spawn',
  'tinyexec',
  'nano-spawn',
];

function startsModule(project: Project, starter: string, text: string, module: string): boolean {
  const imported = text.match(imports) ?? [];
  if (!imported.some((each) => starting.some((name) => each.includes(name)))) return false;
  const code = text.replace(imports, '');
  if (computed.test(code)) return true;
  const named = [...code.matchAll(/(['"`])([^'"`\n]*)\1/g)].map(([, , literal]) => literal ?? '');
  return named.some((literal) => mayBeModule(project, starter, literal, module));
}

const imports = /\b(?:from|import|require)\s*\(?\s*(['"])[^'"\n]+\1/g;

/** `fork(script)`, `cluster.fork()`, `spawn(process.execPath, …)`, its own path: any module may be started. */
const computed = new RegExp(
  [
    /\bfork~\((?!~(?:['"`]|(?:new\b~URL|require~\.~resolve)~\(~['"`]))/,
    /\bprocess~\.~(?:execPath|argv0|argv~\[~[01]~\])/,
  ]
    // Between any two words there may be spaces and comments.
    .map(({ source }) => source.replaceAll('~', String.raw`(?:\s|\/\*[\s\S]*?\*\/)*`))
    .join('|'),
);

/** `'./child.js'`, `'dist/child.js'`: a file that is this module, or imports it. */
function mayBeModule(project: Project, starter: string, literal: string, module: string): boolean {
  const isPath = /^\.{1,2}\//.test(literal) || (/\.[cm]?[jt]s$/.test(literal) && !literal.includes('://'));
  if (!isPath || /\s/.test(literal)) return false;
  const { beyond } = project;
  const beside = beyond.resolveImport(`./${path.posix.basename(literal)}`, starter);
  const resolved = beyond.resolveImport(literal, starter) ?? beside;
  // What is started may be built to another folder.
  const known = [module, ...project.userFiles.map(({ fileName }) => fileName)];
  const candidates = resolved ? [resolved] : known.filter((each) => stemOf(each) === stemOf(literal));
  return candidates.some((each) => each === module || moduleGraphOf(project).reaches(each, [module]));
}

const stemOf = (file: string): string => path.posix.basename(file).replace(/\.[cm]?[jt]sx?$/, '');
