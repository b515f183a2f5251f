import { ts } from '../../../compiler.cjs';
import {
  codeText,
  extendedBy,
  isFunctionLike,
  ownDescendants,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt, memberKey } from '../../program/declaration-at.ts';
import { memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';

/** A constructed error, and the calls that led to its construction. */
export interface Made {
  readonly project: Project;
  readonly made: ts.Node;
  /** `throw fail('expired', text)`: where a parameter of the function that makes the error gets its value. */
  readonly calls: readonly ts.CallExpression[];
}

type Values = (parameter: ts.ParameterDeclaration) => ts.Expression | undefined;

/**
 * Which text has a member of an error: `kind` of `new TokenError('expired', message)`?
 * Asked of each condition and `switch` that tells errors by a member: `error.kind === 'expired'`.
 * Gives the text that its class, a copy or an assignment puts there; undefined where it is not known.
 */
export function memberTextOf(error: Made, name: string): string | undefined {
  const { project, made } = error;
  if (!ts.isNewExpression(made) && !ts.isCallExpression(made)) return undefined;
  const put = assignedTo(project, made, name);
  const given = put ?? (ts.isNewExpression(made) ? ofConstruction(project, made, name) : undefined);
  return given && textOf(error, given);
}

function textOf({ project, made, calls }: Made, value: ts.Expression): string | undefined {
  const node = throughConstants(project, value);
  if (ts.isStringLiteralLike(node)) return node.text;
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  if (!declaration || !ts.isParameter(declaration)) return undefined;
  const fn = declaration.parent;
  const call = isFunctionLike(fn)
    ? calls.find((each) => functionsAt(project, each.expression).includes(fn))
    : undefined;
  const given = call?.arguments[fn.parameters.indexOf(declaration)];
  return given && textOf({ project, made, calls: [] }, given);
}

/** `Object.assign(new Error(text), { kind: 'expired' })`, `error.code = 'E_EXPIRED'` of a variable. */
function assignedTo(project: Project, made: ts.Expression, name: string): ts.Expression | undefined {
  const { parent } = wrapped(made);
  if (ts.isCallExpression(parent) && codeText(parent.expression) === 'Object.assign') {
    const [entry] = parent.arguments.slice(1).flatMap((each) => memberOf(project, each, name).entries);
    return entry && !entry.conditional ? entry.value : undefined;
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const symbol = symbolOf(project, parent.name);
  const uses = symbol ? references(project.checker, symbol, parent.getSourceFile()) : [];
  const values = uses.flatMap((use) => assignedMember(use.parent, name) ?? []);
  return values.length === 1 ? values[0] : undefined;
}

function assignedMember(access: ts.Node, name: string): ts.Expression | undefined {
  const { parent } = access;
  return ts.isPropertyAccessExpression(access) &&
    access.name.text === name &&
    ts.isBinaryExpression(parent) &&
    parent.left === access &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? parent.right
    : undefined;
}

function ofConstruction(project: Project, made: ts.NewExpression, name: string): ts.Expression | undefined {
  const owner = symbolOf(project, unwrap(made.expression))?.valueDeclaration;
  return owner && ts.isClassLike(owner) ? ofClass(project, owner, made.arguments ?? [], name, 0) : undefined;
}

/** What a class puts into a member: a field, a parameter property, an assignment of the constructor; else its base. */
function ofClass(
  project: Project,
  owner: ts.ClassLikeDeclaration,
  given: readonly ts.Expression[],
  name: string,
  depth: number,
): ts.Expression | undefined {
  const setup = owner.members.find(
    (each): each is ts.ConstructorDeclaration => ts.isConstructorDeclaration(each) && !!each.body,
  );
  const argumentFor: Values = (parameter) =>
    given[setup!.parameters.indexOf(parameter)] ?? parameter.initializer;
  const own = setup && ofSetup(project, setup, argumentFor, name);
  if (own) return own;
  const field = owner.members.find((each) => ts.isPropertyDeclaration(each) && memberKey(each.name) === name);
  if (field) return (field as ts.PropertyDeclaration).initializer;
  const base = extendedBy(owner);
  const above = base && symbolOf(project, unwrap(base))?.valueDeclaration;
  if (!above || !ts.isClassLike(above) || depth > maxDepth) return undefined;
  const passed = setup ? superArguments(project, setup, argumentFor) : given;
  return passed && ofClass(project, above, passed, name, depth + 1);
}

const maxDepth = 4;

function ofSetup(
  project: Project,
  setup: ts.ConstructorDeclaration,
  argumentFor: Values,
  name: string,
): ts.Expression | undefined {
  for (const parameter of setup.parameters)
    if (
      ts.isParameterPropertyDeclaration(parameter, setup) &&
      memberKey(parameter.name as ts.Identifier) === name
    )
      return argumentFor(parameter);
  for (const node of ownDescendants(setup.body!)) {
    const isOwn = ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
    const value = isOwn ? assignedMember(node, name) : undefined;
    if (value) return passedThrough(project, value, argumentFor);
  }
  return undefined;
}

/** A parameter stands for what the construction passes. */
function passedThrough(
  project: Project,
  value: ts.Expression,
  argumentFor: Values,
): ts.Expression | undefined {
  const node = unwrap(value);
  const declaration = ts.isIdentifier(node) ? declarationAt(project, node) : undefined;
  return declaration && ts.isParameter(declaration) ? argumentFor(declaration) : node;
}

function superArguments(
  project: Project,
  setup: ts.ConstructorDeclaration,
  argumentFor: Values,
): readonly ts.Expression[] | undefined {
  for (const node of ownDescendants(setup.body!))
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      return node.arguments.map((each) => passedThrough(project, each, argumentFor) ?? each);
  return undefined;
}
