import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { putValue } from '../../program/syntax-index.ts';
import { variableAt } from '../guards/subject.ts';
import { unknown, type Value } from '../guards/value.ts';

/** What a list holds beside others, of which nothing is known: a request that is made of it is another attempt. */
export const work: Value = { kind: 'unknown' };

/** `{ name: task.tool }`: whether a value is made of what a list holds. */
export function holdsWork(value: Value): boolean {
  if (value.kind === 'record') return [...value.members.values()].some(holdsWork);
  return value === work || (value.kind === 'list' && value.items.some(holdsWork));
}

/** What is made of a value in a way that is not looked at. */
export const remains = (value: Value): Value => (holdsWork(value) ? work : unknown);

/** What a member of a value holds. How many values a list holds says nothing of them. */
export function memberOf(value: Value, name: string): Value {
  if (value.kind === 'record') return value.members.get(name) ?? unknown;
  return name === 'length' || name === 'size' ? unknown : remains(value);
}

/** One of the values that a list or a map holds. */
export const itemOf = (value: Value): Value =>
  value.kind === 'list' ? (value.items[0] ?? unknown) : remains(value);

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

/** `for (const [key, state] of states)`: what takes each value. An entry of a map was there before, with another value. */
export function namesOfHeld({ initializer }: ts.ForOfStatement): readonly ts.BindingName[] {
  if (!ts.isVariableDeclarationList(initializer)) return [];
  return initializer.declarations.flatMap(({ name }) => {
    const last = ts.isArrayBindingPattern(name) ? name.elements.at(-1) : undefined;
    if (!last) return [name];
    return ts.isBindingElement(last) ? [last.name] : [];
  });
}
