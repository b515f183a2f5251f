import { ts } from '../../compiler.cjs';

/** A place in the text where a name is written: an identifier, or a string that names a member. */
export type Mention = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

/** What one walk over a file finds. */
interface FileIndex {
  readonly nodes: ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]>;
  readonly mentions: ReadonlyMap<string, readonly Mention[]>;
  /** What {@link nodesOfKinds} was asked for. */
  readonly ordered: WeakMap<readonly ts.SyntaxKind[], readonly ts.Node[]>;
}

const indexes = new WeakMap<ts.SourceFile, FileIndex>();

/**
 * The nodes of one kind in a file, in source order: `nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression)`.
 * Each text is walked once, so asking for one more kind costs nothing.
 */
export function nodesOf<N extends ts.Node>(file: ts.SourceFile, kind: N['kind']): readonly N[] {
  return (indexOf(file).nodes.get(kind) ?? []) as readonly ts.Node[] as readonly N[];
}

/** Like {@link nodesOf}, for several kinds; a list that stays the same object is put in order once for each file. */
export function nodesOfKinds(file: ts.SourceFile, kinds: readonly ts.SyntaxKind[]): readonly ts.Node[] {
  const { nodes, ordered } = indexOf(file);
  const known = ordered.get(kinds) ?? kinds.flatMap((kind) => nodes.get(kind) ?? []).sort(bySource);
  ordered.set(kinds, known);
  return known;
}

/** Every mention of a name in a file, in source order. */
export function mentionsIn(file: ts.SourceFile, name: string): readonly Mention[] {
  return indexOf(file).mentions.get(name) ?? [];
}

/** Every name that a file mentions. */
export function namesIn(file: ts.SourceFile): Iterable<string> {
  return indexOf(file).mentions.keys();
}

/** Source order, the outer node first: the order of a walk. */
export const bySource = (a: ts.Node, b: ts.Node): number => a.pos - b.pos || b.end - a.end;

function indexOf(file: ts.SourceFile): FileIndex {
  const known = indexes.get(file) ?? collect(file);
  indexes.set(file, known);
  return known;
}

function collect(file: ts.SourceFile): FileIndex {
  const nodes = new Map<ts.SyntaxKind, ts.Node[]>();
  const mentions = new Map<string, Mention[]>();
  const enter = (node: ts.Node): void => {
    const same = nodes.get(node.kind);
    if (same) same.push(node);
    else nodes.set(node.kind, [node]);
    if (isMention(node)) {
      const known = mentions.get(node.text);
      if (known) known.push(node);
      else mentions.set(node.text, [node]);
    }
    ts.forEachChild(node, enter);
  };
  enter(file);
  return { nodes, mentions, ordered: new WeakMap() };
}

function isMention(node: ts.Node): node is Mention {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return true;
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  return (
    ts.isElementAccessExpression(parent) ||
    isFirstArgument(node) ||
    isKeyTest(parent, node) ||
    ts.isLiteralTypeNode(parent) ||
    isNamedBy(parent, node)
  );
}

/** `'code' in result` */
function isKeyTest(parent: ts.Node, name: ts.Node): boolean {
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === name &&
    parent.operatorToken.kind === ts.SyntaxKind.InKeyword
  );
}

/** `emit('code', …)`: the name of an event. */
function isFirstArgument(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.arguments[0] === node;
}

function isNamedBy(parent: ts.Node, name: ts.Node): boolean {
  return (parent as ts.NamedDeclaration).name === name || (parent as ts.BindingElement).propertyName === name;
}
