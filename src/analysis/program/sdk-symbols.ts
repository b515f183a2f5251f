import { ts } from '../../compiler.cjs';
import type { Generation } from '../../sdk/modules.ts';
import { withOwnDeclarations } from './own-declarations.ts';
import type { Project } from './project.ts';
import { sdkRoot } from './sdk-root.ts';

/** Something that the SDK or a platform declares: `area` is the declaration file, e.g. `v2/client` or `platform/express`. */
export interface Declared {
  readonly area: string;
  /** Exported name, or the name of the class or interface that owns a member. */
  readonly name: string;
  /** Set for a member of a class, interface or enum. */
  readonly member?: string;
}

export interface SdkEntity extends Declared {
  readonly generation: Generation;
}

/** The symbol behind a name, import aliases followed to the declaration. */
export function symbolOf(project: Project, node: ts.Node): ts.Symbol | undefined {
  const symbol = project.checker.getSymbolAtLocation(node);
  return symbol && resolveAlias(project, symbol);
}

export function resolveAlias(project: Project, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias
    ? project.checker.getAliasedSymbol(symbol)
    : withOwnDeclarations(project, symbol);
}

/** Where the tool's own declaration files declare a symbol; undefined for everything else. */
export function declaredAs(symbol: ts.Symbol | undefined): Declared | undefined {
  for (const declaration of symbol?.declarations ?? []) {
    const file = declaration.getSourceFile().fileName;
    if (!file.startsWith(sdkRoot)) continue;
    const area = file.slice(sdkRoot.length).replace(/\.d\.ts$/, '');
    const owner = declaration.parent as ts.Node | undefined;
    // A module stands for its file.
    if (!owner) continue;
    const name = symbol?.name ?? '';
    if (ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner) || ts.isEnumDeclaration(owner)) {
      return { area, name: owner.name?.text ?? '', member: name };
    }
    // Members of `type X = { … }`: the SDK declares options this way.
    if (ts.isTypeLiteralNode(owner) && ts.isTypeAliasDeclaration(owner.parent)) {
      return { area, name: owner.parent.name.text, member: name };
    }
    return { area, name };
  }
  return undefined;
}

/**
 * Is this the SDK's own class, function or member, or only something of the same name?
 * Asked by every rule, of names and types.
 * Gives the entity by the place of its declaration, never by its name alone.
 */
export function sdkEntityOf(symbol: ts.Symbol | undefined): SdkEntity | undefined {
  const declared = declaredAs(symbol);
  const generation = /^v([12])\//.exec(declared?.area ?? '')?.[1];
  return declared && generation ? { ...declared, generation: Number(generation) as Generation } : undefined;
}

/** The SDK entity that an expression or type name refers to (through aliases, namespaces, require, barrels). */
export function sdkEntityAt(project: Project, node: ts.Node): SdkEntity | undefined {
  return sdkEntityOf(symbolOf(project, node));
}

/** Everything the SDK or a platform declares that a type is or derives from: members of unions and intersections, base classes, interfaces. */
export function declaredTypes(project: Project, type: ts.Type): Declared[] {
  const seen = new Set<ts.Type>();
  const found: Declared[] = [];
  const visit = (current: ts.Type): void => {
    if (seen.has(current)) return;
    seen.add(current);
    for (const symbol of [current.aliasSymbol, current.symbol]) {
      const declared = declaredAs(symbol);
      if (declared && !declared.member) found.push(declared);
    }
    if (current.isUnionOrIntersection()) current.types.forEach(visit);
    if (current.isClassOrInterface()) project.checker.getBaseTypes(current).forEach(visit);
    const target = (current as ts.TypeReference).target;
    if (target && target !== current) visit(target);
    for (const declaration of current.symbol?.declarations ?? [])
      implementedTypes(project, declaration).forEach(visit);
    if (current.flags & ts.TypeFlags.TypeParameter) {
      const constraint = project.checker.getBaseConstraintOfType(current);
      if (constraint) visit(constraint);
    }
  };
  visit(type);
  return found;
}

/** The SDK entities among {@link declaredTypes}. */
export function sdkTypes(project: Project, type: ts.Type): SdkEntity[] {
  return declaredTypes(project, type).flatMap((declared) => {
    const generation = /^v([12])\//.exec(declared.area)?.[1];
    return generation ? [{ ...declared, generation: Number(generation) as Generation }] : [];
  });
}

function implementedTypes(project: Project, declaration: ts.Declaration): ts.Type[] {
  if (!ts.isClassLike(declaration)) return [];
  const clauses = (declaration.heritageClauses ?? []).filter(
    (clause) => clause.token === ts.SyntaxKind.ImplementsKeyword,
  );
  // JavaScript has `@implements` in a comment.
  const tags = ts.getJSDocImplementsTags(declaration).map((tag) => tag.class);
  return [...clauses.flatMap(({ types }) => types), ...tags].map((node) =>
    project.checker.getTypeFromTypeNode(node),
  );
}

export function isPromiseSymbol(symbol: ts.Symbol | undefined): boolean {
  const declared = declaredAs(symbol);
  return declared?.area === 'platform/es' && /^Promise(Like)?$/.test(declared.name) && !declared.member;
}

/** True for `new Promise(executor)` of the language. */
export function isPromise(project: Project, made: ts.NewExpression): boolean {
  return declaredAs(symbolOf(project, made.expression))?.name === 'Promise';
}

export function valueSymbol(project: Project, node: ts.Identifier): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? project.checker.getShorthandAssignmentValueSymbol(node.parent)
    : project.checker.getSymbolAtLocation(node);
  return symbol && resolveAlias(project, symbol);
}
