import { ts } from '../../../../compiler.cjs';
import type { Project } from '../../../program/project.ts';
import { isBundledDeclaration } from '../../../program/sdk-root.ts';
import { symbolOf } from '../../../program/sdk-symbols.ts';

/** `Pick<AuthorizationParams, 'redirectUri' | 'state'>`, as it is written. */
export interface Picking {
  readonly picked: ts.TypeNode;
  readonly keys: ts.TypeNode;
}

/** Types of the language that change members of another type, and leave out none. */
const wrappers = /^(Partial|Required|Readonly|NonNullable)$/;

/**
 * Where does a type of the project get a member by a Pick?
 * Asked before the record's type gains the issuer: the Pick gains a key then.
 * Gives the picks with this key in the declarations of the type: alone, in an intersection, extended by an interface.
 */
export function picksOf(project: Project, type: ts.Type, key: string): readonly Picking[] {
  const found: Picking[] = [];
  const seen = new Set<ts.Node>();
  const enter = (symbol: ts.Symbol | undefined): void => {
    for (const declaration of symbol?.declarations ?? []) {
      if (seen.has(declaration) || isBundledDeclaration(declaration)) continue;
      seen.add(declaration);
      if (ts.isTypeAliasDeclaration(declaration)) visit(declaration.type);
      else if (ts.isInterfaceDeclaration(declaration))
        for (const { types } of declaration.heritageClauses ?? []) for (const one of types) visit(one);
    }
  };
  const visit = (node: ts.TypeNode): void => {
    if (ts.isParenthesizedTypeNode(node)) visit(node.type);
    else if (ts.isIntersectionTypeNode(node)) for (const one of node.types) visit(one);
    else if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const symbol = symbolOf(project, ts.isTypeReferenceNode(node) ? node.typeName : node.expression);
      const [first, keys] = node.typeArguments ?? [];
      if (!symbol?.declarations?.some(isBundledDeclaration)) enter(symbol);
      else if (symbol.name === 'Pick' && first && keys && hasKey(project, keys, key))
        found.push({ picked: first, keys });
      else if (first && wrappers.test(symbol.name)) visit(first);
    }
  };
  enter(type.aliasSymbol);
  enter(type.symbol);
  return found;
}

function hasKey({ checker }: Project, keys: ts.TypeNode, key: string): boolean {
  const type = checker.getTypeFromTypeNode(keys);
  return (type.isUnion() ? type.types : [type]).some((one) => one.isStringLiteral() && one.value === key);
}
