import { ts } from '../../compiler.cjs';
import { type FunctionLike, unwrap } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { functionAt } from './callees.ts';
import { declarationAt, memberTaken } from './declaration-at.ts';
import type { Project } from './project.ts';
import { symbolOf } from './sdk-symbols.ts';

/**
 * Which expressions give an expression its value, one step back?
 * Asked by the questions about options, providers and metadata.
 * Gives the branches of a choice, what is assigned to a variable, field or parameter, and what a function returns.
 */
export function valuesBehind(project: Project, expression: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isAwaitExpression(node)) return [node.expression];
  if (ts.isBinaryExpression(node)) return isChoice(node) ? [node.left, node.right] : [];
  if (ts.isCallExpression(node)) {
    const target = functionAt(project, node.expression);
    return target ? (bindingsOf(project).returns.get(target) ?? []) : [];
  }
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return [];
  const declaration = declarationAt(project, node);
  if (!declaration) return [];
  return ofDeclaration(project, declaration);
}

function ofDeclaration(project: Project, declaration: ts.Declaration): readonly ts.Expression[] {
  if (ts.isShorthandPropertyAssignment(declaration)) return [declaration.name];
  // `const { provider } = createAuth()`
  if (ts.isBindingElement(declaration) && !declaration.initializer) {
    const taken = memberTaken(project, declaration);
    return taken && !ts.isBindingElement(taken) ? ofDeclaration(project, taken) : [];
  }
  const assigned = bindingsOf(project).assigned.get(declaration) ?? [];
  const initial =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isParameter(declaration)
      ? declaration.initializer
      : undefined;
  const given = ts.isParameter(declaration) ? argumentsFor(project, declaration) : [];
  return [...(initial ? [initial] : []), ...given, ...assigned];
}

/** `given ?? usual`, `given || usual`. */
function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** What the calls of a function or constructor pass to a parameter. */
function argumentsFor(project: Project, parameter: ts.ParameterDeclaration): readonly ts.Expression[] {
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  const name = nameOf(owner);
  // Too many files mention the name, so not every argument is known.
  if (name && !project.ask(name, owner)) return [];
  const calls = ts.isConstructorDeclaration(owner)
    ? bindingsOf(project).allCalls.filter(
        (call) =>
          ts.isNewExpression(call) && symbolOf(project, call.expression)?.valueDeclaration === owner.parent,
      )
    : (bindingsOf(project).calls.get(owner) ?? []);
  return calls.flatMap((call) => call.arguments?.[index] ?? []);
}

function nameOf(owner: FunctionLike): string | undefined {
  const named = ts.isConstructorDeclaration(owner)
    ? owner.parent
    : ts.isVariableDeclaration(owner.parent)
      ? owner.parent
      : owner;
  return named.name && ts.isIdentifier(named.name) ? named.name.text : undefined;
}
