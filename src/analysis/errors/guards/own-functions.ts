import { ts } from '../../../compiler.cjs';
import { type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { losesPredicate } from './expected-predicate.ts';

/**
 * The one function of the project that a call can run. Unlike `functionAt` of program/bindings.ts, which gives every
 * function that may run there, this is undefined where the name may stand for another function: a `let`, a plain field.
 */
export function onlyFunctionAt(project: Project, callee: ts.Expression): FunctionLike | undefined {
  const node = unwrap(callee);
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  const declarations = symbol?.declarations?.filter((each) => !isOverload(each)) ?? [];
  const [declaration] = declarations;
  if (!declaration || declarations.length > 1) return undefined;
  if (declaration.getSourceFile().isDeclarationFile) return undefined;
  if (isFunctionLike(declaration)) return declaration.body ? declaration : undefined;
  if (!isFixed(declaration)) return undefined;
  const initializer = declaration.initializer && unwrap(declaration.initializer);
  return initializer && isFunctionLike(initializer) ? initializer : undefined;
}

const isOverload = (node: ts.Node): boolean => isFunctionLike(node) && !node.body;

function isFixed(node: ts.Declaration): node is ts.VariableDeclaration | ts.PropertyDeclaration {
  if (ts.isVariableDeclaration(node))
    return Boolean(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) && ts.isIdentifier(node.name);
  return (
    ts.isPropertyDeclaration(node) &&
    Boolean(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Readonly | ts.ModifierFlags.Static))
  );
}

/** `error is X`, `asserts error is X`, written or inferred by the compiler. Callers rely on the class that it names. */
export function predicateOf(project: Project, node: FunctionLike): ts.TypePredicate | undefined {
  const signature = project.checker.getSignatureFromDeclaration(node);
  const predicate = signature && project.checker.getTypePredicateOfSignature(signature);
  if (predicate && losesPredicate(project, node)) return undefined;
  return predicate?.type && predicate.parameterName !== undefined ? predicate : undefined;
}

/** Its body runs later, or only in part: the call itself gives a promise or an iterator. */
export const isDeferred = (node: FunctionLike): boolean =>
  Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) ||
  (!ts.isArrowFunction(node) && 'asteriskToken' in node && node.asteriskToken !== undefined);
