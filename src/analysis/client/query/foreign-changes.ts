import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  enclosingStatement,
  isAssignment,
  memberName,
} from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes } from '../../program/sdk-symbols.ts';
import { shortPath } from '../../program/short-path.ts';
import { escapeOf } from './query-escapes.ts';
import { ownParser } from './query-parsers.ts';
import { isUrlSearchParams, type QueryRead } from './query-read.ts';

/**
 * What may change the query and cannot be looked at: a function of another package that is given the query or its URL, or code of an
 * Express application that writes the request's address or query before the handler runs.
 *
 * @returns a sentence that names it
 */
export function foreignChange(project: Project, read: QueryRead): string | undefined {
  return changeByOthers(project, read) ?? otherFromStart(project, read);
}

/** Code that has the query may change it later. */
function changeByOthers(project: Project, read: QueryRead): string | undefined {
  const given = givenAway(project, read);
  if (given) return `It is passed to ${given.getText().slice(0, 60)}().`;
  const use = escapeOf(project, read.root, read.node);
  return use && `Other code may have it by \`${lineAt(use)}\`.`;
}

/** What the code is read from was not the query of the address when the handler got it. It is no matter of time. */
export function otherFromStart(project: Project, read: QueryRead): string | undefined {
  const parser = ownParser(project, read);
  if (parser) return `The application parses queries in its own way in ${shortPath(parser)}.`;
  // The table of sources writes `originalUrl` for Express alone.
  if (!/\boriginalUrl\b/.test(read.params)) return undefined;
  const rewriting = rewritesRequest(project);
  return rewriting && `The request is rewritten in ${shortPath(rewriting)}.`;
}

/** The line of code around a node, shortened. */
function lineAt(node: ts.Node): string {
  const [line = ''] = (enclosingStatement(node) ?? node).getText().split('\n');
  return line.slice(0, 60);
}

function givenAway(project: Project, { node, root }: QueryRead): ts.Expression | undefined {
  const scope = enclosingFunction(node) ?? node.getSourceFile();
  const names = new Set([...descendants(root)].filter(ts.isIdentifier).map(({ text }) => text));
  for (const call of descendants(scope)) {
    if (!ts.isCallExpression(call) || !isUnseen(project, call)) continue;
    const takes = call.arguments.some(
      (each) =>
        [...descendants(each)].some((part) => ts.isIdentifier(part) && names.has(part.text)) &&
        isUrl(project, each),
    );
    if (takes) return call.expression;
  }
  return undefined;
}

/** A call whose function has no type: it is of a package that is not read. */
function isUnseen({ checker }: Project, call: ts.CallExpression): boolean {
  return (checker.getTypeAtLocation(call.expression).flags & ts.TypeFlags.Any) !== 0;
}

function isUrl(project: Project, value: ts.Expression): boolean {
  if (isUrlSearchParams(project, value)) return true;
  const type = project.checker.getTypeAtLocation(value);
  return declaredTypes(project, type).some(({ area, name }) => area === 'platform/web' && name === 'URL');
}

const known = new WeakMap<Project, string | undefined>();

/** The file in which the application writes `url`, `originalUrl` or `query` of a request. */
function rewritesRequest(project: Project): string | undefined {
  if (known.has(project)) return known.get(project);
  const files = project.beyond.mentioning?.(['express']).get('express') ?? [];
  const found = [...new Set([...files, ...project.userFiles.map(({ fileName }) => fileName)])].find((file) =>
    rewritesIn(project, file),
  );
  known.set(project, found);
  return found;
}

const member = '(?:url|originalUrl|query)';
const named = `(?:\\.\\s*${member}|\\[\\s*['"\`]${member}['"\`]\\s*\\])`;
const written = new RegExp(
  [
    `(?<!\\bthis\\s*)${named}\\s*[-+*/%&|^?<>]{0,3}(?<![<>=!])=(?![=>])`,
    `\\bdefineProperty\\(\\s*[\\w.]+\\s*,\\s*['"\`]${member}['"\`]`,
    `\\bassign\\(\\s*[\\w.]+\\s*,\\s*\\{[^}]*\\b${member}\\b`,
  ].join('|'),
);

/** The second text has no comments; it may lack code, too, where a literal looks like one. */
const looksWritten = (text: string): boolean =>
  written.test(text) || written.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));

function rewritesIn(project: Project, file: string): boolean {
  const parsed = project.program.getSourceFile(file);
  const text = parsed?.text ?? project.beyond.readText(file) ?? '';
  if (!/['"]express['"]/.test(text)) return false;
  return parsed ? [...descendants(parsed)].some((node) => isRewrite(project, node)) : looksWritten(text);
}

const members = new Set(['url', 'originalUrl', 'query']);

function isRewrite(project: Project, node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken } = node;
    const target = ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
    return (
      target &&
      isAssignment(operatorToken.kind) &&
      members.has(memberName(left) ?? '') &&
      mayBeRequest(project, left.expression)
    );
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [target, given] = node.arguments;
  if (!target || !given || !isChange(node.expression.name.text, given)) return false;
  return mayBeRequest(project, target);
}

/** `Object.defineProperty(req, 'url', …)`, `Object.assign(req, { url })` */
function isChange(method: string, given: ts.Expression): boolean {
  if (method === 'defineProperty') return ts.isStringLiteralLike(given) && members.has(given.text);
  return (
    method === 'assign' &&
    ts.isObjectLiteralExpression(given) &&
    given.properties.some(({ name }) => name && members.has(textOfName(name)))
  );
}

const textOfName = (name: ts.PropertyName): string => (ts.isComputedPropertyName(name) ? '' : name.text);

function mayBeRequest(project: Project, value: ts.Expression): boolean {
  if (value.kind === ts.SyntaxKind.ThisKeyword) return false;
  const type = project.checker.getTypeAtLocation(value);
  if (type.flags & ts.TypeFlags.Any) return true;
  const own = declaredAs(type.symbol);
  return [...(own ? [own] : []), ...declaredTypes(project, type)].some(
    ({ name }) => name === 'IncomingMessage',
  );
}
