import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

/** The type parameters of the project's own generic code that stand for the code until now, and for the query from now on. */
export class Generics {
  readonly #parameters = new Set<ts.TypeParameterDeclaration>();

  /** One type argument of a class, an interface or a function is changed: `new Cache<string>()`. */
  add(project: Project, owner: ts.Node, index: number): void {
    for (const declaration of symbolOf(project, owner)?.declarations ?? []) this.addOf(declaration, index);
  }

  addOf(declaration: ts.Node, index: number): void {
    if (declaredAs((declaration as ts.Node & { symbol?: ts.Symbol }).symbol)) return;
    const parameter = (declaration as ts.ClassDeclaration).typeParameters?.[index];
    if (parameter && !ts.isTypeAliasDeclaration(declaration)) this.#parameters.add(parameter);
  }

  get all(): ReadonlySet<ts.TypeParameterDeclaration> {
    return this.#parameters;
  }
}
