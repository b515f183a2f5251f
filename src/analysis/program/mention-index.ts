import { ts } from '../../compiler.cjs';
import { visitAll } from './ast.ts';

/** A place in the text where a name is written: an identifier, or a string that names a member. */
export type Mention = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

const indexes = new WeakMap<ts.SourceFile, Map<string, Mention[]>>();

/** Every mention of a name in a file, in source order. The index is made once for each text. */
export function mentionsIn(file: ts.SourceFile, name: string): readonly Mention[] {
  const index = indexes.get(file) ?? collect(file);
  indexes.set(file, index);
  return index.get(name) ?? [];
}

function collect(file: ts.SourceFile): Map<string, Mention[]> {
  const index = new Map<string, Mention[]>();
  visitAll(file, (node) => {
    if (!isMention(node)) return;
    const known = index.get(node.text);
    if (known) known.push(node);
    else index.set(node.text, [node]);
  });
  return index;
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
