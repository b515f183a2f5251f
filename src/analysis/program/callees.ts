import { ts } from '../../compiler.cjs';
import { extendedBy, type FunctionLike, isFunctionLike, isPrivate, unwrap } from './ast.ts';
import {
  declarationAt,
  type Member,
  memberNamed,
  memberTaken,
  standsFor,
  thisContainer,
} from './declaration-at.ts';
import { mayHold } from './files-around.ts';
import type { Project } from './project.ts';
import { isBundledDeclaration } from './sdk-root.ts';
import { symbolOf } from './sdk-symbols.ts';
import { syntaxOf } from './syntax-index.ts';

/**
 * Which function runs where an expression is called?
 * Asked by everything that follows a value through calls.
 * Gives the function with a body: a declaration, a method, or an arrow in a variable or field.
 */
export function functionAt(project: Project, callee: ts.Expression): FunctionLike | undefined {
  const target = unwrap(callee);
  if (isFunctionLike(target)) return target;
  if (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target)) return undefined;
  const declaration = declarationAt(project, target);
  if (declaration) {
    const others = isOfSuper(target) ? [] : implementationsOf(project, declaration);
    const found = bodyOf(project, declaration) ?? others[0];
    if (found) project.askImports(found);
    return found;
  }
  if (!ts.isPropertyAccessExpression(target) || unwrap(target.expression).kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const member = memberNamed(thisContainer(target), target.name.text);
  return member && bodyOf(project, member);
}

/** Like {@link functionAt}, with every method that may run there, also of implementing classes and subclasses. */
export function functionsAt(project: Project, callee: ts.Expression): readonly FunctionLike[] {
  const target = unwrap(callee);
  const several = methodsAt(project, target);
  const one = several.length === 0 ? functionAt(project, callee) : undefined;
  return one ? [one] : several;
}

/** The methods that a member may stand for; of a union of types, those of each. */
function methodsAt(project: Project, target: ts.Expression): readonly FunctionLike[] {
  if (!ts.isPropertyAccessExpression(target) || isOfSuper(target)) return [];
  const declaration = declarationAt(project, target);
  const declared = symbolOf(project, target.name)?.declarations ?? [];
  if (declared.length < 2) return declaration ? implementationsOf(project, declaration) : [];
  const all = declared.flatMap((each) => [
    ...implementationsOf(project, each),
    ...(bodyOf(project, each) ? [bodyOf(project, each) as FunctionLike] : []),
  ]);
  return [...new Set(all)];
}

/** `super.finishAuth`: never a method that overrides it. */
const isOfSuper = (target: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.SuperKeyword;

/** The functions that a call may run, or the constructor that `new` or `super` runs. */
export function calledAt(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): readonly FunctionLike[] {
  return ts.isNewExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword
    ? constructorAt(project, call.expression)
    : functionsAt(project, call.expression);
}

/** The constructor that `new C(…)` or `super(…)` runs. */
export function constructorAt(project: Project, callee: ts.Expression): readonly ts.ConstructorDeclaration[] {
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
  const base = extendedBy(owner);
  return base && declaredClass(project, base);
}

function declaredClass(project: Project, name: ts.Expression): ts.ClassLikeDeclaration | undefined {
  let declaration = symbolOf(project, name)?.valueDeclaration;
  // `const { Provider } = await import('./provider.js')`
  if (declaration && ts.isBindingElement(declaration)) declaration = memberTaken(project, declaration);
  return declaration && ts.isClassLike(declaration) ? declaration : undefined;
}

/** The function that a declaration stands for, through other names. */
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

function implementationOf(project: Project, overload: FunctionLike): FunctionLike | undefined {
  const symbol = overload.name && project.checker.getSymbolAtLocation(overload.name);
  return symbol?.declarations?.find(
    (other): other is FunctionLike => isFunctionLike(other) && other.body !== undefined,
  );
}

/**
 * Whether a member may be a function, or be declared over by one. What an object literal holds is only itself, so a text, a number
 * or a name of something else is none; to find that out is cheap, and which type the literal has to fit is not.
 */
function mayBeFunction(project: Project, node: Member): boolean {
  if (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) return true;
  if (ts.isShorthandPropertyAssignment(node)) return bodyOf(project, node) !== undefined;
  if (!ts.isPropertyAssignment(node)) return false;
  const value = unwrap(node.initializer);
  if (!ts.isIdentifier(value)) return isFunctionLike(value) || ts.isPropertyAccessExpression(value);
  const declaration = declarationAt(project, value);
  return declaration !== undefined && bodyOf(project, declaration) !== undefined;
}

const known = new WeakMap<Project, Map<ts.Node, readonly FunctionLike[]>>();

/**
 * The functions that may run where a member of the project is called: its own body, those of subclasses that override it, and
 * those of classes and objects that implement its interface.
 */
export function implementationsOf(project: Project, declaration: ts.Declaration): readonly FunctionLike[] {
  const ofProject = known.get(project) ?? new Map<ts.Node, readonly FunctionLike[]>();
  known.set(project, ofProject);
  const before = ofProject.get(declaration);
  if (before) return before;
  // Ends a cycle: `{ state: entry.state }` may be declared by its own value.
  ofProject.set(declaration, []);
  const found = isOverridable(declaration) ? family(project, declaration) : [];
  for (const each of found) project.askImports(each);
  ofProject.set(declaration, found);
  return found;
}

function isOverridable(declaration: ts.Declaration): boolean {
  const { name } = declaration as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name) || isBundledDeclaration(declaration)) return false;
  if (isData((declaration as ts.PropertySignature).type)) return false;
  return ts.isTypeElement(declaration) || (ts.isClassElement(declaration) && !isPrivate(declaration));
}

/** `string | undefined`: no function has this type, so nobody need ask who implements it. */
function isData(type: ts.TypeNode | undefined): boolean {
  if (!type) return false;
  return ts.isUnionTypeNode(type)
    ? type.types.every(isData)
    : ts.isLiteralTypeNode(type) || ts.isArrayTypeNode(type) || dataKinds.has(type.kind);
}

const dataKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
]);

function family(project: Project, declaration: ts.Declaration): FunctionLike[] {
  const name = ((declaration as ts.NamedDeclaration).name as ts.Identifier).text;
  const isNear = mayHold(project, [declaration]);
  const candidates = (syntaxOf(project).members.get(name) ?? [])
    .filter((member) => isNear(member.getSourceFile()) && mayBeFunction(project, member))
    .map((member) => ({ member, stands: standsFor(project, member) }));
  const members = new Set<ts.Node>([declaration]);
  const found = new Set<FunctionLike>();
  for (const member of members) {
    const body = bodyOf(project, member);
    if (body) found.add(body);
    for (const candidate of candidates)
      if (candidate.stands.some((one) => one === member)) members.add(candidate.member);
  }
  return [...found];
}
