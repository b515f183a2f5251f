import { ts } from '../../../compiler.cjs';
import { type Box, boxes } from '../../../sdk/boxes.ts';
import { type AccessPath, called, type PathStep } from '../../program/access-path.ts';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { declaredKey } from '../query/declared.ts';
import { shortText } from './short-text.ts';
import { pathsTo } from './type-paths.ts';

type Call = ts.CallExpression | ts.NewExpression;

const byName = new Map(boxes.map((box) => [box.declared, box]));

/** The row of the function or class of a package that is called here. */
export function boxOf({ checker }: Project, call: Call): Box | undefined {
  const declaration: ts.Node | undefined = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || !isBundledDeclaration(declaration)) return undefined;
  const owner = ts.isConstructorDeclaration(declaration) ? declaration.parent : declaration;
  return byName.get(declaredKey((owner as ts.Node & { symbol?: ts.Symbol }).symbol) ?? '');
}

/** @throws {CannotFollow} for options that read the value, or give another one: `{ fallback: () => 'none' }` */
export function refuseOptions({ options }: Box, call: Call): void {
  const given = options && call.arguments?.[options.at];
  if (!given || ts.isNumericLiteral(given)) return;
  const literal = unwrap(given);
  const isHarmless = (each: ts.ObjectLiteralElementLike) =>
    each.name !== undefined && (options?.harmless.includes(each.name.getText()) ?? false);
  if (ts.isObjectLiteralExpression(literal) && literal.properties.every(isHarmless)) return;
  throw new CannotFollow('wider-flow', given, `${shortText(call)} has options that may look at the value.`);
}

/**
 * The paths from what a call is given to the code. A parameter may take several things (`Ref<T> | (() => T)`): what stands
 * there is one of them.
 * @param rest - from what the package keeps to the code
 */
export function pathsFor(
  { checker }: Project,
  given: ts.Expression,
  paths: readonly AccessPath[],
  rest: AccessPath,
): readonly AccessPath[] {
  const isFunction = checker.getTypeAtLocation(given).getCallSignatures().length > 0;
  const fitting = paths.filter(([step]) => !step || isOfFunction(step) === isFunction);
  if (fitting.length === 0 && paths.length > 0)
    throw new CannotFollow('unresolved-step', given, `It is not known what ${shortText(given)} is.`);
  // `useState(() => read())` is given the value by a function.
  return fitting.map((path) => (isFunction && path.length + rest.length === 0 ? [called] : path));
}

const isOfFunction = ({ kind }: PathStep): boolean => ['call', 'argument', 'arguments'].includes(kind);

/** `setCode((previous) => previous ?? code)`: what is called with the last value, and gives the next one. */
export function isUpdater(project: Project, fn: ts.Expression): boolean {
  const call = wrapped(fn).parent;
  if (!ts.isCallExpression(call)) return false;
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  return declaration !== undefined && !ts.isJSDocSignature(declaration) && isBundledDeclaration(declaration);
}

/** The paths from each argument of a constructor to what the instance is made over: `new BehaviorSubject(code)`. */
export function firstValues(
  project: Project,
  node: ts.NewExpression,
  step: PathStep | undefined,
): readonly AccessPath[][] {
  const { checker } = project;
  const made = checker.getResolvedSignature(node)?.declaration;
  if (!made || !ts.isConstructorDeclaration(made) || step?.kind !== 'type') return [];
  const parameter = made.parent.typeParameters?.[step.index];
  if (!parameter) return [];
  const target = checker.getTypeAtLocation(parameter);
  return made.parameters.map((each) => pathsTo(project, checker.getTypeAtLocation(each), target));
}
