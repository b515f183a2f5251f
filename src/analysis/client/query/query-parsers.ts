import { ts } from '../../../compiler.cjs';
import { descendants, memberName } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { frameworkOf } from './framework.ts';
import type { QueryRead } from './query-read.ts';
import { koaParsers } from './table.ts';

/**
 * The file in which the application makes the query in its own way: what it reads the code from need not be the query of the address,
 * which the fix reads. Undefined where no such setting was seen, or the framework has none.
 */
export function ownParser(project: Project, read: QueryRead): string | undefined {
  const framework = frameworkOf(project, read);
  return framework && parsers(project)[framework];
}

const parsers = oncePerProject((project: Project): Readonly<Record<string, string | undefined>> => {
  const words = ['express', 'parser', fastifyOption, ...koaParsers];
  const mentioned = project.beyond.mentioning?.(words);
  const beyond = words.flatMap((word) => mentioned?.get(word) ?? []);
  const files = [...new Set([...project.userFiles.map(({ fileName }) => fileName), ...beyond])];
  return {
    express: files.find((file) => holds(project, file, expressText, isExpressParser)),
    fastify: files.find((file) => holds(project, file, fastifyText, isFastifyParser)),
    koa: files.find((file) => holds(project, file, koaText, isKoaParser)),
  };
});

const expressOption = 'query parser';
/** What may stand between two words of the code. */
const gap = String.raw`(?:\s|/\*[\s\S]*?\*/|//.*)*`;
const expressText = new RegExp(
  `['"\`]query parser['"\`](?!${gap},${gap}(?:['"\`](?:simple|extended)['"\`]|true|false)${gap}[,)])`,
);
const fastifyOption = 'querystringParser';
const fastifyText = /\bquerystringParser\b/;

const koaText = new RegExp(`['"](?:${koaParsers.join('|')})['"]`);

const settings = new RegExp([expressOption, fastifyOption, ...koaParsers].join('|'));

type Asked = (project: Project, node: ts.Node) => boolean;

/** A file that is not parsed is looked at as text. */
function holds(project: Project, file: string, text: RegExp, asked: Asked): boolean {
  const parsed = project.program.getSourceFile(file);
  if (!parsed) return text.test(project.beyond.readText(file) ?? '');
  // Only the words: a comment may stand between what the text would have side by side.
  return settings.test(parsed.text) && [...descendants(parsed)].some((node) => asked(project, node));
}

/** `app.set('query parser', parse)`; Express has two of its own, and none for `false`. */
function isExpressParser(project: Project, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || memberName(node.expression) !== 'set') return false;
  const [name, value] = node.arguments.map((argument) => throughConstants(project, argument));
  if (!name || !value || !ts.isStringLiteralLike(name) || name.text !== expressOption) return false;
  if (ts.isStringLiteralLike(value)) return !['simple', 'extended'].includes(value.text);
  return value.kind !== ts.SyntaxKind.TrueKeyword && value.kind !== ts.SyntaxKind.FalseKeyword;
}

/** `Fastify({ querystringParser: parse })`, wherever the options are made. */
function isFastifyParser(_project: Project, node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === fastifyOption;
  const isNamed =
    ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isMethodDeclaration(node);
  return isNamed && (node.name as ts.Identifier).text === fastifyOption;
}

/** `import qs from 'koa-qs'`, `require('koa-qs')(app)`: it takes the place of the getter. */
const isKoaParser = (_project: Project, node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) && koaParsers.includes(node.text);
