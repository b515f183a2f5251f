import { ts } from '../../../compiler.cjs';
import {
  codeText,
  descendants,
  type FunctionLike,
  isAssignment,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';

/** Whether an expression gives the same issuer a second time; `unknown` where a package decides it. */
export type Stability = 'same' | 'unknown' | 'changes';

const maxDepth = 4;

/**
 * Can an issuer be written a second time, and have the same value there?
 * Asked for each way to write the issuer of some metadata elsewhere.
 * A URL object can be changed between the two places, under any of its names, and a call or a getter may give another value
 * each time.
 */
export function stabilityOf(project: Project, value: ts.Expression): Stability {
  const node = unwrap(value);
  return worst([node, ...descendants(node)].map((each) => ofNode(project, each)));
}

function worst(all: readonly Stability[]): Stability {
  return all.includes('changes') ? 'changes' : all.includes('unknown') ? 'unknown' : 'same';
}

function ofNode(project: Project, node: ts.Node): Stability {
  if (ts.isCallExpression(node)) {
    const targets = functionsAt(project, node.expression);
    return targets.length > 0 && !targets.every((target) => isPure(project, target)) ? 'changes' : 'same';
  }
  if (ts.isPropertyAccessExpression(node)) return ofAccess(project, node);
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (!ts.isIdentifier(node) || isMember) return 'same';
  const declaration = declarationAt(project, node);
  return declaration ? ofDeclaration(project, declaration, 0) : 'same';
}

/** A getter of the project, or a field that may be changed like a variable. */
function ofAccess(project: Project, node: ts.PropertyAccessExpression): Stability {
  const declaration = declarationAt(project, node);
  if (!declaration) return 'same';
  if (ts.isGetAccessor(declaration)) return isPure(project, declaration) ? 'same' : 'changes';
  return ofDeclaration(project, declaration, 0);
}

/** The functions that are being looked at: one that calls itself adds nothing. */
const running = new Set<FunctionLike>();

/** A function that only reads and computes, so it gives the same value again. */
const isPure = oncePerNode((project, target: FunctionLike): boolean => {
  const { body } = target;
  if (!body) return false;
  running.add(target);
  const found = [body, ...descendants(body)].every((node) => {
    if (ts.isAwaitExpression(node) || ts.isPostfixUnaryExpression(node)) return false;
    if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isBinaryExpression(node)) return !isAssignment(node.operatorToken.kind);
    if (ts.isNewExpression(node)) return isPlatformUrl(project, node.expression);
    if (ts.isCallExpression(node)) {
      const targets = functionsAt(project, node.expression);
      if (targets.length > 0) return targets.every((inner) => running.has(inner) || isPure(project, inner));
      return isOfPlatform(project, node.expression);
    }
    return !ts.isIdentifier(node) || !isReassigned(project, node);
  });
  running.delete(target);
  return found;
});

function isPlatformUrl(project: Project, callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === 'URL' && isOfPlatform(project, callee);
}

/** A method of a text, a URL or another value of the platform: it computes. Those that give another value each time are not. */
function isOfPlatform(project: Project, callee: ts.Expression): boolean {
  const plain = unwrap(callee);
  const declaration =
    ts.isIdentifier(plain) || ts.isPropertyAccessExpression(plain)
      ? declarationAt(project, plain)
      : undefined;
  return (
    declaration !== undefined && isBundledDeclaration(declaration) && !/^(random|now)/.test(nameOf(plain))
  );
}

function nameOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
}

/** A `let` that some code assigns: the function may give another value then. */
function isReassigned(project: Project, name: ts.Identifier): boolean {
  const declaration = declarationAt(project, name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return mentionsIn(declaration.getSourceFile(), name.text).some(
    (use) => ts.isIdentifier(use) && isWritten(use) && declarationAt(project, use) === declaration,
  );
}

function isWritten(use: ts.Expression): boolean {
  const { parent } = use;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && parent.left === use && isAssignment(parent.operatorToken.kind);
}

const known = new WeakMap<Project, Map<ts.Node, Stability>>();

/** What happens to the object in a variable, parameter or field, in the whole project. */
function ofDeclaration(project: Project, declaration: ts.Declaration, depth: number): Stability {
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
  const holdsValue =
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isBindingElement(declaration);
  if (!holdsValue || !name || !ts.isIdentifier(name) || isBundledDeclaration(declaration)) return 'same';
  if (depth > maxDepth) return 'unknown';
  const uses = project.userFiles
    .flatMap((file) => (file.text.includes(name.text) ? mentionsIn(file, name.text) : []))
    .filter((use): use is ts.Identifier => ts.isIdentifier(use) && use !== name)
    .map((use) => (ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use))
    .filter((use) => mayChange(use) && declarationAt(project, use) === declaration);
  return worst(uses.map((use) => ofUse(project, use, depth)));
}

/** Most uses only read: the checker is not asked about them. */
function mayChange(use: ts.Expression): boolean {
  let outer = wrapped(use);
  while (ts.isPropertyAccessExpression(outer.parent) && outer.parent.expression === outer)
    outer = wrapped(outer.parent);
  const { parent } = outer;
  return ts.isBinaryExpression(parent) || ts.isVariableDeclaration(parent) || ts.isCallExpression(parent);
}

/** `url.pathname = …`, `url.searchParams.set(…)`, `scrub(url)`, `const same = url`. */
function ofUse(project: Project, use: ts.Expression, depth: number): Stability {
  let outer = wrapped(use);
  while (ts.isPropertyAccessExpression(outer.parent) && outer.parent.expression === outer)
    outer = wrapped(outer.parent);
  const { parent } = outer;
  const isWhole = outer === wrapped(use);
  if (ts.isBinaryExpression(parent) && parent.left === outer && !isWhole)
    return isAssignment(parent.operatorToken.kind) ? 'changes' : 'same';
  if (ts.isVariableDeclaration(parent) && isWhole) return ofDeclaration(project, parent, depth + 1);
  if (!ts.isCallExpression(parent)) return 'same';
  if (parent.expression === outer)
    return /\.searchParams\.(?:set|append|delete|sort)$/.test(codeText(outer)) ? 'changes' : 'same';
  return isWhole ? ofArgument(project, parent, parent.arguments.indexOf(outer), depth) : 'same';
}

/** What a function does with the object that it gets. */
function ofArgument(project: Project, call: ts.CallExpression, index: number, depth: number): Stability {
  const targets = functionsAt(project, call.expression);
  if (targets.length > 0)
    return worst(
      targets.map(({ parameters }) => {
        const parameter = parameters[index];
        return parameter ? ofDeclaration(project, parameter, depth + 1) : 'unknown';
      }),
    );
  if (/\.(assign|set)$/.test(codeText(call.expression)) && index === 0) return 'changes';
  const callee = unwrap(call.expression);
  const declaration =
    ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee)
      ? declarationAt(project, callee)
      : undefined;
  return declaration && isBundledDeclaration(declaration) ? 'same' : 'unknown';
}

/** True where nothing of the project changes a value after it is made, and it is not computed again. */
export function isStable(project: Project, value: ts.Expression): boolean {
  return stabilityOf(project, value) !== 'changes';
}
