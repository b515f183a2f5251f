import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { authInfoMember, oldRegistrations, registrations } from '../../../sdk/context-roles.ts';
import {
  bindingKey,
  codeText,
  type FunctionLike,
  isAssignment,
  memberName,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { bodyOf } from '../../program/callees.ts';
import { declarationAt, thisContainer } from '../../program/declaration-at.ts';
import { keysAsked } from '../../program/keys-asked.ts';
import { oncePerProject } from '../../program/memo.ts';
import { filesHolding, type Mention, mentionsOfNames } from '../../program/mention-index.ts';
import { nodesOf } from '../../program/node-index.ts';
import { onlyShows } from '../../program/only-shows.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { argumentsObjects } from '../../program/rest-parameters.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { lineOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import { computedReplacements, type Replacement } from './computed-replacements.ts';
import { makersOfValue, mayBeServer } from './server-values.ts';

/** What gets the handler of a registration. */
export interface Method {
  /** Whether it is the SDK's own method. */
  readonly isOwn: Proof;
  /** True where no handler gets what the SDK passes, or where the walk comes to it from what a subclass registers. */
  readonly isElsewhere: boolean;
}

export const plain: Method = { isOwn: proved, isElsewhere: false };

/**
 * Does the SDK's own method get the handler of a registration?
 * Asked of each registration.
 * Refuted where the project replaces the method on this server, open where it may be this one.
 */
export function methodOf(project: Project, call: ts.CallExpression): Method {
  const callee = unwrap(call.expression) as ts.PropertyAccessExpression;
  const index = call.arguments.length - 1;
  if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) return plain;
  project.ask(callee.name.text, call);
  const proofs: Proof[] = [];
  for (const each of replacements(project)) {
    const { name, node, fn, target } = each;
    if (name !== callee.name.text || (fn && passesOn(project, fn, index, name))) continue;
    const gets = mayGet(project, callee, each);
    if (gets === 'never') continue;
    const isReplaced = refuted('context-mixed', `What registers the handler is replaced ${lineOf(node)}.`);
    const handler = fn?.parameters[index];
    if (gets === 'always' && fn && handler && !handler.dotDotDotToken) {
      if (target && ts.isClassLike(target) && registersOwn(project, fn, handler, name))
        return { isOwn: proved, isElsewhere: true };
      if (givesOwn(project, fn, handler)) return { isOwn: isReplaced, isElsewhere: true };
    }
    proofs.push(
      gets === 'maybe'
        ? open('context-may-mix', `What registers the handler may be replaced ${lineOf(node)}.`)
        : isReplaced,
    );
  }
  return { isOwn: worst(proofs), isElsewhere: false };
}

const replacements = oncePerProject((project: Project): readonly Replacement[] => {
  const names = [...registrations, ...oldRegistrations];
  return [
    ...computedReplacements(project, names),
    ...mentionsOfNames(project, names).flatMap((mention) => replacedAt(project, mention) ?? []),
    ...names.flatMap((name) =>
      filesHolding(project, name)
        .flatMap((file) => nodesOf<ts.StringLiteral>(file, ts.SyntaxKind.StringLiteral))
        .filter((node) => node.text === name && mayName(project, node))
        .map((node) => ({ name, node, target: undefined, fn: undefined, isNamed: true })),
    ),
  ].filter(({ node }) => !isTestFile(node.getSourceFile()));
});

/** `for (const name of ['registerTool']) server[name] = …`; not a type, the key of a call, or a text that is shown. */
function mayName(project: Project, { parent }: ts.StringLiteral): boolean {
  if (ts.isCallExpression(parent)) return !onlyShows(project, parent);
  return ts.isExpression(parent)
    ? !ts.isElementAccessExpression(parent)
    : ts.isCaseClause(parent) || ts.isVariableDeclaration(parent);
}

/** A class that extends a server, `server.registerTool = …`, `Object.assign(server, { registerTool })`. */
function replacedAt(project: Project, mention: Mention): Replacement | undefined {
  const { parent } = mention;
  const name = mention.text;
  const found = (
    node: ts.Node,
    target: Replacement['target'],
    value: ts.Node | undefined,
  ): Replacement | undefined =>
    target && !mayBeServer(project, target)
      ? undefined
      : { name, node, target, fn: value && bodyOf(project, value), isNamed: true };
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    const { parent: assignment } = parent;
    if (!ts.isBinaryExpression(assignment) || assignment.left !== parent) return undefined;
    if (!isAssignment(assignment.operatorToken.kind)) return undefined;
    const owner =
      parent.expression.kind === ts.SyntaxKind.ThisKeyword ? thisContainer(parent) : parent.expression;
    return found(
      assignment,
      owner && ts.isObjectLiteralExpression(owner) ? undefined : owner,
      assignment.right,
    );
  }
  if (ts.isClassElement(parent) && parent.name === mention) {
    const owner = parent.parent;
    return ts.isClassLike(owner) ? found(parent, owner, parent) : undefined;
  }
  if (ts.isObjectLiteralElementLike(parent) && parent.name === mention) {
    const call = wrapped(parent.parent as ts.ObjectLiteralExpression).parent;
    return ts.isCallExpression(call) &&
      /^(?:assign|defineProperties)$/.test(memberName(call.expression) ?? '')
      ? found(parent, call.arguments[0], parent)
      : undefined;
  }
  return undefined;
}

function mayGet(
  project: Project,
  callee: ts.PropertyAccessExpression,
  { target, isNamed }: Replacement,
): 'always' | 'partly' | 'maybe' | 'never' {
  const receivers = makersOfValue(project, callee.expression);
  const isClass = target !== undefined && ts.isClassLike(target);
  if (isClass && declarationAt(project, callee)?.parent === target) return 'always';
  const targets = target && !isClass ? makersOfValue(project, target) : [undefined];
  const gets = receivers.map(
    (made) => made && (isClass ? isOf(project, made, target) : targets.includes(made)),
  );
  if (gets.includes(true)) return !isNamed ? 'maybe' : gets.every(Boolean) ? 'always' : 'partly';
  return gets.includes(undefined) || (!isClass && targets.includes(undefined)) ? 'maybe' : 'never';
}

/** True for a class, and one that extends it. */
function isOf({ checker }: Project, made: ts.NewExpression, owner: ts.ClassLikeDeclaration): boolean {
  const reaches = (type: ts.Type, depth: number): boolean =>
    type.symbol?.valueDeclaration === owner ||
    (depth > 0 &&
      type.isClassOrInterface() &&
      checker.getBaseTypes(type).some((each) => reaches(each, depth - 1)));
  return reaches(checker.getTypeAtLocation(made), maxDepth);
}

const maxDepth = 6;

/** True for a function that gives its handler to the SDK's own method as it came, and does nothing else with it. */
function passesOn(project: Project, fn: FunctionLike, index: number, name: string): boolean {
  const rest = fn.parameters.find(({ dotDotDotToken }) => dotDotDotToken);
  const handler = fn.parameters[index] ?? rest;
  const isList = handler !== undefined && handler === rest;
  const names = handler && ts.isIdentifier(handler.name) ? usesOf(project, handler.name, fn) : [];
  const uses = [...names, ...argumentsObjects(fn)];
  const isKnown = handler ? ts.isIdentifier(handler.name) : argumentsObjects(fn).length > 0;
  return isKnown && uses.length > 0 && uses.every((use) => isPassed(use));

  function isPassed(use: ts.Identifier): boolean {
    const node = wrapped(use);
    const { parent } = node;
    // `args[0]` is the name.
    if (ts.isElementAccessExpression(parent) && isList)
      return parent.argumentExpression.getText() === '0' && !ts.isBinaryExpression(parent.parent);
    const spread = ts.isSpreadElement(parent);
    const call = spread ? parent.parent : parent;
    if (!ts.isCallExpression(call) || call.expression === node) return false;
    const callee = unwrap(call.expression);
    const isApplied = ts.isPropertyAccessExpression(callee) && callee.name.text === 'apply';
    const isWhole = isList || use.text === 'arguments';
    return isWhole === (spread || isApplied) && isOriginal(project, callee, name);
  }
}

/** `super.registerTool`, `original` where `const original = server.registerTool.bind(server)`, `original.call`. */
function isOriginal(project: Project, value: ts.Expression, name: string, depth = maxDepth): boolean {
  const node = unwrap(value);
  if (depth === 0) return false;
  if (ts.isCallExpression(node)) return isOriginal(project, node.expression, name, depth - 1);
  if (ts.isPropertyAccessExpression(node))
    return (
      (node.name.text === name && mayBeServer(project, node.expression)) ||
      (/^(?:apply|bind|call)$/.test(node.name.text) && isOriginal(project, node.expression, name, depth - 1))
    );
  // `server[name]`, where a loop puts something in the place of each of them.
  if (ts.isElementAccessExpression(node))
    return (
      keysAsked(project, node.argumentExpression)?.has(name) !== false &&
      mayBeServer(project, node.expression)
    );
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) return bindingKey(declaration) === name;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isOriginal(project, declaration.initializer, name, depth - 1)
  );
}

/** `super.registerTool(name, config, (args, ctx) => handler(args, ctx))`: the walk comes to the handler from what this registers. */
function registersOwn(
  project: Project,
  fn: FunctionLike,
  { name: handler }: ts.ParameterDeclaration,
  name: string,
): boolean {
  const uses = ts.isIdentifier(handler) ? usesOf(project, handler, fn) : [];
  return uses.every((use) => {
    for (let node: ts.Node = use; node !== fn; node = node.parent)
      if (ts.isCallExpression(node) && isOriginal(project, node.expression, name)) return true;
    return ts.isTypeOfExpression(use.parent);
  });
}

/** True where every call of the handler passes an object with an `authInfo` of its own, or a proxy. */
function givesOwn(project: Project, fn: FunctionLike, { name }: ts.ParameterDeclaration): boolean {
  const uses = ts.isIdentifier(name) ? usesOf(project, name, fn) : [];
  return (
    uses.length > 0 &&
    uses.every((use) => {
      const { parent } = wrapped(use);
      const given =
        ts.isCallExpression(parent) && parent.expression === use ? parent.arguments.at(-1) : undefined;
      const value = given && unwrap(given);
      if (!value) return false;
      if (ts.isNewExpression(value)) return codeText(value.expression) === 'Proxy';
      const { entries } = memberOf(project, value, authInfoMember);
      return entries.length > 0 && entries.every(({ conditional }) => !conditional);
    })
  );
}

/** The uses of a name, and of a variable that only gives it another one: `const legacy = handler as LegacyHandler`. */
function usesOf(project: Project, name: ts.Identifier, fn: FunctionLike): readonly ts.Identifier[] {
  const symbol = symbolOf(project, name);
  const uses = symbol ? references(project.checker, symbol, fn).filter((use) => use !== name) : [];
  return uses.flatMap((use) => {
    const { parent } = wrapped(use);
    const isRenamed = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && parent.name !== use;
    return isRenamed ? usesOf(project, parent.name as ts.Identifier, fn) : [use];
  });
}
