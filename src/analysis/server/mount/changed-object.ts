import { ts } from '../../../compiler.cjs';
import {
  enclosingFunction,
  type FunctionLike,
  isAssignment,
  memberName,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { calledAt } from '../../program/callees.ts';
import { declarationAt, keyOf, memberTaken, standsFor } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { isWriteTarget } from './write-target.ts';

/** Whether a value is the same a second time; `unknown` where code decides it that is not followed. */
export type Stability = 'same' | 'unknown' | 'changes';

const maxDepth = 4;

export function worst(all: readonly Stability[]): Stability {
  return all.includes('changes') ? 'changes' : all.includes('unknown') ? 'unknown' : 'same';
}

const known = new WeakMap<Project, Map<ts.Node, Stability>>();

/** What happens to the object in a variable, parameter, field or member, in the whole project. */
export function ofDeclaration(project: Project, declaration: ts.Declaration, depth: number): Stability {
  const ofProject = known.get(project) ?? new Map<ts.Node, Stability>();
  known.set(project, ofProject);
  const before = ofProject.get(declaration);
  if (before) return before;
  // Ends a cycle: a function that passes its parameter to itself.
  ofProject.set(declaration, 'same');
  const found = computeDeclaration(project, declaration, depth);
  ofProject.set(declaration, found);
  return found;
}

function computeDeclaration(project: Project, declaration: ts.Declaration, depth: number): Stability {
  const { name } = declaration as ts.NamedDeclaration;
  if (!holdsValue(declaration) || !name || isBundledDeclaration(declaration)) return 'same';
  if (ts.isObjectBindingPattern(name))
    return worst(name.elements.map((each) => ofElement(project, each, depth)));
  if (!ts.isIdentifier(name)) return ts.isArrayBindingPattern(name) ? 'unknown' : 'same';
  if (depth > maxDepth) return 'unknown';
  const mentions = project.userFiles
    .flatMap((file) => (file.text.includes(name.text) ? mentionsIn(file, name.text) : []))
    .filter((use): use is ts.Identifier => ts.isIdentifier(use) && use !== name);
  const taken = mentions
    .map(({ parent }) => parent)
    .filter(ts.isBindingElement)
    .filter((element) => memberTaken(project, element) === declaration);
  const uses = mentions
    .map((use) => (ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use))
    .filter((use) => mayChange(use) && declarationAt(project, use) === declaration);
  return worst([
    ...taken.map((element) => ofDeclaration(project, element, depth + 1)),
    ...uses.map((use) => ofUse(project, use, depth)),
  ]);
}

const holdsValue = (declaration: ts.Declaration): boolean =>
  ts.isVariableDeclaration(declaration) ||
  ts.isParameter(declaration) ||
  ts.isPropertyDeclaration(declaration) ||
  ts.isPropertySignature(declaration) ||
  ts.isPropertyAssignment(declaration) ||
  ts.isShorthandPropertyAssignment(declaration) ||
  ts.isBindingElement(declaration);

/** `const { href } = url` gives texts; `searchParams` and a rest give a part that can change the URL. */
function ofElement(project: Project, element: ts.BindingElement, depth: number): Stability {
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken || !ts.isIdentifier(key) || key.text === 'searchParams') return 'unknown';
  return ofDeclaration(project, element, depth + 1);
}

/** Most uses only read: the checker is not asked about them. */
function mayChange(use: ts.Expression): boolean {
  const { outer, names } = chainOf(use);
  return names.length === 0 || isWriteTarget(outer) || isCalled(outer) || names.includes('searchParams');
}

/** `url.searchParams.get` of `url`: the outermost member, and the names on the way. */
function chainOf(use: ts.Expression): { outer: ts.Expression; names: readonly (string | undefined)[] } {
  const names: (string | undefined)[] = [];
  let outer = wrapped(use);
  for (let { parent } = outer; isMemberOf(parent, outer); { parent } = outer) {
    names.push(memberName(parent));
    outer = wrapped(parent);
  }
  return { outer, names };
}

const isMemberOf = (
  parent: ts.Node,
  object: ts.Node,
): parent is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
  parent.expression === object;

const isCalled = (callee: ts.Expression): boolean =>
  ts.isCallExpression(callee.parent) && callee.parent.expression === callee;

/** `url.pathname = …`, `url.searchParams.set(…)`, `scrub(url)`, `const same = url`. */
function ofUse(project: Project, use: ts.Expression, depth: number): Stability {
  const { outer, names } = chainOf(use);
  if (names.length === 0) return ofWhole(project, outer, depth);
  if (isWriteTarget(outer)) return 'changes';
  const at = names.indexOf('searchParams');
  if (at < 0) return 'same';
  const method = names[at + 1];
  if (method === undefined) return isCopied(project, outer) ? 'same' : 'unknown';
  return readingMethods.has(method) ? 'same' : 'changes';
}

/** Members of URLSearchParams that leave it as it is. */
const readingMethods = new Set(['get', 'getAll', 'has', 'keys', 'values', 'entries', 'size', 'toString']);

/** `new URL(url)`, `new URLSearchParams(url.searchParams)`, `String(url)` */
function isCopied(project: Project, value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isTemplateSpan(parent)) return true;
  if (!ts.isNewExpression(parent) && !ts.isCallExpression(parent)) return false;
  const isNamed =
    ts.isIdentifier(parent.expression) && /^(URL|URLSearchParams|String)$/.test(parent.expression.text);
  return isNamed && isBundledCall(project, parent);
}

/** What becomes of the object itself where it is named. */
function ofWhole(project: Project, value: ts.Expression, depth: number): Stability {
  const { parent } = value;
  if (isCopied(project, value) || isOnlyNamed(value)) return 'same';
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return ofArgument(project, parent, value, depth);
  if (ts.isVariableDeclaration(parent)) return ofDeclaration(project, parent, depth + 1);
  if (ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return ofDeclaration(project, parent, depth + 1);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return ofMember(project, parent, depth);
  if (ts.isConditionalExpression(parent) || ts.isAwaitExpression(parent))
    return ofWhole(project, wrapped(parent), depth);
  if (ts.isBinaryExpression(parent)) return ofOperand(project, parent, value, depth);
  const isResult = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === value);
  return isResult ? ofResult(project, value, depth) : 'unknown';
}

/** A statement, a test, a type or an import of it: the object goes nowhere. */
function isOnlyNamed(value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  if (ts.isIfStatement(parent) || ts.isExpressionStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return parent.initializer !== value;
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isTypeNode(parent) ||
    ts.isImportOrExportSpecifier(parent) ||
    ts.isElementAccessExpression(parent)
  );
}

function ofOperand(
  project: Project,
  { left, right, operatorToken: { kind } }: ts.BinaryExpression,
  value: ts.Expression,
  depth: number,
): Stability {
  if (isAssignment(kind)) {
    if (left === value) return 'same';
    const key = keyOf(project, left);
    return key && typeof key !== 'string'
      ? ofDeclaration(project, key as ts.Declaration, depth + 1)
      : 'unknown';
  }
  const passes =
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.CommaToken;
  return passes ? ofWhole(project, wrapped(right.parent as ts.Expression), depth) : 'same';
}

/** `{ issuerUrl: url }`: what happens to that member, under the types that the object is given. */
function ofMember(project: Project, member: ts.ObjectLiteralElementLike, depth: number): Stability {
  const { parent } = wrapped(member.parent as ts.ObjectLiteralExpression);
  const isGiven = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  if (isGiven && calledAt(project, parent).length === 0 && !isBundledCall(project, parent)) return 'unknown';
  return worst(
    [member, ...standsFor(project, member)].map((each) => ofDeclaration(project, each, depth + 1)),
  );
}

/** What the callers of the function around do with it. */
function ofResult(project: Project, value: ts.Expression, depth: number): Stability {
  const owner = enclosingFunction(value);
  if (!owner || depth > maxDepth) return 'unknown';
  const calls = bindingsOf(project).calls.get(owner) as readonly ts.CallExpression[];
  return worst(calls.map((call) => ofUse(project, call, depth + 1)));
}

/** What a function does with the object that it gets. */
function ofArgument(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression,
  depth: number,
): Stability {
  const targets: readonly FunctionLike[] = calledAt(project, call);
  const index = call.arguments?.indexOf(value) ?? -1;
  if (targets.length > 0)
    return worst(
      targets.map(({ parameters }) => {
        const parameter = parameters[index];
        return parameter && !parameter.dotDotDotToken
          ? ofDeclaration(project, parameter, depth + 1)
          : 'unknown';
      }),
    );
  const callee = call.expression;
  const replaces = ts.isPropertyAccessExpression(callee) && /^(assign|set)$/.test(callee.name.text);
  if (replaces && index === 0) return 'changes';
  return isBundledCall(project, call) ? 'same' : 'unknown';
}

/** A function of the platform or the SDK, which only reads what it gets. */
function isBundledCall(project: Project, call: ts.CallExpression | ts.NewExpression): boolean {
  const callee = unwrap(call.expression);
  const isNamed = ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee);
  const named = isNamed ? declarationAt(project, callee) : undefined;
  // Under another name: a member of an object, a name taken out of a module.
  const declaration = project.checker.getResolvedSignature(call)?.declaration;
  return [named, declaration].some((each) => each !== undefined && isBundledDeclaration(each));
}
