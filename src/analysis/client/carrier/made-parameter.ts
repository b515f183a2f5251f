import type { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import type { Project } from '../../program/project.ts';
import { pathsTo } from './type-paths.ts';

/** A class that is instantiated, and which of its type parameters the value belongs to. */
interface Made {
  readonly declaration: ts.Node;
  readonly index: number;
}

type Generic = ts.Node & { readonly typeParameters?: readonly ts.TypeParameterDeclaration[] };

/**
 * `const codes: Store<string> = new DiskStore()`: which type parameter of the class stands for that of the interface. Each
 * member has to take and give a value of it where the interface does. Undefined for a class that is made for strings, or
 * for anything: the query would arrive there as it is.
 */
export function madeParameter(project: Project, node: ts.NewExpression, index: number): Made | undefined {
  const made = project.checker.getTypeAtLocation(node);
  const own = genericOf(made.symbol);
  if (!own) return undefined;
  const wanted = wantedFrom(project, node);
  if (!wanted || wanted === made.symbol) return { declaration: own, index };
  const asked = genericOf(wanted)?.typeParameters?.[index];
  if (!asked) return undefined;
  const members = membersOver(project, wanted, asked);
  const found = (own.typeParameters ?? []).findIndex((each) => {
    const given = membersOver(project, made.symbol, each);
    return members.size > 0 && [...members].every(([name, paths]) => given.get(name) === paths);
  });
  return found < 0 ? undefined : { declaration: own, index: found };
}

/** The generic type that a place has by its declaration; undefined where it only has what is put there. */
function wantedFrom({ checker }: Project, node: ts.NewExpression): ts.Symbol | undefined {
  const type = checker.getContextualType(node);
  if (!type) return undefined;
  const parts = type.isUnion() ? type.types : [type];
  return parts
    .map((part) => part.aliasSymbol ?? part.symbol)
    .find((symbol) => genericOf(symbol)?.typeParameters);
}

function genericOf(symbol: ts.Symbol | undefined): Generic | undefined {
  const declarations: readonly Generic[] = symbol?.declarations ?? [];
  return declarations.find(({ typeParameters }) => typeParameters) ?? declarations[0];
}

/** The members that lead to a value of the type parameter, each with the ways to it as text. */
function membersOver(
  project: Project,
  owner: ts.Symbol,
  parameter: ts.TypeParameterDeclaration,
): ReadonlyMap<string, string> {
  const { checker } = project;
  const target = checker.getTypeAtLocation(parameter);
  return new Map(
    checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(owner))
      .flatMap((each): [string, string][] => {
        const paths = pathsTo(project, checker.getTypeOfSymbol(each), target);
        return paths.length > 0 ? [[each.name, textOf(paths)]] : [];
      }),
  );
}

const textOf = (paths: readonly AccessPath[]): string =>
  JSON.stringify(paths.map((path) => JSON.stringify(path)).sort());
