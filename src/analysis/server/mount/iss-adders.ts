import { ts } from '../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, unwrap, wrapped } from '../../program/ast.ts';
import { functionAt } from '../../program/callees.ts';
import { oncePerProject } from '../../program/memo.ts';
import { filesHolding, mentionsIn } from '../../program/mention-index.ts';
import { referent } from '../../program/mentions.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { mentionsIss } from '../response/exits/iss-mention.ts';
import { type Route, reaches, routeAt, routesOf } from './routes.ts';

/** Methods of the platform's and the frameworks' responses that send a redirect, or a part of one. They only raise a suspicion. */
export const sending = ['redirect', 'writeHead', 'setHeader', 'location', 'header', 'set', 'send', 'end'];
const sendingCall = new RegExp(`\\b(${sending.join('|')})\\b`);

/** The name of the parameter as a word, in code or in a text. */
const parameter = /\biss\b/;

/**
 * May other code of the program add `iss` to a response after the statement that sends it?
 * Asked before `iss` is added there, and before its absence is called a fault.
 * Looks for code that replaces a method of the response, or rewrites its Location, and for the routes that run it.
 */
export function mayAddIss(project: Project, exit: ts.Node): boolean {
  return addersOf(project).some(
    (uses) => uses === undefined || uses.some((use) => covers(project, use, exit)),
  );
}

/** True unless the routes that run some code are known to be others than those that send the response. */
export function mayRunFor(project: Project, code: ts.Node, exit: ts.Node): boolean {
  const uses = usesOf(project, code, 0);
  return uses === undefined || uses.some((use) => covers(project, use, exit));
}

const known = new WeakMap<Project, readonly (readonly Use[] | undefined)[]>();

/** A place where such code is put into an application. */
interface Use {
  readonly route: Route;
  readonly argument: ts.Expression;
}

/** The uses of each adder; undefined where it is used in a way that is not understood. */
function addersOf(project: Project): readonly (readonly Use[] | undefined)[] {
  const found = known.get(project) ?? findAdders(project).map((node) => usesOf(project, node, 0));
  known.set(project, found);
  return found;
}

function findAdders(project: Project): readonly ts.Node[] {
  const { assigned, memberCalls, constructions } = syntaxOf(project);
  const replaced = sending
    .flatMap((name) => assigned.get(name) ?? [])
    .filter(({ at, value }) => ts.isPropertyAccessExpression(unwrap(at)) && addsIss(project, value))
    .map(({ value }) => value);
  const defined = ['assign', 'defineProperty', 'defineProperties']
    .flatMap((name) => memberCalls.get(name) ?? [])
    .filter((call) => sendingCall.test(codeText(call)) && addsIss(project, call));
  const proxies = (constructions.get('Proxy') ?? [])
    .map(({ value }) => value)
    .filter((made) => sendingCall.test(codeText(made)) && addsIss(project, made));
  const rewriting = ['get', 'getHeader']
    .flatMap((name) => memberCalls.get(name) ?? [])
    .filter(({ arguments: [name] }) => name && ts.isStringLiteralLike(name) && /^location$/i.test(name.text))
    .filter((call) => addsIss(project, enclosingFunction(call) ?? call));
  return [...replaced, ...defined, ...proxies, ...rewriting].filter(
    (node) => !isTestFile(node.getSourceFile()),
  );
}

/** True when the code, or a function of the project that it names, writes the parameter. */
function addsIss(project: Project, root: ts.Node): boolean {
  if (writesIss(project, root)) return true;
  const names = writerNames(project);
  return [...descendants(root)].some((node) => {
    if (!ts.isIdentifier(node) || !names.has(node.text) || isNameOfMember(node)) return false;
    const target = functionAt(project, node);
    return target !== undefined && writesIss(project, target);
  });
}

/** The names under which code that may write the parameter is reached: the checker need not be asked about any other. */
const writerNames = oncePerProject((project): ReadonlySet<string> => {
  const { aliases } = syntaxOf(project);
  const names = new Set<string>();
  for (const file of filesHolding(project, 'iss').filter(({ text }) => parameter.test(text))) {
    for (const fn of nodesOfKinds(file, functionKinds)) {
      if (!parameter.test(file.text.slice(fn.pos, fn.end))) continue;
      for (let node: ts.Node = fn; !ts.isSourceFile(node); node = node.parent) {
        const { name } = node as ts.NamedDeclaration;
        if (name && ts.isIdentifier(name)) names.add(name.text);
      }
    }
  }
  return new Set([...names].flatMap((name) => aliases.of(name)));
});

const functionKinds = [
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.MethodDeclaration,
] as const;

function isNameOfMember(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

function writesIss(project: Project, root: ts.Node): boolean {
  const { text } = root.getSourceFile();
  return (
    parameter.test(text.slice(root.pos, root.end)) &&
    mentionsIss(project, root) &&
    /(set|append)\(['"`]?iss|[?&}'"`]iss=|\biss['"]?[,:}\]]/.test(codeText(root))
  );
}

const maxDepth = 3;

/** The routes that a node is put into: as a function in their arguments, or by the name of the function around it. */
function usesOf(project: Project, node: ts.Node, depth: number): readonly Use[] | undefined {
  if (depth > maxDepth) return undefined;
  for (let owner = enclosingFunction(node); owner; owner = enclosingFunction(owner)) {
    const { parent } = wrapped(owner as ts.Expression);
    const direct = useAt(project, owner);
    if (direct) return [direct];
    const named = ts.isVariableDeclaration(parent) ? parent : owner;
    const name = (named as ts.NamedDeclaration).name;
    if (name && ts.isIdentifier(name)) return usesOfName(project, named as ts.NamedDeclaration, name);
  }
  return undefined;
}

function useAt(project: Project, value: ts.Node): Use | undefined {
  const argument = wrapped(value as ts.Expression);
  const { parent } = argument;
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(argument)) return undefined;
  const route = routeAt(project, parent);
  return route && { route, argument };
}

function usesOfName(
  project: Project,
  declaration: ts.NamedDeclaration,
  name: ts.Identifier,
): readonly Use[] | undefined {
  project.ask(name.text, declaration);
  const mentions = programFiles(project)
    .flatMap((file) => (file.text.includes(name.text) ? mentionsIn(file, name.text) : []))
    .filter((use) => use !== name && !ts.isImportOrExportSpecifier(use.parent))
    .filter((use) => !isTestFile(use.getSourceFile()))
    .filter((use) => referent(project, use)?.declarations?.includes(declaration as ts.Declaration));
  const uses = mentions.map((use) => {
    const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
    const { parent } = wrapped(access as ts.Expression);
    // `app.use(appendIss(issuer))`
    const made = ts.isCallExpression(parent) && parent.expression === access ? parent : access;
    return useAt(project, made);
  });
  return uses.length === 0 || uses.includes(undefined) ? undefined : (uses as Use[]);
}

/** True unless the routes of the adder are known to be others than those that send the response. */
function covers(project: Project, { route, argument }: Use, exit: ts.Node): boolean {
  if (reaches(project, route, exit, argument)) return true;
  const all = routesOf(project).filter((one) => one.call !== route.call && reaches(project, one, exit));
  if (all.length === 0) return true;
  if (!route.isShared) return false;
  return all.some(
    ({ receiver, path }) =>
      (!receiver || !route.receiver || receiver === route.receiver) && meet(route.path, path),
  );
}

/** Two paths may be those of one request; `:id` and `*` stand for anything. */
function meet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  const [a, b] = [one, other].map((path) => path.replace(/[:*({].*$/s, '')) as [string, string];
  return a.startsWith(b) || b.startsWith(a);
}
