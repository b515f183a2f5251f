import { ts } from '../../../compiler.cjs';
import type { AccessPath } from '../../program/access-path.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { isParametersOf, pathsTo } from './type-paths.ts';

/** Which nodes and types are, or hold, the values that are looked for. */
export interface Holding {
  is(node: ts.Node): boolean;
  isType(type: ts.Type): boolean;
  holds(type: ts.Type): boolean;
  /** The paths on which a type leads to such a value. */
  pathsFrom(type: ts.Type): readonly AccessPath[];
}

/** Which types hold a value of the type parameter: itself, a promise or list of it, a record with it. */
export class MadeOver implements Holding {
  readonly #project: Project;
  readonly #parameter: ts.Type;
  readonly #known = new Map<ts.Type, boolean>();

  constructor(project: Project, declaration: ts.TypeParameterDeclaration) {
    this.#project = project;
    this.#parameter = project.checker.getTypeAtLocation(declaration);
  }

  is(node: ts.Node): boolean {
    const type = this.#project.checker.getTypeAtLocation(node);
    return (
      this.isType(type) || (type.isUnionOrIntersection() && type.types.some((each) => this.isType(each)))
    );
  }

  isType(type: ts.Type): boolean {
    // `await promise` in the generic function itself.
    const isAwaited = type.aliasSymbol?.name === 'Awaited' && declaredAs(type.aliasSymbol) !== undefined;
    return (
      type === this.#parameter ||
      (isAwaited && type.aliasTypeArguments?.[0] === this.#parameter) ||
      // Its arguments, in a function that passes them on.
      isParametersOf(type, this.#parameter)
    );
  }

  pathsFrom(type: ts.Type): readonly AccessPath[] {
    return pathsTo(this.#project, type, this.#parameter);
  }

  holds(type: ts.Type, depth = 0): boolean {
    if (this.isType(type)) return true;
    const known = this.#known.get(type);
    if (known !== undefined || depth > 4) return known ?? false;
    this.#known.set(type, false);
    const found = this.#parts(type).some((each) => this.holds(each, depth + 1));
    this.#known.set(type, found);
    return found;
  }

  #parts(type: ts.Type): readonly ts.Type[] {
    const { checker } = this.#project;
    if (type.isUnionOrIntersection()) return type.types;
    if (!(type.flags & ts.TypeFlags.Object)) return [];
    const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
    const given = isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
    if (declaredAs(type.symbol) || type.isClass()) return given.filter((each) => each !== type);
    return [...given, ...checker.getPropertiesOfType(type).map((each) => checker.getTypeOfSymbol(each))];
  }
}
