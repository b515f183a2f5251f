import { ts } from '../../../compiler.cjs';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';

/** Type aliases that one migration changes, with the references that it knows to follow. */
export class RetypedAliases {
  readonly #references = new Map<ts.TypeAliasDeclaration, Set<ts.Node>>();

  /** A reference to an alias follows; true for the first one, on which the alias itself has to change. */
  add(alias: ts.TypeAliasDeclaration, reference: ts.Node): boolean {
    const known = this.#references.get(alias);
    this.#references.set(alias, (known ?? new Set()).add(reference));
    return known === undefined;
  }

  get all(): readonly ts.TypeAliasDeclaration[] {
    return [...this.#references.keys()];
  }

  /** @throws {CannotFollow} when a changed alias is the type of something else, too */
  refuseOtherUses(project: Project): void {
    for (const [alias, known] of this.#references) {
      const other = usesOf({ project }, [alias], alias.name).find(
        ({ parent }) => ts.isTypeReferenceNode(parent) && !known.has(parent),
      );
      if (other) {
        const detail = `The type '${alias.name.text}' is also used for something else.`;
        throw new CannotFollow('wider-flow', other, detail);
      }
    }
  }
}
