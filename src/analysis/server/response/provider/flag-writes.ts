import { ts } from '../../../../compiler.cjs';
import { codeText, descendants, isFunctionLike, isWithin, unwrap } from '../../../program/ast.ts';
import { programFiles } from '../../../program/program-files.ts';
import type { Project } from '../../../program/project.ts';
import { symbolOf } from '../../../program/sdk-symbols.ts';
import { isTestFile } from '../../../program/test-files.ts';
import { flagName, type ProviderNode } from './provider-node.ts';
import { providerOrigin } from './provider-origin.ts';

/** A place that assigns the flag, instead of declaring it as a member. */
export interface FlagWrite {
  readonly value: ts.Expression;
  /** Whose flag: `this`, a variable, `new Provider(…)`. */
  readonly target: ts.Expression;
  /** False when a condition decides whether it is assigned. */
  readonly certain: boolean;
}

const known = new WeakMap<Project, readonly FlagWrite[]>();

/** The assignments to the flag of this provider: `provider.flag = …`, `Object.assign(provider, { flag: … })`. */
export function flagWrites(project: Project, node: ProviderNode): FlagWrite[] {
  const all = known.get(project) ?? findWrites(project);
  known.set(project, all);
  const found = all.filter(({ target }) => isAbout(project, target, node));
  const some = found.some(({ target }) => isInstance(target)) && !isOnlyMade(project, node, found);
  return some ? found.map((write) => ({ ...write, certain: false })) : found;
}

function findWrites(project: Project): FlagWrite[] {
  return programFiles(project)
    .filter((file) => file.text.includes(flagName) && !isTestFile(file))
    .flatMap((file) => [...descendants(file)])
    .flatMap((node) => byAssignment(node) ?? byObjectAssign(node) ?? []);
}

function byAssignment(node: ts.Node): FlagWrite | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const left = unwrap(node.left);
  if (!ts.isPropertyAccessExpression(left) || left.name.text !== flagName) return undefined;
  return { value: node.right, target: unwrap(left.expression), certain: isCertain(node) };
}

function byObjectAssign(node: ts.Node): FlagWrite | undefined {
  if (!ts.isCallExpression(node) || codeText(node.expression) !== 'Object.assign') return undefined;
  const [target, ...sources] = node.arguments;
  for (const source of sources.map(unwrap).filter(ts.isObjectLiteralExpression)) {
    const member = source.properties.find((one) => one.name?.getText() === flagName);
    const value = member && ts.isPropertyAssignment(member) ? member.initializer : undefined;
    if (target && value) return { value, target: unwrap(target), certain: isCertain(node) };
  }
  return undefined;
}

function isCertain(node: ts.Node): boolean {
  for (let current = node.parent; current && !isFunctionLike(current); current = current.parent) {
    if (ts.isIfStatement(current) || ts.isConditionalExpression(current) || ts.isCaseClause(current))
      return false;
    if (ts.isBinaryExpression(current) && current.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      return false;
  }
  return true;
}

function isAbout(project: Project, target: ts.Expression, node: ProviderNode): boolean {
  if (target.kind === ts.SyntaxKind.ThisKeyword) return isWithin(target, node);
  // `Provider.prototype.flag = false`, where a function makes the objects.
  if (ts.isPropertyAccessExpression(target) && target.name.text === 'prototype')
    if (symbolOf(project, target.expression)?.valueDeclaration === node) return true;
  return providerOrigin(project, target).nodes.includes(node);
}

/** True for one object; `this` and `Provider.prototype` stand for all objects of the class. */
function isInstance(target: ts.Expression): boolean {
  const prototype = ts.isPropertyAccessExpression(target) && target.name.text === 'prototype';
  return target.kind !== ts.SyntaxKind.ThisKeyword && !prototype;
}

/** True when every object of the class is written to. */
function isOnlyMade(project: Project, node: ProviderNode, writes: readonly FlagWrite[]): boolean {
  if (ts.isObjectLiteralExpression(node)) return true;
  const name = node.name?.getText();
  const made = programFiles(project)
    .filter((file) => !name || file.text.includes('new ') || file.text.includes(name))
    .filter((file) => !isTestFile(file))
    .flatMap((file) => [...descendants(file)])
    .filter((one) => ts.isNewExpression(one) && symbolOf(project, one.expression)?.valueDeclaration === node);
  return made.length <= writes.filter(({ target }) => isInstance(target)).length;
}
