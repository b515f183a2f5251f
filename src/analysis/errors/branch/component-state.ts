import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { fileOf, isComponent } from '../../program/component-modules.ts';
import { templateMention } from '../../program/template-code.ts';
import { callsWhileRendered } from '../../program/template-effects.ts';
import { readersOfName } from '../guards/state-readers.ts';
import { variableAt } from '../guards/subject.ts';
import { type Attempts, codeReaches, functionsIn } from './attempts.ts';

/** The uses of a variable that holds a box of another package, such as `ref()` of Vue: what stands in its member is read there. */
export function boxUses(
  { project }: Attempts,
  target: ts.PropertyAccessExpression,
): readonly ts.Expression[] {
  const box = unwrap(target.expression);
  if (!ts.isIdentifier(box)) return [];
  const declaration = variableAt(project, box)?.valueDeclaration;
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const isUnknown = (project.checker.getTypeAtLocation(box).flags & ts.TypeFlags.Any) !== 0;
  if (!value || !ts.isCallExpression(unwrap(value)) || !isUnknown) return [];
  return readersOfName(project, box).reads.flatMap((read): ts.Expression[] => {
    const { parent } = read;
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== read) return [read];
    return isWritten(parent) ? [] : [parent];
  });
}

const isWritten = (access: ts.Expression): boolean =>
  ts.isBinaryExpression(access.parent) &&
  access.parent.left === access &&
  access.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;

/** `watch(failed, load)`: the call has the value, and a function that leads to another attempt. */
export function hasAttempt(call: ts.Node, attempts: Attempts): boolean {
  if (!ts.isCallExpression(call)) return false;
  return call.arguments
    .flatMap((argument) => functionsIn(attempts.project, argument))
    .some((fn) => attempts.homes.includes(fn) || (fn.body !== undefined && codeReaches(fn.body, attempts)));
}

/** Whether the template is rendered again because of a name, and calls a function then that leads to another attempt. */
export function isRenderedAgain(attempts: Attempts, name: ts.Node): boolean {
  if (!ts.isIdentifier(name)) return false;
  const declaration = variableAt(attempts.project, name)?.valueDeclaration ?? name;
  const source = declaration.getSourceFile();
  const file = fileOf(source.fileName);
  // The further scripts of a page have no template.
  if (!isComponent(file) || source.fileName !== file) return false;
  const text = attempts.project.beyond.readText(file) ?? '';
  if (!templateMention(file, text, name.text)) return false;
  return source.statements.some((statement) =>
    functionsOf(statement).some(
      ([called, fn]) =>
        callsWhileRendered(file, text, called) &&
        (attempts.homes.some((home) => home === fn) || codeReaches(fn, attempts)),
    ),
  );
}

function functionsOf(statement: ts.Statement): (readonly [string, ts.Node])[] {
  if (ts.isFunctionDeclaration(statement)) return statement.name ? [[statement.name.text, statement]] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer ? [[name.text, unwrap(initializer)] as const] : [],
  );
}
