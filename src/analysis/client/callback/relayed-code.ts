/**
 * Does this project itself send a code on to another address, and leave `iss` behind? The migrations ask of each query that a code
 * is read from: it may be that address, and then it has no `iss`. It gives back the place that sends the code.
 */
import { ts } from '../../../compiler.cjs';
import { enclosingFunction, references, unwrap, wrapped } from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import type { QueryRead } from '../query/query-read.ts';
import { originsOf } from './origins.ts';

interface Relay {
  readonly node: ts.Node;
  /** The functions that read the code which is sent. */
  readonly readers: ReadonlySet<ts.Node | undefined>;
}

/** @returns the place that sends a code of another callback on, without `iss` */
export function relayTo(project: Project, { node }: QueryRead): ts.Node | undefined {
  const reader = enclosingFunction(node);
  return relaysIn(project).find(({ readers }) => !readers.has(reader))?.node;
}

const kinds = [ts.SyntaxKind.TemplateExpression, ts.SyntaxKind.NewExpression] as const;

const relaysIn = oncePerProject((project: Project): readonly Relay[] =>
  project.userFiles
    .filter((file) => /\bcode\b/.test(file.text) && !isTestFile(file))
    .flatMap((file) => nodesOfKinds(file, kinds))
    .flatMap((node): Relay[] => {
      const sent = codeSentIn(project, node);
      const origins = sent ? originsOf(project, node, made(project, sent)) : [];
      const readers = new Set(origins.map((origin) => enclosingFunction(origin.node)));
      return readers.size > 0 ? [{ node, readers }] : [];
    }),
);

/** The value that goes into an address as `code`, where no `iss` goes with it. */
function codeSentIn(project: Project, node: ts.Node): ts.Expression | undefined {
  if (ts.isTemplateExpression(node)) return inTemplate(node);
  return ts.isNewExpression(node) ? inParameters(project, node) : undefined;
}

/** `/finish?code=${code}&state=${state}` */
function inTemplate(template: ts.TemplateExpression): ts.Expression | undefined {
  if (/[?&]iss=/.test(template.getText())) return undefined;
  const before = [template.head, ...template.templateSpans.map(({ literal }) => literal)];
  const index = before.findIndex(({ text }) => /[?&]code=$/.test(text));
  return template.templateSpans[index]?.expression;
}

/** `new URLSearchParams({ code, state })` that becomes text: what is passed to the SDK is asked about elsewhere. */
function inParameters(project: Project, node: ts.NewExpression): ts.Expression | undefined {
  const [init] = node.arguments ?? [];
  const record = init && unwrap(init);
  if (!record || !ts.isObjectLiteralExpression(record) || !isText(project, node)) return undefined;
  const made = declaredAs(symbolOf(project, node.expression));
  if (made?.area !== 'platform/web' || made.name !== 'URLSearchParams') return undefined;
  const named = (name: string) => record.properties.find((each) => each.name?.getText() === name);
  const code = named('code');
  if (!code || named('iss') || record.properties.some(ts.isSpreadAssignment)) return undefined;
  if (ts.isPropertyAssignment(code)) return code.initializer;
  return ts.isShorthandPropertyAssignment(code) ? code.name : undefined;
}

/** Part of a template, turned into text, or held by a constant that is. */
function isText(project: Project, value: ts.Expression): boolean {
  const { parent } = wrapped(value);
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'toString';
  const name = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
  const symbol = name && symbolOf(project, name);
  if (!name || !symbol) return false;
  const scope = enclosingFunction(name) ?? name.getSourceFile();
  return references(project.checker, symbol, scope).some((use) => use !== name && isText(project, use));
}

/** `encodeURIComponent(code)`, `String(code)` */
function made(project: Project, value: ts.Expression): ts.Expression {
  const call = unwrap(value);
  const [only, ...more] = ts.isCallExpression(call) ? call.arguments : [];
  if (!only || more.length > 0) return value;
  return declaredAs(symbolOf(project, (call as ts.CallExpression).expression))?.area === 'platform/es'
    ? only
    : value;
}
