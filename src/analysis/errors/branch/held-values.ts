import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { putValue } from '../../program/syntax-index.ts';
import { variableAt } from '../guards/subject.ts';

/** `states.set(id, 'denied')` */
export const isKeyed = (call: ts.Node): boolean => methodOf(call) === 'set';

/** `states.set(id, verdict)`, `failed.push(verdict)`: what keeps the argument. */
export function keptIn(call: ts.CallExpression, index: number): ts.Expression | undefined {
  const callee = unwrap(call.expression);
  const put = putValue(call)?.value;
  const isPut = put !== undefined && put === call.arguments[index];
  return isPut && ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
}

const taking: ReadonlySet<string> = new Set(['get', 'at', 'shift', 'pop', 'find', 'findLast']);

/** `states.get(id)`, `failed.shift()`: one of the values that a list or a map holds. */
export const takesOne = (call: ts.CallExpression): boolean => taking.has(methodOf(call) ?? '');

/** `states.values()`, `states.entries()`: all of them. */
export const givesAll = (call: ts.CallExpression): boolean => /^(values|entries)$/.test(methodOf(call) ?? '');

function methodOf(call: ts.Node): string | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

/** `const [state, setState] = useState(…)`: what else came with the function that is called. */
export function pairedWith(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): readonly ts.BindingName[] {
  const declared = calledVariable(project, call);
  if (!declared || !ts.isBindingElement(declared) || !ts.isArrayBindingPattern(declared.parent)) return [];
  return declared.parent.elements.flatMap((each) =>
    ts.isBindingElement(each) && each !== declared ? [each.name] : [],
  );
}

/** `createStore((set) => …)`: the function that is called came from code that is not the project's. */
export function isGivenFunction(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const declared = calledVariable(project, call);
  const owner = declared && ts.isParameter(declared) ? declared.parent : undefined;
  return owner !== undefined && isFunctionLike(owner) && ts.isCallExpression(owner.parent);
}

function calledVariable(
  project: Project,
  { expression }: ts.CallExpression | ts.NewExpression,
): ts.Declaration | undefined {
  const callee = unwrap(expression);
  return ts.isIdentifier(callee) ? variableAt(project, callee)?.valueDeclaration : undefined;
}
