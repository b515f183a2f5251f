import { ts } from '../../../compiler.cjs';
import { isPlainAssignment } from '../../program/assigned-targets.ts';
import { descendants, type FunctionLike, isFunctionLike, isWithin, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { definerAt } from '../../program/member-definers.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOf } from '../../program/node-index.ts';
import { memberOf } from '../../program/option-members.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { decoratorsOf } from '../../program/replaced-functions.ts';
import { handlersBehind } from '../verifier/handler-functions.ts';

/**
 * Which functions do decorators of the project put in the place of a method?
 * Asked of each method that gets a context, for what stands in its place gets the context first.
 * Gives what is returned, or assigned to the descriptor, the class or its prototype; by method, and the methods by what replaces them.
 */
export const decoratorWrappers = oncePerProject((project: Project): DecoratorWrappers => {
  const wrappers = new Map<FunctionLike, readonly FunctionLike[]>();
  const methods = new Map<FunctionLike, FunctionLike[]>();
  for (const file of programFiles(project))
    for (const method of nodesOf<ts.MethodDeclaration>(file, ts.SyntaxKind.MethodDeclaration)) {
      const decorators = [...decoratorsOf(method), ...decoratorsOf(method.parent)];
      const found = decorators.flatMap(({ expression }) =>
        handlersBehind(project, expression).flatMap((each) => putBy(project, each)),
      );
      if (found.length > 0) wrappers.set(method, found);
      for (const each of found) methods.set(each, [...(methods.get(each) ?? []), method]);
    }
  return { wrappers, methods };
});

interface DecoratorWrappers {
  readonly wrappers: ReadonlyMap<FunctionLike, readonly FunctionLike[]>;
  readonly methods: ReadonlyMap<FunctionLike, readonly FunctionLike[]>;
}

/** `return async function (args, extra) { … }`, `descriptor.value = …`, `Object.defineProperty(target, key, { value: … })` */
function putBy(project: Project, decorator: FunctionLike): readonly FunctionLike[] {
  const put = [...descendants(decorator)].flatMap((node): readonly ts.Expression[] => {
    if (isPlainAssignment(node)) return isGiven(project, node.left, decorator) ? [node.right] : [];
    const descriptor = ts.isCallExpression(node) && definerAt(project, node) ? node.arguments[2] : undefined;
    return descriptor ? [descriptor] : [];
  });
  const values = [...put, ...(bindingsOf(project).returns.get(decorator) ?? [])];
  return [...new Set(values.flatMap((each) => functionsIn(project, each)))];
}

/** A member of what the decorator gets, or of a variable of its own: `descriptor.value`, `target.prototype[name]`. */
function isGiven(project: Project, target: ts.Expression, decorator: FunctionLike): boolean {
  let node = unwrap(target);
  if (ts.isIdentifier(node)) return false;
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    node = unwrap(node.expression);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return declaration !== undefined && isWithin(declaration, decorator);
}

/** A function, or that of a descriptor: `{ ...descriptor, value: async (args, extra) => … }`. */
function functionsIn(project: Project, value: ts.Expression): readonly FunctionLike[] {
  const { entries } = memberOf(project, value, 'value');
  const ofDescriptor = entries.flatMap(({ node, value: given }) =>
    given ? handlersBehind(project, given) : isFunctionLike(node) ? [node] : [],
  );
  return [...handlersBehind(project, value), ...ofDescriptor];
}
