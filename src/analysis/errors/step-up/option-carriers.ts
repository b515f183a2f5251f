import { ts } from '../../../compiler.cjs';
import { clientArea, stepUpLimit } from '../../../sdk/roles.ts';
import { codeText, enclosingFunction, isAssignment, wrapped } from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { mentionsIn, referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs } from '../../program/sdk-symbols.ts';
import { callsTo } from '../guards/function-calls.ts';

/**
 * Follows options that were built without a type to a transport of the SDK. Gives the literals that carry them there, or
 * undefined when they reach no transport.
 */
export function carriersOf(
  project: Project,
  literal: ts.ObjectLiteralExpression,
): ts.ObjectLiteralExpression[] | undefined {
  const literals = [literal];
  const seen = new Set<ts.Node>();
  let arrives = false;
  const follow = (value: ts.Expression): void => {
    const node = outermost(value);
    if (seen.has(node)) return;
    seen.add(node);
    const { parent } = node;
    if (isTransportOptions(project, node)) arrives = true;
    else if (ts.isSpreadAssignment(parent)) followLiteral(parent.parent);
    else if (ts.isVariableDeclaration(parent)) usesOf(project, parent.name).forEach(follow);
    else if (ts.isPropertyDeclaration(parent)) usesOf(project, parent.name).forEach(follow);
    else if (ts.isCallExpression(parent)) followCall(parent, node);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) followResult(node);
  };
  const followLiteral = (outer: ts.ObjectLiteralExpression): void => {
    literals.push(outer);
    if (isOption(project, outer)) arrives = true;
    else follow(outer);
  };
  // `Object.assign({}, base, given)` and `Object.freeze(base)` return their argument.
  const followCall = (call: ts.CallExpression, given: ts.Expression): void => {
    if (call.arguments.includes(given) && /^Object\.(assign|freeze)$/.test(codeText(call.expression)))
      follow(call);
  };
  const followResult = (node: ts.Node): void => {
    const owner = ts.isArrowFunction(node.parent) ? node.parent : enclosingFunction(node);
    if (owner) callsTo(project, owner).forEach(follow);
  };
  follow(literal);
  return arrives ? literals : undefined;
}

/** A step of options on their way to a transport, and what may change them there. */
export type Carried =
  /** `{ ...options, … }`: the members after the spread. */
  | { readonly kind: 'literal'; readonly after: readonly ts.ObjectLiteralElementLike[] }
  /** `Object.assign(options, …)`: the objects after it. */
  | { readonly kind: 'merged'; readonly after: readonly ts.Expression[] }
  /** `options.maxStepUpRetries = value` */
  | { readonly kind: 'written'; readonly value: ts.Expression }
  /** Given to code that cannot be looked into. */
  | { readonly kind: 'passed'; readonly node: ts.Node };

/** Follows options, with a type or without one, through every copy of them. */
export function followOptions(
  project: Project,
  literal: ts.ObjectLiteralExpression,
  limit: ts.Node,
): readonly Carried[] {
  const found: Carried[] = [];
  const seen = new Set<ts.Node>();
  const follow = (value: ts.Expression): void => {
    const node = outermost(value);
    if (seen.has(node)) return;
    seen.add(node);
    const { parent } = node;
    if (ts.isSpreadAssignment(parent)) {
      const { properties } = parent.parent;
      found.push({ kind: 'literal', after: properties.slice(properties.indexOf(parent) + 1) });
      follow(parent.parent);
    } else if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) named(parent.name);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const write = parent.parent;
      const isWrite =
        ts.isBinaryExpression(write) && write.left === parent && isAssignment(write.operatorToken.kind);
      if (isWrite && parent.name.text === stepUpLimit) found.push({ kind: 'written', value: write.right });
    } else if (ts.isCallExpression(parent)) passed(parent, node);
    else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
      const owner = ts.isArrowFunction(parent) ? parent : enclosingFunction(parent);
      if (owner) callsTo(project, owner).forEach(follow);
    }
  };
  const passed = (call: ts.CallExpression, given: ts.Expression): void => {
    const index = call.arguments.indexOf(given);
    if (index < 0) return;
    if (/^Object\.(assign|freeze)$/.test(codeText(call.expression))) {
      found.push({ kind: 'merged', after: call.arguments.slice(index + 1) });
      const [first] = call.arguments;
      if (first && first !== given) follow(first);
      follow(call);
      return;
    }
    const [target] = functionsAt(project, call.expression);
    const parameter = target?.parameters[index];
    if (!parameter) found.push({ kind: 'passed', node: call });
    else named(parameter.name);
  };
  // `({ label, ...options })`: what is left of them.
  const named = (name: ts.BindingName | ts.PropertyName): void => {
    const rest = ts.isObjectBindingPattern(name) && name.elements.find((each) => each.dotDotDotToken);
    usesOf(project, rest ? rest.name : name).forEach(follow);
  };
  const own = literal.properties.indexOf(limit as ts.ObjectLiteralElementLike);
  found.push({ kind: 'literal', after: literal.properties.slice(own + 1) });
  follow(literal);
  return found;
}

export function outermost(value: ts.Expression): ts.Expression {
  let node = wrapped(value);
  while (
    ts.isConditionalExpression(node.parent) ||
    (ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
  ) {
    node = wrapped(node.parent);
  }
  return node;
}

/** Whether an object literal is the options of a transport: its type has the option that the SDK declares. */
export function isOption(project: Project, literal: ts.ObjectLiteralExpression): boolean {
  const type = project.checker.getContextualType(literal);
  const parts = type?.isUnion() ? type.types : type ? [type] : [];
  return parts.some((part) => {
    const symbol = project.checker.getPropertyOfType(part, stepUpLimit);
    return declaredAs(symbol)?.area === clientArea;
  });
}

/** The options argument of the transport, whatever its type is. */
export function isTransportOptions(project: Project, node: ts.Expression): boolean {
  const { parent } = node;
  if (!ts.isNewExpression(parent) || parent.arguments?.[1] !== node) return false;
  const signature = project.checker.getResolvedSignature(parent);
  const declaration = signature?.declaration;
  const file = declaration?.getSourceFile().fileName ?? '';
  const owner = declaration?.parent;
  return (
    /\/v2\/client\.d\.ts$/.test(file) &&
    owner !== undefined &&
    ts.isClassDeclaration(owner) &&
    owner.name?.text === 'StreamableHTTPClientTransport'
  );
}

/** The uses of a name, those of the field that a parameter of a constructor declares among them. */
export function usesOf(project: Project, name: ts.Node): ts.Expression[] {
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return [];
  const symbols = symbolsOf(project, name);
  return project.userFiles.flatMap((file) =>
    mentionsIn(file, name.text).flatMap((use): ts.Expression[] => {
      const symbol = use === name ? undefined : referent(project, use);
      if (!symbol || !symbols.includes(symbol)) return [];
      const { parent } = use;
      if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return [];
      const read = ts.isPropertyAccessExpression(parent) && parent.name === use ? parent : use;
      return [read as ts.Expression];
    }),
  );
}

function symbolsOf({ checker }: Project, name: ts.Identifier | ts.PrivateIdentifier): readonly ts.Symbol[] {
  const { parent } = name;
  if (ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent))
    return checker.getSymbolsOfParameterPropertyDeclaration(parent, name.text);
  const symbol = checker.getSymbolAtLocation(name);
  return symbol ? [symbol] : [];
}
