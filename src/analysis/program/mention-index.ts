import { ts } from '../../compiler.cjs';
import { descendants } from './ast.ts';

/** A place in the text where a name is written: an identifier, or a string that names a member. */
export type Mention = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

const indexes = new WeakMap<ts.SourceFile, Map<string, Mention[]>>();

/** Every mention of a name in a file. The index is made once for each text. */
export function mentionsIn(file: ts.SourceFile, name: string): readonly Mention[] {
  let index = indexes.get(file);
  if (!index) {
    index = new Map();
    for (const node of descendants(file)) {
      const isMember =
        ts.isStringLiteralLike(node) &&
        (ts.isElementAccessExpression(node.parent) ||
          isFirstArgument(node) ||
          isKeyTest(node.parent, node) ||
          ts.isLiteralTypeNode(node.parent) ||
          isNamedBy(node.parent, node));
      if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node) && !isMember) continue;
      const known = index.get(node.text);
      if (known) known.push(node);
      else index.set(node.text, [node]);
    }
    indexes.set(file, index);
  }
  return index.get(name) ?? [];
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
