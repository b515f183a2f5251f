import { ts } from '../../../compiler.cjs';
import { isAssignment, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { escapes, intrusions, type MemberSearch } from '../../program/conversions.ts';
import { filesAround } from '../../program/files-around.ts';
import { type Mention, mentionsIn, usesOf } from '../../program/mentions.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { member as memberHop, type Way } from './access-path.ts';
import { liftExpression } from './expressions.ts';
import { expected, familyOf, type Member, nameOf } from './families.ts';
import { liftFunction } from './functions.ts';
import { enter, type Lift, shortText, step } from './lift.ts';
import { flowOut } from './outflow.ts';
import { guardPublic } from './public-guard.ts';
import { retype, retypeSignature } from './retype.ts';
import { liftLocal } from './slots.ts';

/** A member of a record, class or interface from which one gets to the code: its declarations, writers and readers follow. */
export function liftField(lift: Lift, declarations: readonly ts.Declaration[], way: Way): void {
  if (declarations.every((each) => lift.slots.has(each))) return;
  const family = familyOf(lift, declarations);
  const news = [...family].filter((each) => enter(lift, each, way));
  const [first] = news;
  if (!first) return;
  if (way.length === 0) {
    step(lift, first, `'${nameOf(first)}' holds the code alone`);
    for (const each of family) {
      lift.fields.add(each);
      lift.fieldNames.add(each.name as ts.Identifier);
    }
    refuseEscapes(lift, nameOf(first), family);
    refuseIntrusions(lift, nameOf(first), family);
  }
  for (const each of news) {
    guardPublic(lift, each, way);
    liftMember(lift, each, way);
  }
  const uses = usesOf(lift, [...family], first.name);
  if (way.length === 0 && ![...family].some(isWriter) && !uses.some(isWritten)) {
    throw new CannotFollow('crosses-boundary', first, `Nothing in the project writes '${nameOf(first)}'.`);
  }
  for (const use of uses) liftUse(lift, use, way);
  if (way.length === 0) refuseKeys(lift, nameOf(first), family);
}

/** `'code' in result`, `Pick<Result, 'code'>`: places that name the member in a text. */
function refuseKeys(lift: Lift, name: string, family: ReadonlySet<Member>): void {
  const { checker } = lift.project;
  for (const mention of lift.project.userFiles.flatMap((file) => mentionsIn(file, name))) {
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

function isWriter(member: Member): boolean {
  const { parent } = member;
  return ts.isObjectLiteralExpression(parent) || ts.isParameter(member) || 'initializer' in member;
}

/** `record.code = …` and `<Finish code={…} />`. */
export function isWritten(use: Mention): boolean {
  if (ts.isJsxAttribute(use.parent)) return true;
  const target = wrapped(use.parent as ts.Expression);
  return (
    ts.isBinaryExpression(target.parent) &&
    target.parent.left === target &&
    isAssignment(target.parent.operatorToken.kind)
  );
}

/** What comes from outside has no query in it, whatever its type says. */
function refuseIntrusions(lift: Lift, name: string, family: ReadonlySet<Member>): void {
  if (![...family].some(({ parent }) => !ts.isClassLike(parent))) return;
  for (const value of intrusions(lift.project, searchFor(lift, name, family))) {
    if (isTestFile(value.getSourceFile())) continue;
    throw new CannotFollow('crosses-boundary', value, `The record comes out of ${shortText(value)}.`);
  }
}

function searchFor({ project }: Lift, name: string, family: ReadonlySet<Member>): MemberSearch {
  return { name, family, files: filesAround(project, family, name) };
}

/** A record with the query in it means something else as JSON, in a message or in a database. */
function refuseEscapes(lift: Lift, name: string, family: ReadonlySet<Member>): void {
  const isOfClass = [...family].every(({ parent }) => ts.isClassLike(parent));
  for (const node of escapes(lift.project, searchFor(lift, name, family))) {
    const call = callAround(node);
    if (isTestFile(node.getSourceFile()) || !call || isConsole(lift, call)) continue;
    // An object of a class goes from hand to hand; only as text is it more than its methods show.
    if (isOfClass && !isJson(lift, call)) continue;
    throw new CannotFollow(
      'serialised-record',
      call,
      `The record is handed to ${shortText(call.expression)}().`,
    );
  }
}

/** The call that a value is handed to, also inside a list or a record. */
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

function isJson(lift: Lift, call: ts.CallExpression): boolean {
  const callee = call.expression;
  return (
    ts.isPropertyAccessExpression(callee) && declaredAs(symbolOf(lift.project, callee.name))?.name === 'JSON'
  );
}

export function isConsole(lift: Lift, call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const declared = declaredAs(symbolOf(lift.project, callee.name));
  return declared?.name === 'Console' || declared?.name === 'console';
}

function liftMember(lift: Lift, each: Member, way: Way): void {
  const [hop, ...rest] = way;
  if (ts.isMethodSignature(each)) {
    if (hop) retypeSignature(lift, each, hop, rest);
    return;
  }
  if (ts.isMethodDeclaration(each)) return liftFunction(lift, each, way);
  if (ts.isParameter(each)) return liftLocal(lift, each, way);
  if (ts.isGetAccessor(each)) {
    retype(lift, each.type, way);
    throw new CannotFollow('wider-flow', each, `'${nameOf(each)}' is a getter.`);
  }
  if (ts.isSetAccessor(each)) throw new CannotFollow('wider-flow', each, `'${nameOf(each)}' is a setter.`);
  if (ts.isPropertySignature(each) || ts.isPropertyDeclaration(each)) {
    retype(lift, each.type ?? ts.getJSDocType(each), way);
    if (ts.isPropertyDeclaration(each) && each.initializer) liftExpression(lift, each.initializer, way);
    if (ts.isTypeLiteralNode(each.parent)) liftOwner(lift, each.parent, [memberHop(nameOf(each)), ...way]);
    return;
  }
  liftExpression(lift, ts.isPropertyAssignment(each) ? each.initializer : each.name, way);
  // What the literal becomes is typed by it, unless its place says what it has to be.
  if (expected(lift, each.parent, nameOf(each)).length === 0) {
    flowOut(lift, each.parent, [memberHop(nameOf(each)), ...way]);
  }
}

/** The declaration that says `{ code: string }` without a name: whoever holds such a value has to follow. */
function liftOwner(lift: Lift, literal: ts.TypeLiteralNode, way: Way): void {
  let hops = way;
  for (let node: ts.Node = literal; ; node = node.parent) {
    const { parent } = node;
    if (ts.isTypeAliasDeclaration(parent) || ts.isInterfaceDeclaration(parent)) return;
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
      if (ts.isFunctionTypeNode(parent.parent) || ts.isMethodSignature(parent.parent)) return;
      return liftLocal(lift, parent, hops);
    }
    if (ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent))
      return liftField(lift, [parent], hops);
    if (ts.isMethodSignature(parent)) return liftField(lift, [parent], [{ kind: 'call' }, ...hops]);
    if (ts.isFunctionLike(parent) && (parent as ts.FunctionLikeDeclaration).body) {
      return liftFunction(lift, parent as ts.FunctionLikeDeclaration, [{ kind: 'call' }, ...hops]);
    }
    if (ts.isTypeReferenceNode(parent)) {
      const index = parent.typeArguments?.indexOf(node as ts.TypeNode) ?? 0;
      const promise = /^Promise(Like)?$/.test(parent.typeName.getText());
      hops = [promise ? { kind: 'await' } : { kind: 'type', index }, ...hops];
    } else if (ts.isFunctionTypeNode(parent)) hops = [{ kind: 'call' }, ...hops];
    else if (ts.isArrayTypeNode(parent)) hops = [{ kind: 'type', index: 0 }, ...hops];
    else if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) return flowOut(lift, parent, hops);
    else if (!ts.isUnionTypeNode(parent) && !ts.isParenthesizedTypeNode(parent)) return;
  }
}

function isRequired(lift: Lift, use: ts.Identifier): boolean {
  const symbol = lift.project.checker.getSymbolAtLocation(use);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}

function liftUse(lift: Lift, use: Mention, way: Way): void {
  const { parent } = use;
  if (ts.isBindingElement(parent)) {
    if (way.length === 0) lift.fieldNames.add(use as ts.Identifier);
    return liftLocal(lift, parent, way);
  }
  // The literal that supplies the member has been lifted with the family.
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return;
  const access =
    ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) ? parent : undefined;
  // `<Finish code={code} />`
  if (ts.isJsxAttribute(parent)) {
    const given =
      parent.initializer && ts.isJsxExpression(parent.initializer)
        ? parent.initializer.expression
        : undefined;
    if (!given)
      throw new CannotFollow('wider-flow', parent, `'${use.text}' is given in ${shortText(parent)}.`);
    if (way.length === 0) lift.fieldNames.add(use as ts.Identifier);
    return liftExpression(lift, given, way);
  }
  if (!access) {
    // `const { wait } = require('./wait')`: the name itself stands for the member.
    if (ts.isIdentifier(use) && isRequired(lift, use)) return flowOut(lift, use, way);
    // Inside `typeof`-types and the like nothing happens at run time.
    if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return;
    throw new CannotFollow('wider-flow', use, `'${use.text}' is used in ${shortText(parent)}.`);
  }
  if (way.length === 0) lift.fieldNames.add(use as ts.Identifier);
  const target = wrapped(access);
  const assignment = target.parent;
  if (ts.isBinaryExpression(assignment) && assignment.left === target) {
    const operator = assignment.operatorToken.kind;
    if (operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken) {
      lift.whole.add(access);
      return liftExpression(lift, assignment.right, way);
    }
  }
  if (ts.isDeleteExpression(assignment)) {
    lift.whole.add(access);
    return;
  }
  flowOut(lift, access, way);
}
