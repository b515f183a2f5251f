import { ts } from '../../../compiler.cjs';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';

type FilledMember = ts.PropertySignature | ts.PropertyDeclaration | ts.PropertyAssignment;

/** Whether an expression holds a whole query. */
type IsQuery = (value: ts.Expression) => boolean;

/**
 * True for a member of the project's own request that all writers fill with a whole query:
 * `{ query: Object.fromEntries(url.searchParams) }` of an own router. What a test writes there does not count.
 */
export function isFilledMember(project: Project, property: ts.Symbol | undefined, isQuery: IsQuery): boolean {
  const declared = property?.valueDeclaration;
  if (!property || !declared || !isOwnRecord(project, property, declared)) return false;
  const known = answers.get(project) ?? new Map<ts.Node, boolean>();
  answers.set(project, known);
  const answer = known.get(declared);
  if (answer !== undefined) return answer;
  // A writer may pass on what another one has filled: `{ ...request, query: request.query }`.
  known.set(declared, true);
  const written = writtenTo(project, property.name, declared);
  const isFilled = written.length > 0 && written.every((value) => value && isQuery(value));
  known.set(declared, isFilled);
  return isFilled;
}

const answers = new WeakMap<Project, Map<ts.Node, boolean>>();

/** `query: Record<string, string>` of an interface or a type of the project. A type that names its members is filled with those. */
function isOwnRecord(
  { checker, userFiles }: Project,
  property: ts.Symbol,
  declared: ts.Declaration,
): declared is FilledMember {
  if (!isKind(declared) || !userFiles.includes(declared.getSourceFile())) return false;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
  return (type.flags & ts.TypeFlags.Any) !== 0 || checker.getIndexInfosOfType(type).length > 0;
}

const isKind = (node: ts.Node): node is FilledMember =>
  ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node);

/** What the project puts there, undefined for a value that cannot be read. */
function writtenTo(
  project: Project,
  name: string,
  declared: FilledMember,
): readonly (ts.Expression | undefined)[] {
  // Whoever writes it names it: the files that only pass such a request on are not needed.
  if (!project.ask(name, declared)) return [];
  const { members, assigned } = syntaxOf(project);
  const made = (members.get(name) ?? []).filter((each) => isMadeFor(project, each, declared));
  const set = (assigned.get(name) ?? []).filter(({ at }) => isMemberOf(project, at, declared));
  const initial = ts.isPropertyDeclaration(declared) && declared.initializer ? [declared.initializer] : [];
  return [...initial, ...made.map(valueIn), ...set.map(({ value }) => value)].filter(
    (value) => !value || !isTestFile(value.getSourceFile()),
  );
}

/** A member of an object literal that is, or can be passed as, what declares the member. */
function isMadeFor({ checker }: Project, { parent }: ts.Node, declared: FilledMember): boolean {
  if (!ts.isObjectLiteralExpression(parent)) return false;
  const owner = checker.getTypeAtLocation(declared.parent);
  return checker.isTypeAssignableTo(checker.getTypeAtLocation(parent), owner);
}

/** `request.query` of `request.query = …` */
function isMemberOf(project: Project, at: ts.Expression, declared: FilledMember): boolean {
  const access = unwrap(at);
  if (!ts.isPropertyAccessExpression(access)) return false;
  return symbolOf(project, access.name)?.valueDeclaration === declared;
}

function valueIn(member: ts.Node): ts.Expression | undefined {
  if (ts.isShorthandPropertyAssignment(member)) return member.name;
  return ts.isPropertyAssignment(member) ? member.initializer : undefined;
}
