import { ts } from '../../../compiler.cjs';
import {
  bindingKey,
  codeText,
  descendants,
  enclosingFunction,
  type FunctionLike,
  hasPrivateName,
  isAssignment,
  isFunctionLike,
  isPrivate,
  memberName,
  references,
  unwrap,
} from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isWritten } from '../../program/written-names.ts';
import { isUrlSearchParams } from './params.ts';
import { isLookedAt, isSameValue, leavesQuery } from './read-only.ts';
import { isReadInLiteral, onlyReads } from './reading-calls.ts';

/**
 * The first use of the query, or of the URL that holds it, that does more than read it: by that use other code may have it, and
 * change it. Other names of it and functions of the project that get it are followed.
 */
export function escapeOf(project: Project, root: ts.Expression, at: ts.Node): ts.Node | undefined {
  const walk = new Walk(project, at);
  walk.comesFrom(root);
  return walk.firstEscape();
}

/** How many names are followed. */
const most = 40;

class Walk {
  readonly #project: Project;
  readonly #at: ts.Node;
  readonly #names = new Set<ts.Symbol>();
  readonly #members = new Map<string, ts.Expression>();

  constructor(project: Project, at: ts.Node) {
    this.#project = project;
    this.#at = at;
  }

  /** Notes the names that the query has already: `params` and `url` of `const params = url.searchParams`. */
  comesFrom(expression: ts.Expression): void {
    const node = unwrap(expression);
    if (ts.isAwaitExpression(node)) this.comesFrom(node.expression);
    const isParams = isUrlSearchParams(this.#project, node);
    if (ts.isIdentifier(node) && isParams) this.#named(node);
    if (!ts.isPropertyAccessExpression(node) || !isParams) return;
    this.#members.set(codeText(node), node);
    if (node.name.text === 'searchParams') this.#owner(node.expression);
  }

  /** The URL of its params. */
  #owner(expression: ts.Expression): void {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) this.#named(node);
    else if (ts.isPropertyAccessExpression(node)) this.#members.set(codeText(node), node);
  }

  #named(name: ts.Identifier): void {
    const symbol = symbolOf(this.#project, name);
    if (!symbol || this.#names.has(symbol)) return;
    this.#names.add(symbol);
    const declaration = symbol.valueDeclaration;
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      this.#initial(declaration.initializer);
    const owner = declaration && ts.isBindingElement(declaration) && declaration.parent.parent;
    if (owner && ts.isVariableDeclaration(owner) && owner.initializer && isParamsElement(declaration))
      this.#owner(owner.initializer);
  }

  #initial(value: ts.Expression): void {
    const node = unwrap(value);
    if (ts.isIdentifier(node)) this.#named(node);
    else this.comesFrom(node);
  }

  firstEscape(): ts.Node | undefined {
    for (const member of this.#members.values()) {
      const found = this.#first(this.#usesOf(member));
      if (found) return found;
    }
    // Names that are found on the way come at the end of the same set.
    for (const symbol of this.#names) {
      const found = this.#escapeOfName(symbol);
      if (found) return found;
    }
    return undefined;
  }

  #first(uses: readonly ts.Node[]): ts.Node | undefined {
    for (const use of uses) {
      const found = this.#escapeAt(use);
      if (found) return found;
    }
    return undefined;
  }

  /** The same member elsewhere in the function, or in the class. */
  #usesOf(member: ts.Expression): readonly ts.Node[] {
    const text = codeText(member);
    const scope = /^this\b/.test(text) ? classOf(this.#at) : enclosingFunction(this.#at);
    return [...descendants(scope ?? this.#at.getSourceFile())].filter(
      (node) => ts.isPropertyAccessExpression(node) && codeText(node) === text,
    );
  }

  #escapeOfName(symbol: ts.Symbol): ts.Node | undefined {
    const declaration = symbol.valueDeclaration;
    if (!declaration) return undefined;
    const isExported = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
    if (isExported || this.#names.size > most) return declaration;
    return this.#first(references(this.#project.checker, symbol, declaration.getSourceFile()));
  }

  #escapeAt(node: ts.Node): ts.Node | undefined {
    const { parent } = node;
    if (isDeclaredName(node)) return undefined;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return this.#escapeAt(parent);
    if (isSameValue(node, parent)) return this.#escapeAt(parent);
    const isObject =
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === node;
    if (isObject) return this.#escapeOfMember(parent);
    if (ts.isVariableDeclaration(parent)) return this.#escapeInto(parent.name, node);
    if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind))
      return this.#escapeByAssignment(parent, node);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.#escapeIntoCall(parent, node);
    return isLookedAt(node) || isReadInLiteral(this.#project, node) ? undefined : node;
  }

  #escapeOfMember(access: ts.Expression): ts.Node | undefined {
    if (memberName(access) === 'searchParams') return this.#escapeAt(access);
    return leavesQuery(access) || (isText(this.#project, access) && !isWritten(access)) ? undefined : access;
  }

  /** `const shown = url`, `const { searchParams } = url`, and the parameter that gets it. */
  #escapeInto(name: ts.BindingName, use: ts.Node): ts.Node | undefined {
    if (ts.isIdentifier(name)) {
      const symbol = this.#project.checker.getSymbolAtLocation(name);
      if (symbol) this.#names.add(symbol);
      return symbol ? undefined : use;
    }
    // The elements of params are pairs of texts.
    if (ts.isArrayBindingPattern(name)) return undefined;
    for (const element of name.elements) {
      const isFollowed = isParamsElement(element);
      const found = isFollowed ? this.#escapeInto(element.name, use) : undefined;
      if (found || (!isFollowed && !isText(this.#project, element.name))) return use;
    }
    return undefined;
  }

  #escapeByAssignment(assignment: ts.BinaryExpression, node: ts.Node): ts.Node | undefined {
    const { left } = assignment;
    // The name gets another object: this one stays as it is.
    if (left === node) {
      this.#initial(assignment.right);
      return undefined;
    }
    const target = unwrap(left);
    const name = ts.isPropertyAccessExpression(target) ? target.name : target;
    const symbol = ts.isIdentifier(name) ? this.#project.checker.getSymbolAtLocation(name) : undefined;
    const declaration = symbol?.valueDeclaration;
    const isSeen = name === target || (declaration && isPrivate(declaration) && !hasPrivateName(declaration));
    if (!symbol || !isSeen) return node;
    this.#names.add(symbol);
    return this.#escapeAt(assignment);
  }

  #escapeIntoCall(call: ts.CallExpression | ts.NewExpression, node: ts.Node): ts.Node | undefined {
    if (onlyReads(this.#project, call)) return undefined;
    const given: readonly ts.Node[] = call.arguments ?? [];
    const index = given.indexOf(node);
    const parameters = this.#parametersOf(call);
    if (index < 0 || !parameters || given.slice(0, index).some(ts.isSpreadElement)) return node;
    const parameter = parameters[index];
    if (!parameter || parameter.dotDotDotToken || parameter.modifiers) return node;
    return this.#escapeInto(parameter.name, node);
  }

  /** The parameters of a function of the project that is there to read. */
  #parametersOf(call: ts.CallExpression | ts.NewExpression): readonly ts.ParameterDeclaration[] | undefined {
    const called = this.#project.checker.getResolvedSignature(call)?.declaration;
    if (!called || !isFunctionLike(called as ts.Node)) return undefined;
    const { body, parameters } = called as FunctionLike;
    if (!body) return undefined;
    const usesAll = [...descendants(body)].some((node) => ts.isIdentifier(node) && node.text === 'arguments');
    return usesAll ? undefined : parameters;
  }
}

function isParamsElement(element: ts.Node | undefined): boolean {
  return element !== undefined && ts.isBindingElement(element) && bindingKey(element) === 'searchParams';
}

/** True for the name in a declaration: no use of it. */
function isDeclaredName(node: ts.Node): boolean {
  const { parent } = node;
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isPropertyDeclaration(parent);
  return declares && parent.name === node;
}

function isText({ checker }: Project, node: ts.Node): boolean {
  const { flags } = checker.getNonNullableType(checker.getTypeAtLocation(node));
  return (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) !== 0;
}

function classOf(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined = node;
  while (found && !ts.isClassLike(found)) found = found.parent;
  return found;
}
