import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, unwrap } from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { type Call, calleesOf, functionsIn } from './attempts.ts';

/** The methods of the platform that tell listeners: of emitters, event targets, workers and ports. */
const tellers: ReadonlySet<string> = new Set(['emit', 'dispatchEvent', 'postMessage']);

/** Whether a call tells listeners, through a method of the platform. */
export function tellsListeners(project: Project, call: Call): boolean {
  return tellers.has(declaredAs(calledSymbol(project, call))?.member ?? '');
}

/** A call that cannot be looked into, with the name of an event that functions of the project are registered for. */
export function mayTellListeners(project: Project, call: Call): boolean {
  return (
    ts.isPropertyAccessExpression(unwrap(call.expression)) &&
    eventOf(call.arguments?.[0]) !== undefined &&
    calledSymbolArea(project, call) === undefined &&
    calleesOf(project, call).length === 0 &&
    listenersOf(project, call).length > 0
  );
}

const calledSymbolArea = (project: Project, call: Call): string | undefined =>
  declaredAs(calledSymbol(project, call))?.area;

/** The functions that are registered for the event of a call. */
export function listenersOf(project: Project, call: Call): readonly FunctionLike[] {
  const event = eventOf(call.arguments?.[0]);
  if (event === undefined) return [];
  project.ask(event, call);
  return project.userFiles
    .filter((file) => file.text.includes(event))
    .flatMap((file) =>
      [...descendants(file)].flatMap((node) =>
        ts.isCallExpression(node) ? registered(project, node, event) : [],
      ),
    );
}

function registered(
  project: Project,
  { arguments: given }: ts.CallExpression,
  event: string,
): FunctionLike[] {
  const [name, ...others] = given;
  if (others.length === 0 || eventOf(name) !== event) return [];
  return others.flatMap((each) => functionsIn(project, each));
}

/** `'trouble'`, `new Event('trouble')` */
function eventOf(node: ts.Expression | undefined): string | undefined {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isNewExpression(node) ? eventOf(node.arguments?.[0]) : undefined;
}
