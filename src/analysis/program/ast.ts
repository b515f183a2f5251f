import { ts } from '../../compiler.cjs';
import { mentionsIn } from './node-index.ts';

export type FunctionLike =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** Every node below `root` (itself included), in source order. */
export const descendants = (root: ts.Node): Generator<ts.Node> => walk(root, () => true);

/** Like {@link descendants}, but does not enter nested functions and classes: what runs when `root` runs. */
export const ownDescendants = (root: ts.Node): Generator<ts.Node> =>
  walk(root, (child) => !isFunctionLike(child) && !ts.isClassLike(child));

/** Without recursion: with nested generators each node would cost as many steps as it is deep. */
function* walk(root: ts.Node, enters: (child: ts.Node) => boolean): Generator<ts.Node> {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      if (enters(child)) children.push(child);
    });
    while (children.length > 0) stack.push(children.pop() as ts.Node);
  }
}

export function isFunctionLike(node: ts.Node): node is FunctionLike {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isSetAccessorDeclaration(node)
  );
}

/** The function whose body runs `node`, or undefined at the top level of the module. */
export function enclosingFunction(node: ts.Node): FunctionLike | undefined {
  for (let current = node.parent; current; current = current.parent)
    if (isFunctionLike(current)) return current;
  return undefined;
}

/** The expression without the syntax that does not change its value: parentheses, `as`, `satisfies`, `<T>`, `!`. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isNonNullExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** The outermost node that {@link unwrap} would reduce to `node`. */
export function wrapped(node: ts.Expression): ts.Expression {
  let current: ts.Node = node;
  while (
    current.parent &&
    (ts.isParenthesizedExpression(current.parent) ||
      ts.isAsExpression(current.parent) ||
      ts.isSatisfiesExpression(current.parent) ||
      ts.isTypeAssertionExpression(current.parent) ||
      ts.isNonNullExpression(current.parent))
  ) {
    current = current.parent;
  }
  return current as ts.Expression;
}

/** `a.b.c`, without comments and layout; undefined for other expressions. */
export function dottedName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const owner = dottedName(node.expression);
  return owner === undefined ? undefined : `${owner}.${node.name.text}`;
}

/** The code of a node without comments and layout: for comparing code, never for writing it. */
export function codeText(node: ts.Node): string {
  const text = node.getText();
  if (!/\s|\/[/*]/.test(text)) return text;
  const pieces: string[] = [];
  collectTokens(node, node.getSourceFile().text, pieces);
  return pieces.reduce(
    (whole, piece) => (/[\w$]$/.test(whole) && /^[\w$]/.test(piece) ? `${whole} ${piece}` : whole + piece),
    '',
  );
}

function collectTokens(node: ts.Node, text: string, pieces: string[]): void {
  // Literals and names contain no layout or comments: what looks like one is part of the text.
  if (ts.isToken(node) || ts.isIdentifier(node)) {
    pieces.push(text.slice(node.getStart(), node.end));
    return;
  }
  let position = node.getStart();
  const between = (end: number): void => {
    const bare = text.slice(position, end).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ');
    pieces.push(...bare.split(/\s+/).filter((piece) => piece !== ''));
  };
  ts.forEachChild(node, (child) => {
    between(child.getStart());
    collectTokens(child, text, pieces);
    position = child.end;
  });
  between(node.end);
}

/** The statement that contains `node`. */
export function enclosingStatement(node: ts.Node): ts.Statement | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (ts.isStatement(current) && !ts.isBlock(current)) return current;
  }
  return undefined;
}

/** The white space at the start of the line that contains `position`. */
export function indentationAt(file: ts.SourceFile, position: number): string {
  const text = file.text;
  const start = text.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, position))?.[0] ?? '';
}

/** One level of indentation as this file writes it: a tab, or as many spaces as its first indented line. */
export function indentUnit(file: ts.SourceFile): string {
  const found = /^(\t| {2,8})(?=\S)/m.exec(file.text)?.[1];
  return found ?? '  ';
}

/** All uses of a symbol in its file, declarations included. */
export function references(checker: ts.TypeChecker, symbol: ts.Symbol, root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  for (const node of mentionsIn(root.getSourceFile(), symbol.name)) {
    if (!ts.isIdentifier(node) || node.pos < root.pos || node.end > root.end) continue;
    const parent = node.parent;
    const target = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (target === symbol) found.push(node);
    // `const { code } = x`: the identifier is both the property and the variable.
    else if (
      ts.isBindingElement(parent) &&
      parent.name === node &&
      checker.getSymbolAtLocation(parent.name) === symbol
    ) {
      found.push(node);
    }
  }
  return found;
}

/** `=`, `+=`, `??=` and the like. */
export function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

export function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

/** `undefined`, `null`, `void 0`: no code, so no query. */
export function isAbsent(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}

export function isJavaScript(node: ts.Node): boolean {
  return (node.getSourceFile().flags & ts.NodeFlags.JavaScriptFile) !== 0;
}

/** True for a file that only imports and exports again. */
export function isBarrel(file: ts.SourceFile): boolean {
  return file.statements.every(
    (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
  );
}

/** The property that an element of a pattern takes: `code` of `{ code: authCode }`, the index in an array pattern. */
export function bindingKey(element: ts.BindingElement): string | undefined {
  if (element.dotDotDotToken) return undefined;
  if (ts.isArrayBindingPattern(element.parent)) return String(element.parent.elements.indexOf(element));
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
}

/** What a class extends. */
export const extendedBy = ({ heritageClauses }: ts.ClassLikeDeclaration): ts.Expression | undefined =>
  heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;

/** True for a private member: other classes do not see it. */
export function isPrivate(node: ts.Node): boolean {
  const isOwned = ts.isClassElement(node) || ts.isParameter(node);
  const flags = isOwned ? ts.getCombinedModifierFlags(node) : ts.ModifierFlags.None;
  return (flags & ts.ModifierFlags.Private) !== 0 || hasPrivateName(node);
}

export function hasPrivateName(declaration: ts.Node): boolean {
  const { name } = declaration as ts.NamedDeclaration;
  return name !== undefined && ts.isPrivateIdentifier(name);
}

/** True when `node` is `outer` or a part of it. */
export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}
