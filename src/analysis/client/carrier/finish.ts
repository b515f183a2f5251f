import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { isAbsent, isJavaScript, memberName, unwrap, wrapped } from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { usesOf } from '../../program/mentions.ts';
import { isConst, queryRead } from '../query/query-read.ts';
import { nameOfCarrier, nameOfFields } from './carrier-names.ts';
import { dropUnread } from './leftovers.ts';
import { insert, type Lift, replace, replaceRange, shortText } from './lift.ts';
import { quoted } from './quotes.ts';
import { writeOptions } from './sink-options.ts';
import { dispatch } from './widened.ts';

/** Settles what waited for the whole picture: names, the other uses of the string, and variables nobody reads any more. */
export function finishLift(lift: Lift): void {
  for (const [alias, known] of lift.aliases) refuseOtherUses(lift, alias, known);
  const fieldName = lift.fieldNames.size > 0 ? nameOfFields(lift) : '';
  for (const carrier of lift.carriers) renameCarrier(lift, carrier, fieldName);
  for (const name of lift.fieldNames) renameField(lift, name, fieldName);
  for (const expression of lift.plain) takeCode(lift, expression);
  if (lift.isWidened) for (const sink of lift.sinks.values()) dispatch(lift, sink);
  for (const [symbol, uses] of lift.bypassed) dropUnread(lift, symbol, uses);
  for (const sink of lift.sinks.values()) if (sink.takes === 'fields') writeOptions(lift, sink);
}

/** A named type that changed must not be the type of something else, too. */
function refuseOtherUses(lift: Lift, alias: ts.TypeAliasDeclaration, known: ReadonlySet<ts.Node>): void {
  for (const use of usesOf(lift, [alias], alias.name)) {
    if (ts.isTypeReferenceNode(use.parent) && !known.has(use.parent)) {
      throw new CannotFollow(
        'wider-flow',
        use,
        `The type '${alias.name.text}' is also that of something else.`,
      );
    }
  }
}

function renameCarrier(lift: Lift, carrier: ts.NamedDeclaration, fieldName: string): void {
  const name = nameOfCarrier(lift, carrier);
  renameDeclaration(lift, carrier, name, fieldName);
  // A parameter of a type has a name for people only.
  if (ts.isParameter(carrier) && !(carrier.parent as ts.FunctionLikeDeclaration).body) return;
  for (const use of usesOf(lift, [carrier], carrier.name as ts.Identifier)) {
    rewriteUse(lift, use as ts.Identifier, carrier, name, fieldName);
  }
}

function renameDeclaration(lift: Lift, carrier: ts.NamedDeclaration, name: string, fieldName: string): void {
  const own = carrier.name as ts.Identifier;
  if (ts.isParameter(carrier)) {
    for (const tag of ts.getJSDocParameterTags(carrier))
      if (ts.isIdentifier(tag.name)) replace(lift, tag.name, name);
  }
  if (!ts.isBindingElement(carrier) || ts.isArrayBindingPattern(carrier.parent))
    return replace(lift, own, name);
  const { propertyName } = carrier;
  const key = propertyName ?? own;
  const newKey = lift.fieldNames.has(key as ts.Identifier) ? fieldName : key.getText();
  const text = newKey === name ? name : `${newKey}: ${name}`;
  replaceRange(lift, own.getSourceFile(), key.getStart(), own.getEnd(), text);
}

function rewriteUse(
  lift: Lift,
  use: ts.Identifier,
  carrier: ts.NamedDeclaration,
  name: string,
  fieldName: string,
): void {
  const absent = mayBeAbsent(lift, use, carrier);
  const { parent } = use;
  if (ts.isShorthandPropertyAssignment(parent)) {
    const isField = lift.fields.has(parent);
    if (isField) return replace(lift, parent, fieldName === name ? name : `${fieldName}: ${name}`);
    if (lift.whole.has(use)) return replace(lift, parent, `${use.text}: ${name}`);
    lift.reduced.add(use);
    return replace(lift, parent, `${use.text}: ${codeOf(lift, use, name, absent)}`);
  }
  if (lift.whole.has(use)) return replace(lift, wrapped(use), `${name}${asserted(use, absent)}`);
  loosen(lift, use, absent);
  lift.reduced.add(use);
  replace(lift, use, codeOf(lift, use, name, absent));
}

/** The code alone, of what may still be the code itself where strings are taken, too. */
function codeOf(lift: Lift, use: ts.Expression, name: string, absent: boolean): string {
  refuseTelling(use);
  // Where an empty string stood for a missing code it goes on doing so.
  if (lift.emptied.some && !isTested(use)) {
    const text = `${name}${absent ? '?.' : '.'}get(${quoted(use.getSourceFile(), codeParameter)}) ?? ${quoted(use.getSourceFile(), '')}`;
    return isSoleOf(wrapped(use)) ? text : `(${text})`;
  }
  const cast = castBack(lift, use);
  const same = comparedAs(lift, use, absent);
  const bare = `${cast ? `(${name} as ${cast})` : name}${readOf(lift, use, absent)}`;
  const read = same ? `(${bare} ?? ${same})` : bare;
  return lift.isWidened ? `(typeof ${name} === 'string' ? ${name} : ${read})` : read;
}

/** An argument, an initialiser: what needs no parentheses around an operator. */
function isSoleOf(value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.arguments?.includes(value) ?? false;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isReturnStatement(parent);
}

/**
 * The compiler takes a variable that was just set to null for null, also where a callback may have set it since: of null
 * alone nothing can be read.
 */
function castBack(lift: Lift, use: ts.Expression): string | undefined {
  const { flags } = lift.project.checker.getTypeAtLocation(use);
  if (isJavaScript(use)) return undefined;
  if (flags & ts.TypeFlags.Null) return 'URLSearchParams | null';
  return flags & ts.TypeFlags.Undefined ? 'URLSearchParams | undefined' : undefined;
}

/** `=== undefined`: `get` gives null for a missing code; `?.get` either, and both mean that there is none. */
function loosen(lift: Lift, use: ts.Expression, absent: boolean): void {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || parent.left !== value || !isAbsent(parent.right)) return;
  const { kind } = parent.operatorToken;
  if (!isStrict(kind)) return;
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (absent) replace(lift, parent.operatorToken, isEqual ? '==' : '!=');
  replace(lift, parent.right, 'null');
}

/** `code!`: the assertion stays where the carrier itself may be missing; casts to string go. */
function asserted(use: ts.Expression, absent: boolean): string {
  if (!absent) return '';
  for (let node: ts.Node = use; node !== wrapped(use); node = node.parent) {
    if (ts.isNonNullExpression(node.parent) || ts.isAsExpression(node.parent)) return '!';
  }
  return '';
}

/** Tests that tell undefined from null, or look at the type, would no longer see what they look for. */
function refuseTelling(use: ts.Expression): void {
  const value = wrapped(use);
  const { parent } = value;
  const tells =
    (ts.isTypeOfExpression(parent) && !/^(['"])string\1$/.test(otherSide(parent)?.getText() ?? '')) ||
    (ts.isSwitchStatement(parent) && parent.expression === value) ||
    (ts.isBinaryExpression(parent) && parent.right === value && isAbsent(parent.left));
  if (tells) throw new CannotFollow('wider-flow', parent, `The code is told apart in ${shortText(parent)}.`);
}

/** What a `typeof` is compared with. */
function otherSide(test: ts.TypeOfExpression): ts.Expression | undefined {
  const { parent } = test;
  if (!ts.isBinaryExpression(parent)) return undefined;
  return parent.left === test ? parent.right : parent.left;
}

/** Where null and the empty string are the same. */
function isTested(use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === value;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const logical = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return logical && (parent.left === value || isTested(parent));
}

/** `.get('code')`, with what the place needs where the code is missing: `get` gives null, the string was what the place takes. */
function readOf(lift: Lift, use: ts.Expression, absent: boolean): string {
  const read = `${absent ? '?.' : '.'}get(${quoted(use.getSourceFile(), codeParameter)})`;
  // `code!` has its own `!` already.
  if (ts.isNonNullExpression(use.parent)) return read;
  const expected = expectedAt(lift, use);
  if (isJavaScript(use)) return read;
  if (isOpaque(lift, use)) return `${read}!`;
  if (!expected) return read;
  const { checker } = lift.project;
  const takesUndefined = accepts(lift, expected, checker.getUndefinedType());
  if (accepts(lift, expected, checker.getNullType())) {
    return absent && !takesUndefined ? `${read} ?? null` : read;
  }
  return takesUndefined ? `${read} ?? undefined` : `${read}!`;
}

/** The name of a member: in its declaration, in a literal, in an access, which then may want the code alone. */
function renameField(lift: Lift, name: ts.Identifier | ts.StringLiteralLike, fieldName: string): void {
  const { parent } = name;
  const inOne = ts.isShorthandPropertyAssignment(parent) && lift.fields.has(parent);
  if (inOne) {
    const text = lift.literals.get(parent) ?? name.text;
    if (!isCarried(lift, name)) replace(lift, name, text === fieldName ? text : `${fieldName}: ${text}`);
    return;
  }
  if (ts.isBindingElement(parent) && lift.carriers.has(parent)) return;
  if (ts.isParameter(parent) && lift.carriers.has(parent)) return;
  const quote = ts.isStringLiteralLike(name) ? name.getText()[0] : '';
  replace(lift, name, `${ts.isPrivateIdentifier(name) ? '#' : ''}${quote}${fieldName}${quote}`);
  const access =
    ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) ? parent : undefined;
  if (!access || (ts.isPropertyAccessExpression(access) && access.name !== name)) return;
  const absent = isNullable(lift, access);
  const outer = wrapped(access);
  const file = access.getSourceFile();
  if (!lift.whole.has(access)) {
    loosen(lift, access, absent);
    lift.reduced.add(access);
    refuseTelling(access);
    if (!lift.emptied.some || isTested(access)) {
      const cast = castBack(lift, access);
      const same = comparedAs(lift, access, absent);
      if (same) insert(lift, file, access.getStart(), '(');
      if (cast) insert(lift, file, access.getStart(), '(');
      return insert(
        lift,
        file,
        access.getEnd(),
        `${cast ? ` as ${cast})` : ''}${readOf(lift, access, absent)}${same ? ` ?? ${same})` : ''}`,
      );
    }
    insert(lift, file, access.getStart(), '(');
    return insert(
      lift,
      file,
      access.getEnd(),
      `${absent ? '?.' : '.'}get(${quoted(file, codeParameter)}) ?? ${quoted(file, '')})`,
    );
  }
  replaceRange(lift, file, outer.getStart(), access.getStart(), '');
  replaceRange(lift, file, access.getEnd(), outer.getEnd(), asserted(access, absent));
}

function isCarried(lift: Lift, name: ts.Node): boolean {
  const symbol = lift.project.checker.getShorthandAssignmentValueSymbol(name.parent);
  return (symbol?.declarations ?? []).some((each) => lift.carriers.has(each as ts.NamedDeclaration));
}

/** `await waitForCode()` where the code alone is wanted. */
function takeCode(lift: Lift, expression: ts.Expression): void {
  if (lift.whole.has(expression)) return;
  lift.reduced.add(expression);
  const file = expression.getSourceFile();
  const bare = ts.isAwaitExpression(expression) && !ts.isParenthesizedExpression(expression.parent);
  if (bare) insert(lift, file, expression.getStart(), '(');
  const end = ts.isParenthesizedExpression(expression.parent)
    ? expression.parent.getEnd()
    : expression.getEnd();
  const read = readOf(lift, expression, isNullable(lift, expression));
  insert(lift, file, end, `${bare ? ')' : ''}${read}`);
}

/** `code === last`: nothing must stay the nothing that it was, for null and undefined differ. */
function comparedAs(lift: Lift, use: ts.Expression, absent: boolean): 'null' | 'undefined' | undefined {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isBinaryExpression(parent) || !isStrict(parent.operatorToken.kind)) return undefined;
  const other = parent.left === value ? parent.right : parent.left;
  const { checker } = lift.project;
  if (isAbsent(unwrap(other)) || !isMaybe(lift, checker.getTypeAtLocation(other))) return undefined;
  const type = checker.getTypeAtLocation(use);
  const parts = type.isUnion() ? type.types : [type];
  if (parts.some(({ flags }) => flags & ts.TypeFlags.Undefined)) return 'undefined';
  return absent && parts.some(({ flags }) => flags & ts.TypeFlags.Null) ? 'null' : undefined;
}

function isStrict(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/** Handed to something whose type is not known here: what was a string for certain goes on being one. */
function isOpaque(lift: Lift, use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  if (!parent.arguments?.includes(value)) return false;
  const { checker } = lift.project;
  const callee = checker.getTypeAtLocation(parent.expression);
  return (callee.flags & ts.TypeFlags.Any) !== 0 && !isMaybe(lift, checker.getTypeAtLocation(use));
}

function isNullable(lift: Lift, expression: ts.Expression): boolean {
  const { checker } = lift.project;
  const symbol =
    memberName(expression) === undefined
      ? undefined
      : checker.getSymbolAtLocation((expression as ts.PropertyAccessExpression).name);
  if (isWrittenEmpty(lift, expression, symbol?.declarations ?? [])) return true;
  const type = checker.getTypeAtLocation(expression);
  return checker.getNonNullableType(type) !== type && !isFromQuery(lift, expression);
}

/** True for a member whose only writer reads the query: `get` may give null, the query itself is there. */
function isFromQuery(lift: Lift, access: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  const symbol = lift.project.checker.getSymbolAtLocation(access.name);
  const declarations = symbol?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every(
      (each) => ts.isPropertyAssignment(each) && queryRead(lift.project, each.initializer) !== undefined,
    )
  );
}

/** Nothing is written there at times, though no type says so: in JavaScript, or without strict null checks. */
function isWrittenEmpty(lift: Lift, use: ts.Expression, declarations: readonly ts.Node[]): boolean {
  if (isJavaScript(use)) return lift.absent.has('everything');
  const empty = declarations.find((each) => lift.absent.has(each));
  const { type, questionToken } = (empty ?? {}) as Partial<ts.ParameterDeclaration>;
  return (
    type !== undefined && !questionToken && !isMaybe(lift, lift.project.checker.getTypeFromTypeNode(type))
  );
}

function isMaybe(lift: Lift, type: ts.Type): boolean {
  return lift.project.checker.getNonNullableType(type) !== type;
}

/** True when the carrier itself may be missing at this use: `get` gave null for a missing code, the query is always there. */
function mayBeAbsent(lift: Lift, use: ts.Identifier, declaration: ts.NamedDeclaration): boolean {
  const { checker } = lift.project;
  if (ts.isBindingElement(declaration)) {
    const key = (declaration.propertyName ?? declaration.name).getText();
    const owner = checker.getNonNullableType(checker.getTypeAtLocation(declaration.parent));
    const property = checker.getPropertyOfType(owner, key);
    const held = property && checker.getTypeOfSymbolAtLocation(property, declaration);
    const narrowed = !declaration.initializer && !isMaybe(lift, checker.getTypeAtLocation(use));
    if (!held || narrowed || !isMaybe(lift, held)) return false;
    const writers = property.declarations ?? [];
    return !writers.every(
      (each) => ts.isPropertyAssignment(each) && queryRead(lift.project, each.initializer),
    );
  }
  if (isWrittenEmpty(lift, use, [declaration])) return true;
  if (!isMaybe(lift, checker.getTypeAtLocation(use))) return false;
  if (!ts.isVariableDeclaration(declaration)) return true;
  if (declaration.type || !isConst(declaration)) return true;
  return (
    declaration.initializer !== undefined && queryRead(lift.project, declaration.initializer) === undefined
  );
}

/** The type of the place that a value stands in, where it has one of its own. */
function expectedAt(lift: Lift, use: ts.Expression): ts.Type | undefined {
  const { checker } = lift.project;
  const parent = ts.isParenthesizedExpression(use.parent) ? use.parent.parent : use.parent;
  const accessed = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  // `code ?? 'none'` takes whatever stands for nothing.
  const operator =
    ts.isBinaryExpression(parent) && parent.left === wrapped(use) ? parent.operatorToken.kind : undefined;
  if (operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken)
    return undefined;
  if (accessed && (parent.expression === use || parent.expression === use.parent))
    return checker.getStringType();
  if (ts.isShorthandPropertyAssignment(parent)) {
    return memberOf(lift, checker.getContextualType(parent.parent), parent);
  }
  return takesAnything(lift, wrapped(use)) ? undefined : checker.getContextualType(wrapped(use));
}

/** The type of a member; what an async function returns may be a promise, too, which has none of that name. */
function memberOf(
  lift: Lift,
  owner: ts.Type | undefined,
  member: ts.ShorthandPropertyAssignment,
): ts.Type | undefined {
  const owners = owner?.isUnion() ? owner.types : owner ? [owner] : [];
  const [found] = owners.flatMap(
    (each) => lift.project.checker.getPropertyOfType(each, member.name.text) ?? [],
  );
  return found && lift.project.checker.getTypeOfSymbolAtLocation(found, member);
}

/** Whether a place takes null or undefined, too: `get` may give them, as the type says, though it did not before. */
function accepts(lift: Lift, expected: ts.Type, value: ts.Type): boolean {
  const parts = expected.isUnion() ? expected.types : [expected];
  if (parts.some(({ flags }) => flags & ts.TypeFlags.TypeParameter)) return true;
  return lift.project.checker.isTypeAssignableTo(value, expected);
}

/** An argument of a generic function, such as `Boolean(value)`: it takes what it is given. */
function takesAnything(lift: Lift, value: ts.Expression): boolean {
  const call = value.parent;
  if (!ts.isCallExpression(call)) return false;
  const signature = lift.project.checker.getResolvedSignature(call)?.declaration;
  const parameter = signature?.parameters[call.arguments.indexOf(value)];
  if (!parameter || !ts.isParameter(parameter) || !parameter.type) return false;
  const type = lift.project.checker.getTypeFromTypeNode(parameter.type);
  return (type.symbol?.declarations ?? []).some((each) => each.parent === signature);
}
