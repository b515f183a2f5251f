import { ts } from '../../../compiler.cjs';
import { customOAuthError, oauthErrorClass, oauthSubclasses, serverLegacyArea } from '../../../sdk/roles.ts';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt, memberTaken } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { iteratedInto } from '../status/list-entries.ts';

/** The classes that an operand of `instanceof` may stand for. */
export interface ClassesBehind {
  readonly found: readonly (Declared | 'own')[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/**
 * Follows a variable, a choice, an item of a list or the answer of a function to the classes it may be. The type does not
 * tell: of classes that look alike, as those of OAuth errors do, the compiler keeps one.
 */
export function classesBehind(project: Project, type: ts.Expression): ClassesBehind {
  const walk = new Walk(project);
  walk.value(type);
  return { found: [...walk.found.values()], isComplete: walk.isComplete };
}

/** The class that an expression names itself: `InvalidGrantError`, `errors.InvalidGrantError`, also of `await import()`. */
export function classNamed(project: Project, type: ts.Expression): Declared | 'own' | undefined {
  const node = unwrap(type);
  if (!isName(node)) return undefined;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  const own = symbol?.valueDeclaration;
  const taken = own && ts.isBindingElement(own) ? memberTaken(project, own) : undefined;
  const meant = (taken as { symbol?: ts.Symbol } | undefined)?.symbol ?? symbol;
  if (!meant?.declarations?.some(ts.isClassLike)) return undefined;
  return declaredAs(meant) ?? 'own';
}

/** A class of OAuth errors of server-legacy or v1. */
export const isServerClass = (declared: Declared | 'own' | undefined): declared is Declared =>
  typeof declared === 'object' && serverLegacyArea.test(declared.area) && classes.has(declared.name);

const classes: ReadonlySet<string> = new Set([oauthErrorClass, customOAuthError, ...oauthSubclasses]);

/**
 * Whether an operand is declared outside of the project, and is no class that is declared as one: `Error`, whose declaration is
 * a variable, or what a package that is not installed exports. No variable of the project is behind it.
 */
export function isForeign(project: Project, type: ts.Expression): boolean {
  let node = unwrap(type);
  if (!isName(node)) return false;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  const declarations = symbol?.declarations ?? [];
  if (declarations.length > 0) return declarations.every((each) => each.getSourceFile().isDeclarationFile);
  while (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  return ts.isIdentifier(node) && !(symbolOf(project, node)?.declarations?.length ?? 0);
}

const isName = (node: ts.Expression): node is ts.Identifier | ts.PropertyAccessExpression =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

class Walk {
  readonly found = new Map<string, Declared | 'own'>();
  isComplete = true;
  private readonly project: Project;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project) {
    this.project = project;
  }

  value(type: ts.Expression): void {
    const node = unwrap(type);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const named = classNamed(this.project, node);
    if (named) {
      this.found.set(named === 'own' ? named : `${named.area} ${named.name}`, named);
      return;
    }
    const list = listBehind(this.project, node);
    const values = list ? itemsOf(this.project, list) : valuesBehind(this.project, node);
    // A test of what callers pass is a test for whatever they pass, even where all pass one class.
    if (values.length === 0 || isGiven(this.project, node)) this.isComplete = false;
    for (const each of values) this.value(each);
  }
}

function isGiven(project: Project, node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return declaration !== undefined && ts.isParameter(declaration);
}

/** The table or list that a name takes its values from. */
function listBehind(project: Project, name: ts.Expression): ts.Expression | undefined {
  if (!isName(name)) return undefined;
  const root = ts.isPropertyAccessExpression(name) ? unwrap(name.expression) : name;
  let declaration: ts.Node | undefined = declarationAt(project, root);
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration)))
    declaration = declaration.parent;
  if (!declaration) return undefined;
  if (ts.isParameter(declaration) && isFunctionLike(declaration.parent))
    return declaration.parent.parameters[0] === declaration ? iteratedInto(declaration.parent) : undefined;
  const loop = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined;
  return loop && ts.isForOfStatement(loop) ? loop.expression : undefined;
}

/** What may be a class in the items of a list, and in what they hold: `[[InvalidGrantError, 'expired']]`. */
function itemsOf(project: Project, list: ts.Expression): readonly ts.Expression[] {
  const start = unwrap(list);
  // `Object.entries(TABLE)`, `TABLE.entries()`
  const parts = ts.isCallExpression(start)
    ? [
        ...start.arguments,
        ...(ts.isPropertyAccessExpression(start.expression) ? [start.expression.expression] : []),
      ]
    : [start];
  return parts.flatMap((part) => {
    const key = isName(part) ? declarationAt(project, part) : undefined;
    const stored = key ? [...bindingsOf(project).stored.get(key)] : [];
    return [throughConstants(project, part), ...stored].flatMap((each) => heldIn(each, 0));
  });
}

const maxDepth = 3;

function heldIn(value: ts.Expression, depth: number): readonly ts.Expression[] {
  const node = unwrap(value);
  if (depth > maxDepth) return [];
  if (isName(node)) return depth === 0 ? [] : [node];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => heldIn(each, depth + 1));
  if (ts.isNewExpression(node)) return (node.arguments ?? []).flatMap((each) => heldIn(each, depth));
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((each) =>
    ts.isPropertyAssignment(each)
      ? heldIn(each.initializer, depth + 1)
      : ts.isShorthandPropertyAssignment(each)
        ? [each.name]
        : [],
  );
}
