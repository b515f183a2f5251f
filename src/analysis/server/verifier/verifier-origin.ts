import { ts } from '../../../compiler.cjs';
import { proxyProviderClass } from '../../../sdk/roles.ts';
import { verifyMethod } from '../../../sdk/verifier-roles.ts';
import { descendants, extendedBy, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { bodyOf, constructorAt, functionsAt } from '../../program/callees.ts';
import { keyOfElement } from '../../program/constants.ts';
import { declarationAt, memberNamed, thisContainer } from '../../program/declaration-at.ts';
import { oncePerNode } from '../../program/memo.ts';
import { memberOf } from '../../program/option-members.ts';
import { argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { resolveAlias, sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import {
  isConstructorFunction,
  prototypeMember,
  providerNodesOf,
} from '../response/provider/provider-node.ts';

/** The functions of the project that run where a method of a value is called. */
export interface Methods {
  readonly functions: readonly FunctionLike[];
  /** False where the value may be something that the program does not show. */
  readonly complete: boolean;
}

const unseen: Methods = { functions: [], complete: false };
const maxDepth = 10;

/**
 * Which functions run where the SDK calls a method of a verifier or a provider?
 * Asked for each middleware and endpoint.
 * Gives them through classes, subclasses, the SDK's proxy provider, object literals, factories, fields, arguments and files.
 */
export function methodsBehind(project: Project, value: ts.Expression, name: string, depth = 0): Methods {
  if (depth > maxDepth) return unseen;
  const again = (values: readonly ts.Expression[]): Methods =>
    together(values.map((each) => methodsBehind(project, each, name, depth + 1)));
  const node = unwrap(value);
  if (ts.isObjectLiteralExpression(node)) return ofOptions(project, node, name, depth);
  if (ts.isNewExpression(node)) return ofNew(project, node, name, depth);
  if (node.kind === ts.SyntaxKind.SuperKeyword) return ofBase(project, thisContainer(node), name, depth);
  const values = givenValues(project, node);
  if (values.length > 0) {
    const found = again(values);
    if (found.functions.length > 0 || found.complete) return found;
  }
  return ofType(project, project.checker.getTypeAtLocation(node), name, depth);
}

/** The values of a name, a member or a call; also of what a parameter takes out of its argument. */
const givenValues = oncePerNode((project, node: ts.Expression): readonly ts.Expression[] => {
  const element = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  const taken = element && ts.isBindingElement(element) ? takenFrom(project, element) : undefined;
  if (taken && taken.length > 0) return taken;
  const values = valuesBehind(project, node);
  if (values.length > 0 || !ts.isPropertyAccessExpression(node)) return values;
  return memberOf(project, node.expression, node.name.text).entries.flatMap((entry) => entry.value ?? []);
});

/** `function createApp({ verifier }: Deps)`, `const { verifier } = deps`. */
function takenFrom(project: Project, element: ts.BindingElement): readonly ts.Expression[] {
  const key = keyOfElement(element);
  const owner = element.parent.parent;
  if (key === undefined) return [];
  const whole = ts.isParameter(owner)
    ? isFunctionLike(owner.parent)
      ? [
          ...argumentsOf(project, owner.parent, owner.parent.parameters.indexOf(owner)).map(
            ({ node }) => node,
          ),
          ...givenBySubclasses(project, owner),
        ]
      : []
    : ts.isVariableDeclaration(owner) && owner.initializer
      ? [owner.initializer]
      : [];
  return whole.flatMap((each) => memberOf(project, each, key).entries.flatMap(({ value }) => value ?? []));
}

/** `super({ verifier })` in the constructor of a subclass. */
function givenBySubclasses(project: Project, parameter: ts.ParameterDeclaration): readonly ts.Expression[] {
  const { parent: setup } = parameter;
  if (!ts.isConstructorDeclaration(setup)) return [];
  return bindingsOf(project).allCalls.flatMap((call) => {
    const isSuper = call.expression.kind === ts.SyntaxKind.SuperKeyword;
    const given = isSuper ? call.arguments?.[setup.parameters.indexOf(parameter)] : undefined;
    return given && constructorAt(project, call.expression).includes(setup) ? [given] : [];
  });
}

function together(all: readonly Methods[]): Methods {
  return {
    functions: [...new Set(all.flatMap(({ functions }) => functions))],
    complete: all.every(({ complete }) => complete),
  };
}

/** A member of an object: a method, or a function that is passed. */
function ofOptions(project: Project, options: ts.Expression, name: string, depth: number): Methods {
  const { entries, complete } = memberOf(project, options, name);
  const found = entries.map(({ node, value }): Methods => {
    if (value) return functionsBehind(project, value, depth + 1);
    const body = bodyOf(project, node);
    return body ? { functions: [body], complete: true } : unseen;
  });
  return together([...found, { functions: [], complete: complete || found.length > 0 }]);
}

/** The functions that a value may be: `verify`, `createVerify(config)`, `provider.verify.bind(provider)`. */
export function functionsBehind(project: Project, value: ts.Expression, depth = 0): Methods {
  if (depth > maxDepth) return unseen;
  const node = unwrap(value);
  return depth === 0 ? fromTheStart(project, node) : searched(project, node, depth);
}

const fromTheStart = oncePerNode((project, node: ts.Expression) => searched(project, node, 0));

function searched(project: Project, node: ts.Expression, depth: number): Methods {
  // `this.run.bind(this)` of an abstract class: each subclass has its own.
  const direct = functionsAt(project, bound(node));
  if (direct.length > 0) return { functions: direct, complete: true };
  const given = givenValues(project, node);
  const values = given.length > 0 ? given : returnedBy(project, node, depth);
  return values.length > 0
    ? together(values.map((each) => functionsBehind(project, each, depth + 1)))
    : unseen;
}

/** `requireScopes('w', handler)` where another function made `requireScopes`. */
function returnedBy(project: Project, node: ts.Expression, depth: number): readonly ts.Expression[] {
  if (!ts.isCallExpression(node)) return [];
  const { functions } = functionsBehind(project, node.expression, depth + 1);
  return functions.flatMap((fn) => bindingsOf(project).returns.get(fn) ?? []);
}

function bound(node: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(node)) return node;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind' ? callee.expression : node;
}

function ofNew(project: Project, made: ts.NewExpression, name: string, depth: number): Methods {
  if (sdkEntityAt(project, made.expression)?.name === proxyProviderClass)
    return ofProxy(project, made.arguments?.[0], name, depth);
  const classes = classesBehind(project, made.expression);
  if (classes.length > 0)
    return together(classes.map((each) => ofClass(project, each, name, depth, made.arguments?.[0])));
  return ofType(project, project.checker.getTypeAtLocation(made), name, depth);
}

/** The proxy provider runs the function that it is given; its grants ask the upstream. */
function ofProxy(project: Project, options: ts.Expression | undefined, name: string, depth: number): Methods {
  if (name !== verifyMethod) return { functions: [], complete: true };
  return options ? ofOptions(project, options, name, depth + 1) : unseen;
}

/** @param options what the class is constructed with, where that is known */
function ofClass(
  project: Project,
  owner: ts.ClassLikeDeclaration,
  name: string,
  depth: number,
  options?: ts.Expression,
): Methods {
  if (depth > maxDepth) return unseen;
  const own = memberNamed(owner, name);
  const assigned = own ? undefined : assignedIn(owner, name);
  if (assigned) return functionsBehind(project, assigned, depth + 1);
  if (own) {
    const body = bodyOf(project, own);
    if (body) return { functions: [body], complete: true };
    return ts.isPropertyDeclaration(own) && own.initializer
      ? functionsBehind(project, own.initializer, depth + 1)
      : unseen;
  }
  const base = extendedBy(owner);
  if (!base) return unseen;
  const passed = superOptions(owner) ?? options;
  if (sdkEntityAt(project, base)?.name === proxyProviderClass) return ofProxy(project, passed, name, depth);
  return ofBase(project, owner, name, depth, passed);
}

function ofBase(
  project: Project,
  owner: ts.Node | undefined,
  name: string,
  depth: number,
  options?: ts.Expression,
): Methods {
  const base = owner && ts.isClassLike(owner) ? extendedBy(owner) : undefined;
  const classes = base ? classesBehind(project, base) : [];
  return classes.length > 0
    ? together(classes.map((each) => ofClass(project, each, name, depth + 1, options)))
    : unseen;
}

/** `Table`, `Expiring(Table)` where `Expiring = (Base) => class extends Base { … }`, and `Base` in there. */
function classesBehind(
  project: Project,
  value: ts.Expression,
  depth = 0,
): readonly ts.ClassLikeDeclaration[] {
  const node = unwrap(value);
  if (ts.isClassLike(node)) return [node];
  const declaration = symbolOf(project, node)?.valueDeclaration;
  if (declaration && ts.isClassLike(declaration)) return [declaration];
  if (depth > maxDepth) return [];
  return valuesBehind(project, node).flatMap((each) => classesBehind(project, each, depth + 1));
}

/** `this.verifyAccessToken = …` in the constructor. */
function assignedIn(owner: ts.ClassLikeDeclaration, name: string): ts.Expression | undefined {
  const setup = owner.members.find(ts.isConstructorDeclaration)?.body;
  if (!setup?.getText().includes(name)) return undefined;
  for (const node of descendants(setup))
    if (
      ts.isBinaryExpression(node) &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.left.name.text === name
    )
      return node.right;
  return undefined;
}

function superOptions(owner: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const setup = owner.members.find(ts.isConstructorDeclaration)?.body;
  if (!setup) return undefined;
  for (const node of descendants(setup))
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      return node.arguments[0];
  return undefined;
}

/** Where only the type says what the value is: its class, or the constructions of the SDK's proxy provider. */
function ofType(project: Project, type: ts.Type, name: string, depth: number): Methods {
  const parts = type.isUnion() ? type.types : [type];
  return together(
    parts.map((part): Methods => {
      const [node] = providerNodesOf(part);
      if (!node) return ofModule(project, part, name);
      if (ts.isClassLike(node))
        return ofClass(project, node, name, depth + 1, constructedWith(project, node));
      if (!isConstructorFunction(node)) return ofOptions(project, node, name, depth + 1);
      const member = prototypeMember(node, name);
      const body = member && bodyOf(project, member);
      return body ? { functions: [body], complete: true } : unseen;
    }),
  );
}

/** `import * as verifier from './verifier.js'`, `const verifier = require('./verifier.js')`: a module that exports the method. */
function ofModule(project: Project, type: ts.Type, name: string): Methods {
  const isModule = (type.symbol?.flags ?? 0) & ts.SymbolFlags.ValueModule;
  const member = isModule ? type.getProperty(name) : undefined;
  const declaration = member && resolveAlias(project, member).valueDeclaration;
  const body = declaration && bodyOf(project, declaration);
  if (body) return { functions: [body], complete: true };
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? functionsBehind(project, declaration.initializer)
    : unseen;
}

function constructedWith(project: Project, owner: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const made = bindingsOf(project).allCalls.find(
    (call) => ts.isNewExpression(call) && symbolOf(project, call.expression)?.valueDeclaration === owner,
  );
  return made?.arguments?.[0];
}
