import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isMember, type Member, nameOf } from './families.ts';
import type { Lift } from './lift.ts';

/** One member that a migration changes: its name, and all its declarations. */
export interface Held {
  readonly name: string;
  readonly family: ReadonlySet<ts.Node>;
  /** True when it held the code itself, and gets another name. */
  readonly isRenamed: boolean;
}

/** The members that a migration changes, by name. */
export function heldMembers({ visited, fields }: Lift): readonly Held[] {
  const byName = new Map<string, Set<Member>>();
  for (const each of visited.all) {
    if (!isMember(each) || !each.name || ts.isComputedPropertyName(each.name)) continue;
    const family = byName.get(nameOf(each)) ?? new Set();
    byName.set(nameOf(each), family.add(each));
  }
  return [...byName].map(([name, family]) => ({
    name,
    family,
    isRenamed: [...family].some((each) => fields.has(each)),
  }));
}

/** The files that the checks of a project look at: a mock in a test need not behave like what it replaces. */
export function checkedFiles(project: Project): readonly ts.SourceFile[] {
  return project.userFiles.filter((file) => !isTestFile(file));
}

/** True when a value of the type has the member itself, in one part of a union at least. */
export function hasMember(project: Project, type: ts.Type, { name, family }: Held): boolean {
  const plain = project.checker.getNonNullableType(type);
  const parts = plain.isUnion() ? plain.types : [plain];
  return parts.some((part) =>
    (project.checker.getPropertyOfType(part, name)?.declarations ?? []).some((each) => family.has(each)),
  );
}

/** How deep a record may lie inside a type. */
const maxDepth = 5;
/** More members than this has a type of the platform, not a record. */
const maxMembers = 40;

/** Answers whether values of a type give access to one of the members, however deep it lies: `{ login?: { code } }[]`. */
export class RecordTypes {
  readonly #project: Project;
  readonly #held: readonly Held[];
  readonly #known = new Map<ts.Type, boolean>();
  readonly #withResults: boolean;

  /** @param withResults whether a function holds what it gives back */
  constructor(project: Project, held: readonly Held[], withResults = true) {
    this.#project = project;
    this.#held = held;
    this.#withResults = withResults;
  }

  holds(type: ts.Type, depth = 0): boolean {
    const known = this.#known.get(type);
    if (known !== undefined || depth > maxDepth) return known ?? false;
    this.#known.set(type, false);
    const found =
      this.#held.some((each) => hasMember(this.#project, type, each)) ||
      this.#parts(type).some((part) => this.holds(part, depth + 1));
    this.#known.set(type, found);
    return found;
  }

  #parts(type: ts.Type): readonly ts.Type[] {
    const { checker } = this.#project;
    if (type.isUnionOrIntersection()) return type.types;
    if (!(type.flags & ts.TypeFlags.Object)) return [];
    const given = isReference(type) ? checker.getTypeArguments(type) : [];
    const own = given.filter((each) => each !== type);
    // What a class holds is made by its constructor, which is seen.
    if (type.isClass() || declaredAs(type.symbol)) return own;
    const properties = checker.getPropertiesOfType(type);
    if (properties.length > maxMembers) return own;
    const members = properties.flatMap((property) => {
      const declaration = property.valueDeclaration ?? property.declarations?.[0];
      return declaration ? [checker.getTypeOfSymbolAtLocation(property, declaration)] : [];
    });
    const calls = this.#withResults ? type.getCallSignatures() : [];
    const results = calls.map((each) => checker.getReturnTypeOfSignature(each));
    const values = checker.getIndexInfosOfType(type).map((each) => each.type);
    return [...own, ...members, ...results, ...values];
  }
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}
