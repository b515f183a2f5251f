import { ts } from '../../compiler.cjs';
import { isAssignment } from './ast.ts';
import { nodesOfKinds } from './node-index.ts';
import { withOwnDeclarations } from './own-declarations.ts';
import type { Project } from './project.ts';
import { declaredAs, isPromiseSymbol, symbolOf } from './sdk-symbols.ts';

/** A place where a value of one type becomes one of another: both types have the member, each declares its own. */
export interface Conversion {
  readonly node: ts.Expression;
  readonly from: readonly ts.Declaration[];
  readonly to: readonly ts.Declaration[];
}

interface Place {
  readonly node: ts.Expression;
  readonly type: ts.Type;
}

const seeking = new WeakSet<Project>();

/** Runs something without looking for conversions: they are expensive to find, and do not matter while only files are sought. */
export function whileSeeking(project: Project, run: () => void): void {
  seeking.add(project);
  try {
    run();
  } finally {
    seeking.delete(project);
  }
}

/** True while files are only sought. */
export const isSeeking = (project: Project): boolean => seeking.has(project);

const places = new WeakMap<Project, Map<ts.SourceFile, readonly Place[]>>();
const found = new WeakMap<Project, Map<string, readonly Conversion[]>>();

/** Where values with a member of this name change their type without a cast: structural typing links the two members. */
export function conversions(project: Project, name: string, files: readonly ts.SourceFile[]): Conversion[] {
  return files.flatMap((file) => conversionsIn(project, name, file));
}

function conversionsIn(project: Project, name: string, file: ts.SourceFile): readonly Conversion[] {
  if (seeking.has(project)) return [];
  const ofProject = found.get(project) ?? new Map<string, readonly Conversion[]>();
  found.set(project, ofProject);
  const key = `${name}\0${file.fileName}`;
  const known = ofProject.get(key);
  if (known) return known;
  const result = passedValues(project, file).flatMap(({ node, type }) => {
    const given = membersIn(project, type, name);
    const expected = given.size > 0 ? expectedAt(project, node) : undefined;
    const wanted = expected && type !== expected ? membersIn(project, expected, name) : none;
    return [...given].flatMap(([place, from]) => {
      const to = wanted.get(place) ?? [];
      return to.length > 0 && !from.every((each) => to.includes(each)) ? [{ node, from, to }] : [];
    });
  });
  ofProject.set(key, result);
  return result;
}

type Members = ReadonlyMap<string, readonly ts.Declaration[]>;

const none: Members = new Map();
const knownMembers = new WeakMap<ts.Type, Map<string, Members>>();

/** The members with a name in a type and in its parts: what a promise gives, what a function returns, its own members. */
function membersIn(project: Project, type: ts.Type, name: string, depth = 0): Members {
  const ofType = knownMembers.get(type) ?? new Map<string, Members>();
  knownMembers.set(type, ofType);
  const known = ofType.get(name);
  if (known) return known;
  ofType.set(name, none);
  const own = declarationsOf(project, type, name);
  const found = new Map<string, readonly ts.Declaration[]>(own.length > 0 ? [['', own]] : []);
  for (const [place, inner] of depth < 4 ? partsOf(project, type) : []) {
    for (const [rest, each] of membersIn(project, inner, name, depth + 1)) {
      found.set(`${place}/${rest}`, [...(found.get(`${place}/${rest}`) ?? []), ...each]);
    }
  }
  ofType.set(name, found);
  return found;
}

/** The types that a value of a type gives access to, each with the step that leads there. */
function partsOf(project: Project, type: ts.Type): [string, ts.Type][] {
  const { checker } = project;
  if (type.isUnion()) return type.types.flatMap((part) => partsOf(project, part));
  if (!(type.flags & ts.TypeFlags.Object)) return [];
  if (isPromiseSymbol(type.symbol)) {
    return checker
      .getTypeArguments(type as ts.TypeReference)
      .map((each) => ['await', checker.getNonNullableType(each)]);
  }
  if (declaredAs(type.symbol)) return [];
  const [signature, ...more] = type.getCallSignatures();
  if (signature && more.length === 0) {
    const given = checker.getNonNullableType(checker.getReturnTypeOfSignature(signature));
    const taken = signature.parameters.flatMap((parameter, index): [string, ts.Type][] => {
      const declaration = parameter.valueDeclaration;
      if (!declaration) return [];
      return [
        [`${index}`, checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, declaration))],
      ];
    });
    return [['call', given], ...taken];
  }
  const isAnonymous = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Anonymous) !== 0;
  const properties = isAnonymous || type.isClassOrInterface() ? checker.getPropertiesOfType(type) : [];
  if (properties.length > 20) return [];
  return properties.flatMap((property): [string, ts.Type][] => {
    const declaration = property.valueDeclaration;
    if (!declaration) return [];
    return [
      [
        `.${property.name}`,
        checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, declaration)),
      ],
    ];
  });
}

/** What a search for values of a member looks for, and in which files. */
export interface MemberSearch {
  readonly name: string;
  readonly family: ReadonlySet<ts.Node>;
  readonly files: readonly ts.SourceFile[];
}

/** Where values with the member are passed to code that takes any type, e.g. `JSON.stringify(record)`. */
export function escapes(project: Project, { name, family, files }: MemberSearch): ts.Expression[] {
  if (seeking.has(project)) return [];
  const places = files.flatMap((file) => passedValues(project, file));
  return places.flatMap(({ node, type }) => {
    const isFamily = declarationsOf(project, type, name).some((each) => family.has(each));
    return isFamily && isVague(project, node, expectedAt(project, node)) ? [node] : [];
  });
}

/** True for a place that takes any record: `any`, `object`, `Record<string, unknown>`, the parameter of `Object.values`. */
function isVague(project: Project, node: ts.Expression, expected: ts.Type | undefined): boolean {
  if (!expected) return true;
  if (expected.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return true;
  if (project.checker.getIndexInfosOfType(expected).length > 0) return true;
  const outer = ts.isSpreadAssignment(node.parent) ? node.parent.parent : node;
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  const declared = declaredAs(symbolOf(project, call.expression));
  return declared?.name === 'structuredClone' || declared?.name === 'ObjectConstructor';
}

/** Where an untyped value becomes one with the member, e.g. `JSON.parse(text) as Message`. */
export function intrusions(project: Project, { name, family, files }: MemberSearch): ts.Expression[] {
  if (seeking.has(project)) return [];
  return files
    .flatMap((file) => untyped(project, file))
    .flatMap(({ node, expected }) => {
      const isFamily = declarationsOf(project, expected, name).some((each) => family.has(each));
      return isFamily ? [node] : [];
    });
}

interface Untyped {
  readonly node: ts.Expression;
  readonly expected: ts.Type;
}

const knownUntyped = new WeakMap<Project, Map<ts.SourceFile, readonly Untyped[]>>();

/** Every value of type any or unknown that is used as another type. */
function untyped(project: Project, file: ts.SourceFile): readonly Untyped[] {
  const ofProject = knownUntyped.get(project) ?? new Map<ts.SourceFile, readonly Untyped[]>();
  knownUntyped.set(project, ofProject);
  const known = ofProject.get(file);
  if (known) return known;
  const { checker } = project;
  const all = nodesOfKinds(file, usedKinds).flatMap((node): Untyped[] => {
    const cast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
    if (!cast && !isPassed(node)) return [];
    const value = cast ? node.expression : node;
    const type = checker.getTypeAtLocation(value);
    if (!(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return [];
    const expected = cast ? checker.getTypeFromTypeNode(node.type) : checker.getContextualType(node);
    return expected ? [{ node: value, expected: checker.getNonNullableType(expected) }] : [];
  });
  ofProject.set(file, all);
  return all;
}

function declarationsOf(project: Project, type: ts.Type, name: string): readonly ts.Declaration[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => {
    const member = project.checker.getPropertyOfType(part, name);
    return (member && withOwnDeclarations(project, member).declarations) ?? [];
  });
}

/** Every value that is passed to a parameter, a declared variable, a return type, an assignment or a member. */
function passedValues(project: Project, file: ts.SourceFile): readonly Place[] {
  const ofProject = places.get(project) ?? new Map<ts.SourceFile, readonly Place[]>();
  places.set(project, ofProject);
  const known = ofProject.get(file);
  if (known) return known;
  const { checker } = project;
  const all = nodesOfKinds(file, plainKinds)
    .filter(isPassed)
    .flatMap((node): Place[] => {
      const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
      const isObject =
        (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection)) !== 0;
      return isObject ? [{ node, type }] : [];
    });
  ofProject.set(file, all);
  return all;
}

/** The type that the place of a value expects: expensive to find out, so only asked for values with the member. */
function expectedAt({ checker }: Project, node: ts.Expression): ts.Type | undefined {
  const outer = ts.isSpreadAssignment(node.parent) ? node.parent.parent : node;
  const expected = checker.getContextualType(outer);
  return expected && checker.getNonNullableType(expected);
}

function isPassed(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  if (!parent || !isPlain(node)) return false;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.arguments?.includes(node as ts.Expression) ?? false;
  if (ts.isSpreadAssignment(parent) || ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return parent.type !== undefined && parent.initializer === node;
  if (ts.isBinaryExpression(parent)) {
    return parent.right === node && isAssignment(parent.operatorToken.kind);
  }
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node;
}

/** The kinds of {@link isPlain}. */
const plainKinds = [
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.ThisKeyword,
] as const;

const usedKinds = [...plainKinds, ts.SyntaxKind.AsExpression, ts.SyntaxKind.TypeAssertionExpression] as const;

/** True for a value that has its own type. A literal gets its type from its place, so it cannot change it. */
function isPlain(node: ts.Node): node is ts.Expression {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isNewExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}
