import { ts } from '../../../compiler.cjs';
import { descendants } from '../../program/ast.ts';
import { lastName } from '../../program/index-by-name.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { syntaxOf } from '../../program/syntax-index.ts';

/** True for a signature without a body whose result is what the caller says: no parameter is made over that type. */
export function isUnbound({ checker }: Project, declaration: ts.SignatureDeclaration): boolean {
  const { typeParameters = [], parameters, type } = declaration;
  if (typeParameters.length === 0 || (declaration as ts.FunctionLikeDeclaration).body || !type) return false;
  return typeParameters.some((each) => {
    const parameter = checker.getTypeAtLocation(each);
    const names = (node: ts.Node): boolean =>
      [node, ...descendants(node)].some(
        (part) => ts.isTypeReferenceNode(part) && checker.getTypeFromTypeNode(part) === parameter,
      );
    return names(type) && !parameters.some(names);
  });
}

/** False for a call of a name that no such signature has: most programs declare none, and then no call has to be resolved. */
export function mayBeUnbound(project: Project, call: ts.CallExpression): boolean {
  const names = unboundNames(project);
  return names.size > 0 && (names.has(unnamed) || names.has(lastName(call.expression)));
}

/** Stands for a signature that any name may have: that of a type. */
const unnamed = '';

const signatureKinds = [
  ts.SyntaxKind.MethodSignature,
  ts.SyntaxKind.CallSignature,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.MethodDeclaration,
] as const;

/** The names under which such signatures may be called. */
const unboundNames = oncePerProject((project): ReadonlySet<string> => {
  const declared = project.userFiles
    .flatMap((file) => nodesOfKinds(file, signatureKinds) as readonly ts.SignatureDeclaration[])
    .filter((each) => isUnbound(project, each))
    .map(nameOf);
  return new Set(
    declared.flatMap((name) => (name === unnamed ? [name] : syntaxOf(project).aliases.of(name))),
  );
});

/** The name of a signature, or of the property whose type it is. */
function nameOf(declaration: ts.SignatureDeclaration): string {
  const named = ts.isPropertySignature(declaration.parent) ? declaration.parent : declaration;
  const { name } = named;
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : unnamed;
}
