import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { codeText } from '../../program/ast.ts';
import { usesOf } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isUrlSearchParamsType, type QueryRead, throughConstants } from '../query/query-read.ts';
import { isRepeatable } from '../query/repeatable.ts';
import { familyOf, isMember, isWritten } from './families.ts';
import type { Lift } from './lift.ts';
import { soleRead } from './nearby.ts';

/**
 * The query that a record keeps beside the code, whoever wrote the record: `callback.url.searchParams` for `callback.code`
 * of `{ url, code: url.searchParams.get('code') }`.
 */
export function readBeside(lift: Lift, access: ts.PropertyAccessExpression): QueryRead | undefined {
  if (!isRepeatable(access.expression) || ts.isOptionalChain(access)) return undefined;
  const { project } = lift;
  const declarations = symbolOf(project, access.name)?.declarations ?? [];
  const [first] = declarations;
  if (!first || !isMember(first) || !declarations.every((each) => ts.isPropertySignature(each)))
    return undefined;
  const owner = project.checker.getNonNullableType(project.checker.getTypeAtLocation(access.expression));
  const siblings = owner.getProperties().flatMap((each) => {
    const path = queryPath(project, project.checker.getTypeOfSymbolAtLocation(each, access));
    return path === undefined || each.name === access.name.text ? [] : [{ name: each.name, path }];
  });
  if (siblings.length === 0) return undefined;
  const writers = writersOf(lift, declarations);
  const beside = siblings.find(({ name, path }) =>
    writers?.every((writer) => isWrittenBeside(lift, writer, access.name.text, name, path)),
  );
  if (!beside) return undefined;
  const params = `${access.expression.getText()}.${beside.name}${beside.path}`;
  return { node: access, key: codeParameter, params, root: access.expression };
}

/** What to write after a member of this type to get the query; undefined for a type that holds none, or may be missing. */
function queryPath(project: Project, type: ts.Type): string | undefined {
  if (isUrlSearchParamsType(project, type)) return '';
  const declared = type.symbol && declaredAs(type.symbol);
  return declared?.area === 'platform/web' && declared.name === 'URL' ? '.searchParams' : undefined;
}

/** The object literals that write the member; undefined when something else writes it, too. Literals in tests do not count. */
export function writersOf(
  lift: Pick<Lift, 'project'>,
  declarations: readonly ts.Declaration[],
): ts.ObjectLiteralExpression[] | undefined {
  const family = [...familyOf(lift.project, declarations)];
  const [first] = family;
  const writers = family.filter(
    ({ parent }) => !ts.isInterfaceDeclaration(parent) && !ts.isTypeLiteralNode(parent),
  );
  const literals = writers.flatMap(({ parent }) => (ts.isObjectLiteralExpression(parent) ? [parent] : []));
  if (!first || literals.length < writers.length || usesOf(lift, family, first.name).some(isWritten))
    return undefined;
  const real = literals.filter((each) => !isTestFile(each.getSourceFile()));
  return real.length > 0 ? real : undefined;
}

/** True when the literal has both members and reads the code out of the other one. */
function isWrittenBeside(
  lift: Lift,
  literal: ts.ObjectLiteralExpression,
  code: string,
  name: string,
  path: string,
): boolean {
  const [given, beside] = [code, name].map((each) => valueIn(literal, each));
  const read = given && soleRead(lift.project, throughConstants(lift.project, given));
  if (!beside || read?.key !== codeParameter || read.params !== read.root.getText()) return false;
  return codeText(read.root) === `${codeText(beside)}${path}`;
}

/** What an object literal gives a member. */
export function valueIn(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const member = literal.properties.find((each) => each.name?.getText() === name);
  if (member && ts.isPropertyAssignment(member)) return member.initializer;
  return member && ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}
