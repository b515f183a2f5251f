import { ts } from '../../../compiler.cjs';
import { fallbackHandler } from '../../../sdk/context-roles.ts';
import * as official from '../../../sdk/official-contexts.ts';
import { enclosingFunction, type FunctionLike, isWithin } from '../../program/ast.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { ContextRead } from './context-reads.ts';

/**
 * Does the official codemod write `ctx.http?.authInfo` for this read of v1?
 * Asked of each read off a context of v1: what it rewrites is no work for anybody.
 * It goes by names in one file, so this does, too: `extra` of a handler that is written into the call, or a parameter with
 * the SDK's type. It changes `x.authInfo` and `x?.authInfo`, and nothing else.
 */
export function isRewritten(node: ContextRead['node']): boolean {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const file = node.getSourceFile();
  if (!importsOf(file).some((name) => official.imports.test(name) && !official.legacyImports.test(name)))
    return false;
  const name = node.expression.text;
  const around = functionsAround(node);
  if (name === official.oldParameter && around.some(isRenamed)) return true;
  const owner = around.find(({ parameters }) => parameters.some((each) => each.name.getText() === name));
  return owner !== undefined && bodyOf(owner) !== node && isTyped(owner, name, file);
}

const bodyOf = (fn: FunctionLike): ts.Node | undefined => fn.body;

/** The functions that have a node in their body, the innermost first. */
function functionsAround(node: ts.Node): readonly FunctionLike[] {
  const found: FunctionLike[] = [];
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const body = bodyOf(fn);
    if (body && isWithin(node, body)) found.push(fn);
  }
  return found;
}

const importsOf = (file: ts.SourceFile): readonly string[] =>
  file.statements.flatMap((each) =>
    ts.isImportDeclaration(each) && ts.isStringLiteral(each.moduleSpecifier)
      ? [each.moduleSpecifier.text]
      : [],
  );

/** `server.registerTool('x', {}, async (args, extra) => …)` */
function isRenamed(fn: FunctionLike): boolean {
  const others = fn.parameters.slice(1).filter(({ name }) => name.getText() !== official.oldParameter);
  const isSecond = fn.parameters.length - 1 > others.length;
  const names = [fn.parameters[0], ...others].map((each) => each?.name.getText());
  return (
    isSecond && isHandler(fn) && !names.includes(official.newParameter) && !isTaken(bodyOf(fn) as ts.Node)
  );
}

function isHandler(fn: FunctionLike): boolean {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn) && !ts.isMethodDeclaration(fn)) return false;
  const { parent } = fn;
  if (ts.isBinaryExpression(parent) && !ts.isMethodDeclaration(fn))
    return (
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(parent.left) &&
      parent.left.name.text === fallbackHandler
    );
  const object = ts.isPropertyAssignment(parent) ? parent.parent : parent;
  const argument = ts.isObjectLiteralExpression(object)
    ? object
    : ts.isMethodDeclaration(fn)
      ? undefined
      : fn;
  return argument !== undefined && isHandlerOf(argument);
}

function isHandlerOf(argument: ts.Expression): boolean {
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { text } = call.expression.name;
  const place = text === official.requestCall ? 1 : call.arguments.length - 1;
  return official.calls.includes(text) && place > 0 && call.arguments[place] === argument;
}

/** The new name stands in the body already. */
function isTaken(body: ts.Node): boolean {
  return mentionsIn(body.getSourceFile(), official.newParameter).some((mention) => {
    if (!ts.isIdentifier(mention) || !isWithin(mention, body)) return false;
    for (let fn = enclosingFunction(mention); fn && isWithin(fn, body); fn = enclosingFunction(fn))
      if (fn.parameters.some(({ name }) => name.getText() === official.newParameter)) return false;
    return true;
  });
}

/** `(extra: RequestHandlerExtra<…>) => { … }`, also by an alias of the file. */
function isTyped(fn: FunctionLike, name: string, file: ts.SourceFile): boolean {
  if (ts.isConstructorDeclaration(fn) || ts.isAccessor(fn)) return false;
  const type = fn.parameters.find((each) => each.name.getText() === name)?.type?.getText();
  if (type === undefined) return false;
  const known = new Set([...official.contextTypes, ...localNames(file)]);
  const aliases = file.statements.filter(ts.isTypeAliasDeclaration);
  // An alias of an alias takes one more turn.
  for (const _ of aliases)
    for (const each of aliases) if (isKnown(each.type.getText(), known)) known.add(each.name.text);
  return isKnown(type, known);
}

/** `Extra`, `Extra<A, B>`, `Extra | undefined`. */
function isKnown(type: string, known: ReadonlySet<string>): boolean {
  const parts = type
    .replace(/<[\s\S]*>/, '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => !/^(?:undefined|null)?$/.test(part));
  return parts.length === 1 && known.has(parts[0] as string);
}

/** `import type { RequestHandlerExtra as Extra }` */
const localNames = (file: ts.SourceFile): readonly string[] =>
  file.statements.flatMap((each) => {
    const bindings = ts.isImportDeclaration(each) ? each.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements
      .filter(({ propertyName }) => propertyName?.text === official.contextTypes[0])
      .map(({ name }) => name.text);
  });
