import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import { filesAround } from '../../program/files-around.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type Gap, refuted } from './gap.ts';
import { type Held, hasMember, heldMembers } from './held-members.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * Nothing reaches a member on the path by its name as text: `'code' in x`, `x.hasOwnProperty('code')`, `x[key]`, `for (key in x)`.
 * A rename would miss it, but for `in` on a record of a known type, which gets the new name, too.
 */
export function noAccessByText(lift: Lift): readonly Gap[] {
  const { project } = lift;
  return heldMembers(lift).flatMap((held) =>
    filesAround(project, held.family, held.name)
      .filter((file) => !isTestFile(file))
      .flatMap((file) => accessesIn(file).flatMap((access) => gapAt(lift, held, access))),
  );
}

function gapAt(lift: Lift, held: Held, access: Access): readonly Gap[] {
  const { project } = lift;
  const reaches = (node: ts.Expression) => hasMember(project, project.checker.getTypeAtLocation(node), held);
  if (access.kind === 'computed') {
    if (!access.objects.some(reaches) || isNumber(project, access.key)) return [];
  } else if (!held.isRenamed || access.name !== held.name) return [];
  else if (!access.objects.some((each) => reaches(each) || (access.test && isUntyped(project, each))))
    return [];
  else if (access.test && access.objects.every((each) => isOnlyHeld(project, each, held))) {
    lift.fields.addName(access.test);
    return [];
  }
  const detail = `'${held.name}' may be reached by its name as text in ${shortText(access.node)}.`;
  return [refuted('wider-flow', access.node, detail)];
}

type Access =
  /** A key that the code computes. */
  | {
      readonly kind: 'computed';
      readonly node: ts.Node;
      readonly objects: readonly ts.Expression[];
      readonly key: ts.Expression | undefined;
    }
  /** A key that is written as a literal. `test`: before `in`, which is a test of a record and nothing else. */
  | {
      readonly kind: 'literal';
      readonly node: ts.Node;
      readonly objects: readonly ts.Expression[];
      readonly name: string;
      readonly test?: ts.StringLiteralLike;
    };

const known = new WeakMap<ts.SourceFile, readonly Access[]>();

function accessesIn(file: ts.SourceFile): readonly Access[] {
  const found = known.get(file) ?? nodesOfKinds(file, accessKinds).flatMap(accessAt);
  known.set(file, found);
  return found;
}

const accessKinds = [
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ComputedPropertyName,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
] as const;

function accessAt(node: ts.Node): readonly Access[] {
  if (ts.isElementAccessExpression(node)) {
    const key = unwrap(node.argumentExpression);
    return isLiteral(key) ? [] : [{ kind: 'computed', node, objects: [node.expression], key }];
  }
  if (ts.isForInStatement(node))
    return [{ kind: 'computed', node: node.expression, objects: [node.expression], key: undefined }];
  if (ts.isComputedPropertyName(node) && ts.isBindingElement(node.parent)) return takenOut(node);
  return ts.isStringLiteralLike(node) ? literalAccess(node) : [];
}

/** `const { [key]: value } = record` */
function takenOut(node: ts.ComputedPropertyName): readonly Access[] {
  const source = node.parent.parent.parent;
  const value = ts.isVariableDeclaration(source) ? source.initializer : undefined;
  return value && !isLiteral(unwrap(node.expression))
    ? [{ kind: 'computed', node: node.parent, objects: [value], key: node.expression }]
    : [];
}

/** `'code' in x`, `Object.hasOwn(x, 'code')`, `x.hasOwnProperty('code')`, `pick(x, ['code', 'state'])`. */
function literalAccess(literal: ts.StringLiteralLike): readonly Access[] {
  const { parent } = literal;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    return parent.left === literal
      ? [{ kind: 'literal', node: parent, objects: [parent.right], name: literal.text, test: literal }]
      : [];
  }
  const argument = ts.isArrayLiteralExpression(parent) ? parent : literal;
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(argument)) return [];
  const callee = unwrap(call.expression);
  const receiver =
    ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee) ? [callee.expression] : [];
  const others = call.arguments.filter((each) => each !== argument && !ts.isSpreadElement(each));
  return [{ kind: 'literal', node: call, objects: [...receiver, ...others], name: literal.text }];
}

/**
 * True where all that may have a member of that name has the one that is renamed: `'code' in result` of `{ code } | { error }`. Its
 * key stands where it stood, so the test answers the same under the new name.
 */
function isOnlyHeld({ checker }: Project, object: ts.Expression, { name, family }: Held): boolean {
  const type = checker.getTypeAtLocation(object);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => {
    if ((part.flags & ts.TypeFlags.Object) === 0 || checker.getIndexInfosOfType(part).length > 0)
      return false;
    const declarations = checker.getPropertyOfType(part, name)?.declarations;
    return declarations?.every((each) => family.has(each)) ?? isPlainRecord(part);
  });
}

/** A type of the project that is nothing but its members. An `Error` may have a `code` that no type says. */
function isPlainRecord({ symbol }: ts.Type): boolean {
  return (symbol?.declarations ?? []).every(
    (each) =>
      !each.getSourceFile().isDeclarationFile &&
      (ts.isTypeLiteralNode(each) ||
        ts.isObjectLiteralExpression(each) ||
        (ts.isInterfaceDeclaration(each) && !each.heritageClauses)),
  );
}

function isLiteral(key: ts.Expression): boolean {
  return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key);
}

function isNumber({ checker }: Project, key: ts.Expression | undefined): boolean {
  return key !== undefined && (checker.getTypeAtLocation(key).flags & ts.TypeFlags.NumberLike) !== 0;
}

function isUntyped({ checker }: Project, node: ts.Expression): boolean {
  return (checker.getTypeAtLocation(node).flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}
