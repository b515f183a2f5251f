import { ts } from '../../../compiler.cjs';
import { afterAny } from '../../program/access-path.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import type { Holding } from './made-over.ts';
import { passagesOf } from './type-paths.ts';

type Parameters = readonly ts.TypeParameterDeclaration[];

/** The type parameters of the project's own generic code that a value is passed on to. */
export function passedTo(project: Project, made: Holding, node: ts.Node): Parameters {
  const { checker } = project;
  if (ts.isExpressionWithTypeArguments(node)) {
    const [owner] = symbolOf(project, node.expression)?.declarations ?? [];
    return own(owner).filter((_, index) => {
      const given = node.typeArguments?.[index];
      return given !== undefined && made.holds(checker.getTypeFromTypeNode(given));
    });
  }
  if (ts.isNewExpression(node)) return ofClass(project, made, node);
  return ts.isCallExpression(node) ? ofFunction(project, made, node) : [];
}

/** `new Memo(load)`: the class is made over what its type arguments are, written or not. */
function ofClass({ checker }: Project, made: Holding, node: ts.NewExpression): Parameters {
  const type = checker.getTypeAtLocation(node);
  const declaration = type.symbol?.declarations?.find(ts.isClassLike);
  const isReference = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  if (!declaration || !isReference) return [];
  const given = checker.getTypeArguments(type as ts.TypeReference);
  return own(declaration).filter((_, index) => given[index] !== undefined && made.holds(given[index]));
}

/** `memoize(load)`, `keep(value)`: by a written type argument, a value, or a function that takes one. */
function ofFunction(project: Project, made: Holding, node: ts.CallExpression): Parameters {
  const { checker } = project;
  const declaration = checker.getResolvedSignature(node)?.declaration;
  const parameters = own(declaration);
  if (parameters.length === 0 || !declaration || ts.isJSDocSignature(declaration)) return [];
  const isGiven = node.arguments.some((each) => made.holds(checker.getTypeAtLocation(each)));
  const isNamed = (node.typeArguments ?? []).some((each) => made.holds(checker.getTypeFromTypeNode(each)));
  if (isGiven || isNamed) return parameters;
  const passages = passagesOf(project, declaration);
  return parameters.filter((_, place) =>
    passages
      .filter(({ typeParameter }) => typeParameter === place)
      .some((passage) =>
        node.arguments.some((each, index) =>
          made
            .pathsFrom(checker.getTypeAtLocation(each))
            .some((path) => afterAny(path, passage.parameters[index] ?? []) !== undefined),
        ),
      ),
  );
}

function own(owner: ts.Node | undefined): Parameters {
  const symbol = (owner as (ts.Node & { symbol?: ts.Symbol }) | undefined)?.symbol;
  if (!owner || declaredAs(symbol)) return [];
  return (owner as ts.ClassDeclaration).typeParameters ?? [];
}
