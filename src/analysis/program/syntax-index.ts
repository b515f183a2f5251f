import { ts } from '../../compiler.cjs';
import { bindingKey, enclosingFunction, type FunctionLike, unwrap } from './ast.ts';
import { ByName } from './by-name.ts';
import { type Member, memberKey } from './declaration-at.ts';
import { Aliases, lastName, type Rename, renameAt } from './index-by-name.ts';
import { nodesOf, nodesOfKinds } from './node-index.ts';
import { programFiles } from './program-files.ts';
import type { Project } from './project.ts';

/** A value, with the expression that says where it goes or what is called. */
export interface Entry<V> {
  readonly at: ts.Expression;
  readonly value: V;
}

/** The syntax of one file by kind and name, from one walk over it. It is made once for each text. */
interface FileSyntax {
  readonly renames: readonly Rename[];
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly memberCalls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  readonly reads: ReadonlyMap<string, readonly Read[]>;
  readonly emits: ReadonlyMap<string, readonly ts.CallExpression[]>;
  readonly calls: ReadonlyMap<string, readonly Entry<ts.CallExpression>[]>;
  readonly constructions: ReadonlyMap<string, readonly Entry<ts.CallExpression | ts.NewExpression>[]>;
  readonly assigned: ReadonlyMap<string, readonly Entry<ts.Expression>[]>;
  readonly appended: ReadonlyMap<string, readonly Entry<ts.BinaryExpression>[]>;
  readonly stored: ReadonlyMap<string, readonly Entry<ts.Expression>[]>;
  readonly allCalls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly bodies: readonly ts.BinaryExpression[];
  readonly returns: ReadonlyMap<ts.Node, readonly ts.Expression[]>;
  readonly texts: readonly ts.Expression[];
}

type Read = ts.PropertyAccessExpression | ts.BindingElement;

/**
 * Which calls, assignments, members and reads does the code of a project have?
 * Asked by the files that resolve them to declarations: bindings, callees, places.
 * Gives what the files of the program hold, in the order of the program, without a question to the checker.
 */
export interface SyntaxIndex {
  readonly aliases: Aliases;
  /** Members of object literals and classes, by name. */
  readonly members: ByName<Member>;
  /** Calls `x.name(…)`, `x?.name(…)`, by name. */
  readonly memberCalls: ByName<ts.CallExpression>;
  /** Reads `x.name` and `{ name } = …`, by name. */
  readonly reads: ByName<Read>;
  /** `x.emit('event', …)`, by event. */
  readonly emits: ByName<ts.CallExpression>;
  /** Every call but those of `super`, by the last name of what is called. */
  readonly calls: ByName<Entry<ts.CallExpression>>;
  /** `new C(…)`, `super(…)`. */
  readonly constructions: ByName<Entry<ts.CallExpression | ts.NewExpression>>;
  /** Values assigned with `=`, `??=` and `||=`, by the last name of the left side. */
  readonly assigned: ByName<Entry<ts.Expression>>;
  readonly appended: ByName<Entry<ts.BinaryExpression>>;
  readonly stored: ByName<Entry<ts.Expression>>;
  readonly allCalls: readonly (ts.CallExpression | ts.NewExpression)[];
  readonly bodies: readonly ts.BinaryExpression[];
  /** What a function returns. */
  readonly returns: Returns;
  readonly texts: readonly ts.Expression[];
}

export interface Returns {
  get(target: FunctionLike): readonly ts.Expression[] | undefined;
}

const indexes = new WeakMap<Project, SyntaxIndex>();

export function syntaxOf(project: Project): SyntaxIndex {
  const known = indexes.get(project) ?? merge(project);
  indexes.set(project, known);
  return known;
}

const returns: Returns = { get: (target) => syntaxOfFile(target.getSourceFile()).returns.get(target) };

function merge(project: Project): SyntaxIndex {
  const files = programFiles(project).map(syntaxOfFile);
  const byName = <V>(part: (file: FileSyntax) => ReadonlyMap<string, readonly V[]>): ByName<V> =>
    new ByName(files.map(part));
  return {
    aliases: new Aliases(project.userFiles.flatMap((file) => syntaxOfFile(file).renames)),
    members: byName((file) => file.members),
    memberCalls: byName((file) => file.memberCalls),
    reads: byName((file) => file.reads),
    emits: byName((file) => file.emits),
    calls: byName((file) => file.calls),
    constructions: byName((file) => file.constructions),
    assigned: byName((file) => file.assigned),
    appended: byName((file) => file.appended),
    stored: byName((file) => file.stored),
    allCalls: files.flatMap((file) => file.allCalls),
    bodies: files.flatMap((file) => file.bodies),
    returns,
    texts: files.flatMap((file) => file.texts),
  };
}

const fileIndexes = new WeakMap<ts.SourceFile, FileSyntax>();

function syntaxOfFile(file: ts.SourceFile): FileSyntax {
  const known = fileIndexes.get(file) ?? collect(file);
  fileIndexes.set(file, known);
  return known;
}

/** What {@link renameAt} answers for. */
const renamingKinds = [
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ExportSpecifier,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.VariableDeclaration,
] as const;
/** Members of object literals and classes. */
const memberKinds = [
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.IndexSignature,
  ts.SyntaxKind.ClassStaticBlockDeclaration,
  ts.SyntaxKind.SemicolonClassElement,
] as const;
const readKinds = [ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.BindingElement] as const;
const callKinds = [ts.SyntaxKind.CallExpression, ts.SyntaxKind.NewExpression] as const;
const returnKinds = [ts.SyntaxKind.ReturnStatement, ts.SyntaxKind.ArrowFunction] as const;
const textKinds = [
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.BinaryExpression,
] as const;

function collect(file: ts.SourceFile): FileSyntax {
  const index = {
    renames: [] as Rename[],
    members: new Map<string, Member[]>(),
    memberCalls: new Map<string, ts.CallExpression[]>(),
    reads: new Map<string, Read[]>(),
    emits: new Map<string, ts.CallExpression[]>(),
    calls: new Map<string, Entry<ts.CallExpression>[]>(),
    constructions: new Map<string, Entry<ts.CallExpression | ts.NewExpression>[]>(),
    assigned: new Map<string, Entry<ts.Expression>[]>(),
    appended: new Map<string, Entry<ts.BinaryExpression>[]>(),
    stored: new Map<string, Entry<ts.Expression>[]>(),
    allCalls: [] as (ts.CallExpression | ts.NewExpression)[],
    bodies: [] as ts.BinaryExpression[],
    returns: new Map<ts.Node, ts.Expression[]>(),
    texts: [] as ts.Expression[],
  };
  const addEntry = <V>(map: Map<string, Entry<V>[]>, at: ts.Expression, value: V): void =>
    add(map, lastName(at), { at, value });
  const addCall = (node: ts.CallExpression): void => {
    const isSuper = node.expression.kind === ts.SyntaxKind.SuperKeyword;
    if (isSuper) addEntry<ts.CallExpression | ts.NewExpression>(index.constructions, node.expression, node);
    else addEntry(index.calls, node.expression, node);
    const put = putValue(node);
    if (put) addEntry(index.stored, put.store, put.value);
    if (!ts.isPropertyAccessExpression(node.expression)) return;
    const name = node.expression.name.text;
    add(index.memberCalls, name, node);
    const [event] = node.arguments;
    if (name === 'emit' && event && ts.isStringLiteralLike(event)) add(index.emits, event.text, node);
  };
  const addAssignment = (node: ts.BinaryExpression): void => {
    const left = unwrap(node.left);
    if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) addEntry(index.appended, left, node);
    if (!replaces(node)) return;
    if (ts.isElementAccessExpression(left)) addEntry(index.stored, left.expression, node.right);
    else addEntry(index.assigned, left, node.right);
    if (ts.isPropertyAccessExpression(left) && left.name.text === 'body') index.bodies.push(node);
  };
  for (const node of nodesOfKinds(file, renamingKinds)) {
    const rename = renameAt(node);
    if (rename) index.renames.push(rename);
  }
  for (const node of nodesOfKinds(file, memberKinds) as readonly Member[])
    add(index.members, memberKey(node.name), node);
  for (const node of nodesOfKinds(file, readKinds) as readonly Read[])
    add(index.reads, ts.isBindingElement(node) ? bindingKey(node) : node.name.text, node);
  for (const node of nodesOfKinds(file, callKinds) as readonly (ts.CallExpression | ts.NewExpression)[]) {
    index.allCalls.push(node);
    if (ts.isCallExpression(node)) addCall(node);
    else addEntry(index.constructions, node.expression, node);
  }
  for (const node of nodesOfKinds(file, returnKinds)) {
    if (ts.isReturnStatement(node))
      add(index.returns, node.expression && enclosingFunction(node), node.expression);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add(index.returns, node, node.body);
  }
  nodesOf<ts.BinaryExpression>(file, ts.SyntaxKind.BinaryExpression).forEach(addAssignment);
  for (const node of nodesOfKinds(file, textKinds)) if (isUrlText(node, file.text)) index.texts.push(node);
  return index;
}

function add<K, V>(map: Map<K, V[]>, key: K | undefined, value: V | undefined): void {
  if (key === undefined || value === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `new URL(…)`, `` `${base}…` ``, `base + …`: decided by the first or last character, which needs no text of the whole. */
function isUrlText(node: ts.Node, text: string): node is ts.Expression {
  if (ts.isNewExpression(node))
    return node.arguments?.length === 1 && endsWith(text, node.expression.end, 'URL');
  if (ts.isTemplateExpression(node)) return node.head.text === '';
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return !ts.isBinaryExpression(node.parent) && /[\w(]/.test(text[node.getStart()] ?? '');
}

const endsWith = (text: string, end: number, what: string): boolean =>
  text.startsWith(what, end - what.length);

/** True for `=`, `??=`, `||=`: the right side itself becomes the value. */
function replaces(node: ts.BinaryExpression): boolean {
  const kind = node.operatorToken.kind;
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}

/** `store.set(key, value)`, `list.push(value)`: what is put where. */
export function putValue(
  call: ts.CallExpression,
): { store: ts.Expression; value: ts.Expression } | undefined {
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const [first, second] = call.arguments;
  const name = call.expression.name.text;
  if (name === 'set' && first && second) return { store: call.expression.expression, value: second };
  if ((name === 'push' || name === 'add' || name === 'unshift') && first && !second) {
    return { store: call.expression.expression, value: first };
  }
  return undefined;
}
