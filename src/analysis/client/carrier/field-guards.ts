import { ts } from '../../../compiler.cjs';
import { unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { escapes, intrusions, type MemberSearch } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import { mentionsIn } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isConsole, shownIn } from './console-call.ts';
import type { Member } from './families.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';
import { takesUntyped } from './untyped-records.ts';

/** A record that comes from outside the program holds no query, whatever its type says. */
export function refuseIntrusions(
  { project, visited }: Lift,
  name: string,
  family: ReadonlySet<Member>,
): void {
  if (![...family].some(({ parent }) => !ts.isClassLike(parent))) return;
  for (const value of intrusions(project, searchFor(project, name, family))) {
    // All that fills a name on the path was followed.
    const filled = symbolOf(project, unwrap(value))?.valueDeclaration;
    if (isTestFile(value.getSourceFile()) || (filled && visited.has(filled))) continue;
    throw new CannotFollow('crosses-boundary', value, `The record comes out of ${shortText(value)}.`);
  }
}

function searchFor(project: Project, name: string, family: ReadonlySet<Member>): MemberSearch {
  return { name, family, files: filesAround(project, family, name) };
}

/** A record that leaves the program (as JSON, in a message, in a database) would lose the query. */
export function refuseEscapes(lift: Lift, name: string, family: ReadonlySet<Member>): void {
  const { project } = lift;
  const isOfClass = [...family].every(({ parent }) => ts.isClassLike(parent));
  const isUntyped = [...family].every(({ parent }) => ts.isObjectLiteralExpression(parent));
  for (const node of escapes(project, searchFor(project, name, family))) {
    const call = callAround(node);
    if (isTestFile(node.getSourceFile()) || !call) continue;
    // A record without a type is followed to whoever gets it.
    if (isUntyped && takesUntyped(project, call, node)) continue;
    if (isConsole(project, call)) {
      lift.evidence.assume(shownIn(call));
      continue;
    }
    // Passed on, an object of a class shows only its methods. As text, or copied, it shows its fields, too.
    if (isOfClass && !isOfPlatform(project, call)) continue;
    const detail = `The record is passed to ${shortText(call.expression)}().`;
    throw new CannotFollow('serialised-record', call, detail);
  }
}

/** The call that a value is passed to, also inside a list or a record. */
function callAround(node: ts.Expression): ts.CallExpression | undefined {
  for (let value: ts.Node = wrapped(node); value.parent; value = value.parent) {
    const { parent } = value;
    if (ts.isCallExpression(parent)) return parent.expression === value ? undefined : parent;
    const isPart =
      ts.isObjectLiteralExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralElement(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isParenthesizedExpression(parent);
    if (!isPart) return undefined;
  }
  return undefined;
}

/** `JSON.stringify()`, `structuredClone()`, `Object.keys()`: what the platform does with any value. */
function isOfPlatform(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return declaredAs(symbolOf(project, name))?.area.startsWith('platform/') ?? false;
}

/** `'code' in result`, `Pick<Result, 'code'>`: places that name the member by a string, which a rename would miss. */
export function refuseKeys(project: Project, name: string, family: ReadonlySet<Member>): void {
  const { checker } = project;
  for (const mention of project.userFiles.flatMap((file) => mentionsIn(file, name))) {
    const { parent } = mention;
    const of =
      ts.isBinaryExpression(parent) && ts.isStringLiteralLike(mention)
        ? checker.getTypeAtLocation(parent.right)
        : ts.isLiteralTypeNode(parent)
          ? namedBeside(checker, parent)
          : undefined;
    const members = of
      ? (checker.getPropertyOfType(checker.getNonNullableType(of), name)?.declarations ?? [])
      : [];
    if (members.some((each) => family.has(each as Member))) {
      throw new CannotFollow('wider-flow', parent, `The member is named in ${shortText(parent.parent)}.`);
    }
  }
}

/** The type that a key is picked from: `Pick<Result, 'code'>`, `Result['code']`. */
function namedBeside(checker: ts.TypeChecker, key: ts.LiteralTypeNode): ts.Type | undefined {
  let node: ts.Node = key;
  while (ts.isUnionTypeNode(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isIndexedAccessTypeNode(parent)) return checker.getTypeFromTypeNode(parent.objectType);
  const [first] = ts.isTypeReferenceNode(parent) ? (parent.typeArguments ?? []) : [];
  return first && first !== node ? checker.getTypeFromTypeNode(first) : undefined;
}
