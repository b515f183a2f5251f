import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { contains } from './contains.ts';
import type { GuardKind } from './error-classes.ts';
import { callsTo } from './function-calls.ts';
import { type Guard, guardsIn } from './guard-tests.ts';
import { predicateOf } from './own-functions.ts';

/** The functions of a project that test an error they receive. */
interface Inspectors {
  readonly guards: readonly Guard[];
  /** Functions that test a parameter for an SDK error, predicates included. */
  readonly functions: ReadonlyMap<FunctionLike, GuardKind>;
  /** Calls of predicates whose result is a test for an SDK error. */
  readonly calls: readonly Guard[];
}

const cache = new WeakMap<Project, Inspectors>();

/** Every test for an SDK error by class, name or code. */
export function guardsOf(project: Project): readonly Guard[] {
  return inspectorsOf(project).guards;
}

/** Calls of the project's own predicates (`error is SdkHttpError`). The branch goes to these calls. */
export function predicateCalls(project: Project): readonly Guard[] {
  return inspectorsOf(project).calls;
}

/** Whether a function tests one of its parameters for an SDK error. Then the fix goes there, not to its callers. */
export function testsItself(project: Project, node: FunctionLike): boolean {
  return inspectorsOf(project).functions.has(node);
}

/** The functions whose result depends on such a test: predicates, and those that return a boolean, a number or a string. */
export function decidersOf(project: Project): FunctionLike[] {
  return [...inspectorsOf(project).functions.keys()].filter((node) => {
    const signature = project.checker.getSignatureFromDeclaration(node);
    const type = signature && project.checker.getReturnTypeOfSignature(signature);
    const parts = type?.isUnion() ? type.types : type ? [type] : [];
    return predicateOf(project, node) !== undefined || parts.some(({ flags }) => flags & decisive);
  });
}

const decisive = ts.TypeFlags.BooleanLike | ts.TypeFlags.NumberLike | ts.TypeFlags.StringLiteral;

function inspectorsOf(project: Project): Inspectors {
  const known = cache.get(project);
  if (known) return known;
  const functions = new Map<FunctionLike, GuardKind>();
  const guards = project.userFiles
    .filter((file) => mayTest.test(file.text))
    .flatMap((file) => guardsIn(project, file));
  for (const guard of guards) addOwner(project, guard, functions);
  let calls: Guard[] = [];
  // A predicate may call another one.
  for (let size = -1; size !== functions.size; ) {
    size = functions.size;
    calls = callsOf(project, functions);
    for (const call of calls) addOwner(project, call, functions);
  }
  const result = { guards, functions, calls };
  cache.set(project, result);
  return result;
}

/** A file without any of these words has no test, so its nodes are not visited. */
const mayTest = /instanceof|isInstance|Sdk(Http)?Error|StreamableHTTPError|CLIENT_HTTP_|\bcode\b|constructor/;

function addOwner(project: Project, guard: Guard, functions: Map<FunctionLike, GuardKind>): void {
  const owner = parameterOwner(project, guard.value);
  if (owner && !functions.has(owner) && contains(owner, guard.node)) functions.set(owner, guard.kind);
}

/** The function whose parameter an expression reads, through constants that only rename it. */
function parameterOwner(project: Project, value: ts.Expression): FunctionLike | undefined {
  let root = unwrap(value);
  for (let steps = 0; steps < 5; steps++) {
    while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
    if (!ts.isIdentifier(root)) return undefined;
    const declaration = project.checker.getSymbolAtLocation(root)?.valueDeclaration;
    if (declaration && ts.isParameter(declaration)) return enclosingFunction(declaration.name);
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    root = unwrap(declaration.initializer);
  }
  return undefined;
}

/** Every call of a predicate among these functions, with the argument that it tests. */
function callsOf(project: Project, functions: ReadonlyMap<FunctionLike, GuardKind>): Guard[] {
  // An assertion has no branch: it throws, or the code after it relies on the class.
  const predicates = [...functions.keys()].filter(
    (node) => predicateOf(project, node)?.kind === ts.TypePredicateKind.Identifier,
  );
  return callsOn(
    project,
    predicates,
    functions,
    (target) => predicateOf(project, target)?.parameterIndex ?? 0,
  );
}

/** Every call of a function that tests one of its parameters for an SDK error. */
export function callsOfInspector(project: Project, node: FunctionLike): Guard[] {
  const { guards, functions } = inspectorsOf(project);
  if (!functions.has(node)) return [];
  const owned = guards.find(({ value }) => parameterOwner(project, value) === node);
  const index = node.parameters.findIndex(
    ({ name }) => owned !== undefined && rootName(owned.value) === name.getText(),
  );
  return callsOn(project, [node], functions, () => Math.max(index, 0));
}

function rootName(value: ts.Expression): string {
  let root = unwrap(value);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  return root.getText();
}

function callsOn(
  project: Project,
  targets: readonly FunctionLike[],
  kinds: ReadonlyMap<FunctionLike, GuardKind>,
  indexOf: (target: FunctionLike) => number,
): Guard[] {
  return targets.flatMap((target) =>
    callsTo(project, target).flatMap((call): Guard[] => {
      const value = call.arguments[indexOf(target)];
      return value ? [{ node: call, value, kind: kinds.get(target) ?? 'v2' }] : [];
    }),
  );
}
