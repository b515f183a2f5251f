import { ts } from '../../compiler.cjs';
import {
  codeText,
  descendants,
  enclosingFunction,
  type FunctionLike,
  isFunctionLike,
  unwrap,
} from './ast.ts';
import { implementationsOf, NamedMembers } from './implementations.ts';
import { Aliases, IndexByName, type Key } from './index-by-name.ts';
import type { Project } from './project.ts';
import { sdkRoot, symbolOf } from './sdk-symbols.ts';

export type { Key } from './index-by-name.ts';

/** Who calls what, what is assigned to what, what is put where: over all files of the program. */
export interface Bindings {
  readonly calls: IndexByName<ts.CallExpression>;
  /** `new C(…)`, `super(…)`, by constructor. */
  readonly constructions: IndexByName<ts.CallExpression | ts.NewExpression>;
  /** Values assigned with `=`, `??=` and the like. */
  readonly assigned: IndexByName<ts.Expression>;
  /** Right sides of `+=`. */
  readonly appended: IndexByName<ts.BinaryExpression>;
  /** Values put into a collection: `.set(key, value)`, `.push(value)`, `store[key] = value`. */
  readonly stored: IndexByName<ts.Expression>;
  /** Members of classes and objects, by name. */
  readonly members: NamedMembers;
  readonly allCalls: readonly (ts.CallExpression | ts.NewExpression)[];
  /** Assignments to a member `body`: some frameworks send so. */
  readonly bodies: readonly ts.BinaryExpression[];
  /** What each function returns. */
  readonly returns: ReadonlyMap<FunctionLike, readonly ts.Expression[]>;
  /** Texts and `new URL(…)`: what could be a URL built from a redirect_uri. */
  readonly texts: readonly ts.Expression[];
}

const cache = new WeakMap<Project, Bindings>();

export function bindingsOf(project: Project): Bindings {
  const found = cache.get(project) ?? collect(project);
  cache.set(project, found);
  return found;
}

function collect(project: Project): Bindings {
  const files = programFiles(project);
  const aliases = new Aliases();
  const members = new NamedMembers();
  const byKey = (at: ts.Expression) => keysOf(project, at);
  const calls = new IndexByName<ts.CallExpression>(aliases, (at) => functionsAt(project, at));
  const constructions = new IndexByName<ts.CallExpression | ts.NewExpression>(
    aliases,
    (at) => constructorAt(project, at) ?? [],
  );
  const assigned = new IndexByName<ts.Expression>(aliases, byKey);
  const appended = new IndexByName<ts.BinaryExpression>(aliases, byKey);
  const stored = new IndexByName<ts.Expression>(aliases, byKey);
  const allCalls: (ts.CallExpression | ts.NewExpression)[] = [];
  const bodies: ts.BinaryExpression[] = [];
  const returns = new Map<FunctionLike, ts.Expression[]>();
  const texts: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    aliases.visit(node);
    members.visit(node);
    if (isUrlText(node)) texts.push(node);
    if (ts.isNewExpression(node)) {
      allCalls.push(node);
      constructions.add(node.expression, node);
    } else if (ts.isReturnStatement(node))
      add(returns, node.expression && enclosingFunction(node), node.expression);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add(returns, node, node.body);
    else if (ts.isCallExpression(node)) {
      allCalls.push(node);
      if (node.expression.kind === ts.SyntaxKind.SuperKeyword) constructions.add(node.expression, node);
      else calls.add(node.expression, node);
      const put = putValue(node);
      if (put) stored.add(put.store, put.value);
    } else if (ts.isBinaryExpression(node)) {
      const left = unwrap(node.left);
      if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) appended.add(left, node);
      else if (isAssignment(node) && ts.isElementAccessExpression(left))
        stored.add(left.expression, node.right);
      else if (isAssignment(node)) assigned.add(left, node.right);
      if (ts.isPropertyAccessExpression(left) && left.name.text === 'body' && isAssignment(node))
        bodies.push(node);
    }
  };
  for (const file of files) for (const node of descendants(file)) visit(node);
  return { calls, constructions, assigned, appended, stored, members, allCalls, bodies, returns, texts };
}

function isUrlText(node: ts.Node): node is ts.Expression {
  if (ts.isNewExpression(node)) return node.arguments?.length === 1 && /URL$/.test(codeText(node.expression));
  if (ts.isTemplateExpression(node)) return node.head.text === '';
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return !ts.isBinaryExpression(node.parent) && /^[\w(]/.test(codeText(node));
}

/** The project's own files in the program, relevant or led to. */
export function programFiles(project: Project): ts.SourceFile[] {
  return project.program
    .getSourceFiles()
    .filter((file) => !file.fileName.startsWith(sdkRoot) && !file.isDeclarationFile);
}

function add<K, V>(map: Map<K, V[]>, key: K | undefined, value: V | undefined): void {
  if (key === undefined || value === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function isAssignment(node: ts.BinaryExpression): boolean {
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

/** The declaration behind a name or a property; a text key for `this.x` where `this` has no type (objects). */
export function keyOf(project: Project, node: ts.Expression): Key | undefined {
  const target = unwrap(node);
  if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
  const declaration = declarationAt(project, target);
  if (declaration) return declaration;
  if (!ts.isPropertyAccessExpression(target) || unwrap(target.expression).kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const owner = thisContainer(target);
  return owner && `${owner.getSourceFile().fileName}:${owner.pos}:${target.name.text}`;
}

function keysOf(project: Project, node: ts.Expression): readonly Key[] {
  const key = keyOf(project, node);
  return key === undefined ? [] : [key];
}

export function declarationAt(project: Project, node: ts.Expression): ts.Declaration | undefined {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const parent = name.parent;
  const symbol =
    ts.isShorthandPropertyAssignment(parent) && parent.name === name
      ? project.checker.getShorthandAssignmentValueSymbol(parent)
      : symbolOf(project, name);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

/** The class or object whose methods see this `this`. */
export function thisContainer(
  node: ts.Node,
): ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined {
  for (let current: ts.Node | undefined = node.parent; current; current = current.parent) {
    if (ts.isClassLike(current)) return current;
    if (ts.isObjectLiteralExpression(current) && isMethodOwner(node, current)) return current;
  }
  return undefined;
}

function isMethodOwner(node: ts.Node, object: ts.ObjectLiteralExpression): boolean {
  for (let current = node.parent; current !== object; current = current.parent) {
    if (ts.isMethodDeclaration(current) || ts.isAccessor(current)) return current.parent === object;
    if (ts.isFunctionExpression(current))
      return ts.isPropertyAssignment(current.parent) && current.parent.parent === object;
  }
  return false;
}

/** The function with a body that an expression names: declarations, methods, arrows in variables and fields. */
export function functionAt(project: Project, callee: ts.Expression): FunctionLike | undefined {
  const target = unwrap(callee);
  if (isFunctionLike(target)) return target;
  if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
  const declaration = declarationAt(project, target);
  if (declaration) return bodyOf(project, declaration) ?? implementationsOf(project, declaration)[0];
  if (!ts.isPropertyAccessExpression(target) || unwrap(target.expression).kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const member = memberNamed(thisContainer(target), target.name.text);
  return member && bodyOf(project, member);
}

/** Like {@link functionAt}, with every method that may run there: of implementing classes and subclasses, too. */
export function functionsAt(project: Project, callee: ts.Expression): readonly FunctionLike[] {
  const target = unwrap(callee);
  const declaration = ts.isPropertyAccessExpression(target) ? declarationAt(project, target) : undefined;
  const several = declaration ? implementationsOf(project, declaration) : [];
  const one = several.length === 0 ? functionAt(project, callee) : undefined;
  return one ? [one] : several;
}

/** What a call or construction runs: see {@link functionsAt}; the constructor of the class. */
export function calledAt(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): readonly FunctionLike[] {
  return ts.isNewExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword
    ? constructorAt(project, call.expression)
    : functionsAt(project, call.expression);
}

/** The constructor that `new C(…)` or `super(…)` runs. */
function constructorAt(project: Project, callee: ts.Expression): readonly ts.ConstructorDeclaration[] {
  const target = unwrap(callee);
  const owner =
    target.kind === ts.SyntaxKind.SuperKeyword
      ? baseOf(project, thisContainer(target))
      : declaredClass(project, target);
  for (let current = owner; current; current = baseOf(project, current)) {
    const found = current.members.find(
      (member): member is ts.ConstructorDeclaration => ts.isConstructorDeclaration(member) && !!member.body,
    );
    if (found) return [found];
  }
  return [];
}

function baseOf(project: Project, owner: ts.Node | undefined): ts.ClassLikeDeclaration | undefined {
  if (!owner || !ts.isClassLike(owner)) return undefined;
  const clause = owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0];
  return base && declaredClass(project, base.expression);
}

function declaredClass(project: Project, name: ts.Expression): ts.ClassLikeDeclaration | undefined {
  const declaration = symbolOf(project, name)?.valueDeclaration;
  return declaration && ts.isClassLike(declaration) ? declaration : undefined;
}

export function memberNamed(
  owner: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression | undefined,
  name: string,
): ts.Declaration | undefined {
  const members: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[] =
    owner === undefined ? [] : ts.isClassLike(owner) ? owner.members : owner.properties;
  return members.find(
    (member) =>
      member.name !== undefined && !ts.isComputedPropertyName(member.name) && member.name.text === name,
  );
}

/** The function behind a declaration; follows one name to the next. */
export function bodyOf(project: Project, declaration: ts.Node): FunctionLike | undefined {
  if (isFunctionLike(declaration))
    return declaration.body ? declaration : implementationOf(project, declaration);
  if (ts.isShorthandPropertyAssignment(declaration)) {
    const symbol = project.checker.getShorthandAssignmentValueSymbol(declaration);
    return symbol?.valueDeclaration && bodyOf(project, symbol.valueDeclaration);
  }
  if (ts.isBindingElement(declaration)) {
    const member = memberTaken(project, declaration);
    return member && bodyOf(project, member);
  }
  const value =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration)
      ? declaration.initializer
      : ts.isBinaryExpression(declaration)
        ? declaration.right
        : ts.isPropertyAccessExpression(declaration) && ts.isBinaryExpression(declaration.parent)
          ? declaration.parent.right
          : undefined;
  if (!value) return undefined;
  const plain = unwrap(value);
  return isFunctionLike(plain)
    ? plain
    : ts.isIdentifier(plain) || ts.isPropertyAccessExpression(plain)
      ? functionAt(project, plain)
      : undefined;
}

/** The member that `const { member } = …` takes out. */
export function memberTaken(project: Project, element: ts.BindingElement): ts.Declaration | undefined {
  const name = element.propertyName ?? element.name;
  if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken) return undefined;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return undefined;
  const type = project.checker.getNonNullableType(project.checker.getTypeAtLocation(element.parent));
  const symbol = type.getProperty(name.text);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0];
}

function implementationOf(project: Project, overload: FunctionLike): FunctionLike | undefined {
  const symbol = overload.name && project.checker.getSymbolAtLocation(overload.name);
  return symbol?.declarations?.find(
    (other): other is FunctionLike => isFunctionLike(other) && other.body !== undefined,
  );
}
