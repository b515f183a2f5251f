import { ts } from '../../../compiler.cjs';
import { codeText, enclosingFunction, isAssignment, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { functionsAt } from '../../program/callees.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { flagName } from '../response/provider/provider-node.ts';
import { mountsOf } from './mounts.ts';

/** Where the project itself reads the option: what it finds there would be gone. */
export function flagReader(project: Project, option: ts.Node): ts.Node | undefined {
  return programFiles(project)
    .flatMap((file) => mentionsIn(file, flagName))
    .filter((mention) => mention.parent !== option && !isTestFile(mention.getSourceFile()))
    .map(({ parent }) => parent)
    .find(
      (parent) =>
        (ts.isPropertyAccessExpression(parent) && !isWritten(parent)) ||
        ts.isElementAccessExpression(parent) ||
        ts.isBindingElement(parent),
    );
}

function isWritten(access: ts.Expression): boolean {
  const { parent } = access;
  return ts.isBinaryExpression(parent) && parent.left === access && isAssignment(parent.operatorToken.kind);
}

/**
 * Who else gets the options object as a whole, and may read the option under another name, by a spread or as text?
 *
 * @returns undefined when only the SDK gets it
 */
export function otherReceiver(project: Project, option: ts.Node): ts.Node | undefined {
  const seen = new Set<ts.Node>();
  if (ts.isObjectLiteralExpression(option.parent)) return leaves(project, option.parent, seen);
  // `options.flag = false`
  const left = ts.isBinaryExpression(option) ? unwrap(option.left) : undefined;
  const object = left && ts.isPropertyAccessExpression(left) ? unwrap(left.expression) : undefined;
  const declaration =
    object && (ts.isIdentifier(object) || ts.isPropertyAccessExpression(object))
      ? declarationAt(project, object)
      : undefined;
  return declaration ? leavesFrom(project, declaration, seen) : option;
}

function leaves(project: Project, value: ts.Expression, seen: Set<ts.Node>): ts.Node | undefined {
  const outer = wrapped(value);
  const { parent } = outer;
  if (seen.has(outer)) return undefined;
  seen.add(outer);
  if (ts.isCallExpression(parent)) return ofArgument(project, parent, outer, seen);
  if (ts.isPropertyAssignment(parent)) return isMountOption(project, parent) ? undefined : parent;
  if (ts.isSpreadAssignment(parent)) return leaves(project, parent.parent, seen);
  if (ts.isPropertyAccessExpression(parent)) return undefined;
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
    const owner = ts.isArrowFunction(parent) ? parent : enclosingFunction(parent);
    return first(owner ? bindingsOf(project).calls.get(owner) : [], (call) => leaves(project, call, seen));
  }
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return leavesFrom(project, parent, seen);
  // `this.options = { … }`, and `options.flag = false`, which only writes.
  const isAssigned = ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind);
  if (isAssigned && parent.left === outer) return undefined;
  const target = isAssigned ? unwrap(parent.left) : undefined;
  const field = target && ts.isPropertyAccessExpression(target) ? declarationAt(project, target) : undefined;
  if (field) return leavesFrom(project, field, seen);
  return ts.isExpressionStatement(parent) ? undefined : parent;
}

/** `mcpAuthRouter({ provider, authorizationOptions: { … } })` */
function isMountOption(project: Project, member: ts.PropertyAssignment): boolean {
  const { parent: call } = wrapped(member.parent);
  return mountsOf(project).some((mount) => mount.call === call);
}

function ofArgument(
  project: Project,
  call: ts.CallExpression,
  given: ts.Expression,
  seen: Set<ts.Node>,
): ts.Node | undefined {
  if (mountsOf(project).some((mount) => mount.call === call)) return undefined;
  const index = call.arguments.indexOf(given);
  const targets = functionsAt(project, call.expression);
  if (codeText(call.expression) === 'Object.assign') return leaves(project, call, seen);
  if (index < 0 || targets.length === 0) return call;
  return first(targets, ({ parameters }) => {
    const parameter = parameters[index];
    return parameter ? leavesFrom(project, parameter, seen) : call;
  });
}

/** Where the object in a variable, parameter or field leaves. */
function leavesFrom(project: Project, declaration: ts.Declaration, seen: Set<ts.Node>): ts.Node | undefined {
  const { name } = declaration as ts.NamedDeclaration;
  if (!name) return declaration;
  // `const { issuerUrl, ...others } = options`
  if (ts.isObjectBindingPattern(name))
    return name.elements.some((one) => one.dotDotDotToken) ? declaration : undefined;
  if (!ts.isIdentifier(name)) return declaration;
  project.ask(name.text, declaration);
  return first(programFiles(project), (file) =>
    first(file.text.includes(name.text) ? mentionsIn(file, name.text) : [], (use) => {
      if (use === name || !ts.isIdentifier(use) || isTestFile(file)) return undefined;
      const access = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
      if (!mayLeave(access) || declarationAt(project, access) !== declaration) return undefined;
      return leaves(project, access, seen);
    }),
  );
}

/** False for imports, exports, types and reads of a member. */
function mayLeave(use: ts.Expression): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) || ts.isImportOrExportSpecifier(parent)) return false;
  if (ts.isTypeQueryNode(parent)) return false;
  return !(ts.isPropertyDeclaration(parent) && parent.name === use);
}

function first<T>(all: readonly T[], find: (one: T) => ts.Node | undefined): ts.Node | undefined {
  for (const one of all) {
    const found = find(one);
    if (found) return found;
  }
  return undefined;
}
