import { ts } from '../../../compiler.cjs';
import { descendants, isAssignment, memberName } from '../../program/ast.ts';
import { matchesCode } from '../../program/code-text-tests.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { frameworkOf } from './framework.ts';
import type { QueryRead } from './query-read.ts';

/** For each framework, the package that an application imports and the members of a request that hold its address or query. */
const addressed: Readonly<Record<string, readonly string[]>> = {
  express: ['url', 'originalUrl', 'query'],
  fastify: ['url', 'query'],
  h3: ['url'],
  hono: ['raw'],
  koa: ['url', 'query', 'querystring', 'search'],
};

/** The file in which the application writes the address or the query of a request, in the framework that a query comes from. */
export function rewritingFile(project: Project, read: QueryRead): string | undefined {
  const framework = frameworkOf(project, read);
  return framework && rewritten(project)(framework);
}

const rewritten = oncePerProject((project) => {
  const known = new Map<string, string | undefined>();
  return (framework: string): string | undefined => {
    if (!known.has(framework)) known.set(framework, fileOf(project, framework));
    return known.get(framework);
  };
});

function fileOf(project: Project, framework: string): string | undefined {
  const members = addressed[framework];
  if (!members) return undefined;
  const files = project.beyond.mentioning?.([framework]).get(framework) ?? [];
  const all = new Set([...files, ...project.userFiles.map(({ fileName }) => fileName)]);
  const asked: Asked = { project, framework, members, text: textFor(members) };
  return [...all].find((file) => rewritesIn(asked, file));
}

interface Asked {
  readonly project: Project;
  readonly framework: string;
  readonly members: readonly string[];
  /** For files that are not parsed. */
  readonly text: RegExp;
}

function textFor(members: readonly string[]): RegExp {
  const member = `(?:${members.join('|')})`;
  const named = `(?:\\.\\s*${member}|\\[\\s*['"\`]${member}['"\`]\\s*\\])`;
  return new RegExp(
    [
      `(?<!\\bthis\\s*)${named}\\s*[-+*/%&|^?<>]{0,3}(?<![<>=!])=(?![=>])`,
      `\\bdefineProperty\\(\\s*[\\w.]+\\s*,\\s*['"\`]${member}['"\`]`,
      `\\bassign\\(\\s*[\\w.]+\\s*,\\s*\\{[^}]*\\b${member}\\b`,
    ].join('|'),
  );
}

function rewritesIn(asked: Asked, file: string): boolean {
  const { project, framework } = asked;
  const parsed = project.program.getSourceFile(file);
  const text = parsed?.text ?? project.beyond.readText(file) ?? '';
  const isNamed = new RegExp(`['"](?:@koa/router|${framework})['"/]`).test(text);
  if (!parsed) return isNamed && matchesCode(asked.text, text);
  return [...descendants(parsed)].some((node) => isRewrite(asked, node, isNamed));
}

function isRewrite(asked: Asked, node: ts.Node, isNamed: boolean): boolean {
  const { project, members } = asked;
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken } = node;
    const target = ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
    return (
      target &&
      isAssignment(operatorToken.kind) &&
      members.includes(memberName(left) ?? '') &&
      mayBeRequest(asked, left.expression, isNamed)
    );
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [target, given] = node.arguments;
  if (
    !target ||
    !given ||
    declaredAs(project.checker.getSymbolAtLocation(node.expression.name))?.name !== 'ObjectConstructor'
  )
    return false;
  return isChange(asked, node.expression.name.text, given) && mayBeRequest(asked, target, isNamed);
}

/** `Object.defineProperty(req, 'url', …)`, `Object.assign(req, { url })` */
function isChange({ members }: Asked, method: string, given: ts.Expression): boolean {
  if (method === 'defineProperty') return ts.isStringLiteralLike(given) && members.includes(given.text);
  return (
    method === 'assign' &&
    ts.isObjectLiteralExpression(given) &&
    given.properties.some(({ name }) => name && members.includes(textOfName(name)))
  );
}

const textOfName = (name: ts.PropertyName): string => (ts.isComputedPropertyName(name) ? '' : name.text);

/** Without a type: in a file that names the framework, anything; elsewhere the first parameter of what may be middleware. */
function mayBeRequest({ project, framework }: Asked, value: ts.Expression, isNamed: boolean): boolean {
  if (value.kind === ts.SyntaxKind.ThisKeyword) return false;
  const type = project.checker.getTypeAtLocation(value);
  // What the framework declares without a type is what the application keeps there: `ctx.state.url = …`.
  if (type.flags & ts.TypeFlags.Any)
    return !declaredAs(symbolOf(project, nameOf(value))) && (isNamed || isOfMiddleware(project, value));
  const own = declaredAs(type.symbol);
  return [...(own ? [own] : []), ...declaredTypes(project, type)].some(
    ({ area, name }) => name === 'IncomingMessage' || area === `platform/${framework}`,
  );
}

const nameOf = (value: ts.Expression): ts.Node => (ts.isPropertyAccessExpression(value) ? value.name : value);

/** `(ctx, next) => { ctx.url = … }`, `(req, res, next) => { req.url = … }` */
function isOfMiddleware(project: Project, value: ts.Expression): boolean {
  let root = value;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  const declaration = ts.isIdentifier(root)
    ? project.checker.getSymbolAtLocation(root)?.valueDeclaration
    : undefined;
  if (!declaration || !ts.isParameter(declaration)) return false;
  const { parameters } = declaration.parent;
  return parameters[0] === declaration && parameters.length > 1;
}
