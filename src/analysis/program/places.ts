import { ts } from '../../compiler.cjs';
import { descendants } from './ast.ts';
import { programFiles } from './bindings.ts';
import type { Project } from './project.ts';

/** Where names of members are written, over all files of the program: found by name, decided by symbol. */
export interface Places {
  /** Members of object literals and classes. */
  readonly members: ReadonlyMap<string, readonly ts.Declaration[]>;
  /** Calls `x.name(…)`, `x?.name(…)`. */
  readonly memberCalls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  /** Reads `x.name` and `{ name } = …`. */
  readonly reads: ReadonlyMap<string, readonly (ts.PropertyAccessExpression | ts.BindingElement)[]>;
  /** `x.emit('event', …)`, by event. */
  readonly emits: ReadonlyMap<string, readonly ts.CallExpression[]>;
}

const cache = new WeakMap<Project, Places>();

export function placesOf(project: Project): Places {
  const found = cache.get(project) ?? collect(project);
  cache.set(project, found);
  return found;
}

function collect(project: Project): Places {
  const members = new Map<string, ts.Declaration[]>();
  const memberCalls = new Map<string, ts.CallExpression[]>();
  const reads = new Map<string, (ts.PropertyAccessExpression | ts.BindingElement)[]>();
  const emits = new Map<string, ts.CallExpression[]>();
  for (const file of programFiles(project)) {
    for (const node of descendants(file)) {
      if (ts.isObjectLiteralElementLike(node) || ts.isClassElement(node))
        add(members, nameOf(node.name), node);
      else if (ts.isPropertyAccessExpression(node)) add(reads, node.name.text, node);
      else if (ts.isBindingElement(node)) add(reads, bindingKey(node), node);
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) continue;
      const name = node.expression.name.text;
      add(memberCalls, name, node);
      const [event] = node.arguments;
      if (name === 'emit' && event && ts.isStringLiteralLike(event)) add(emits, event.text, node);
    }
  }
  return { members, memberCalls, reads, emits };
}

/** The property that an element of a pattern takes: `code` of `{ code: authCode }`, the index in an array pattern. */
export function bindingKey(element: ts.BindingElement): string | undefined {
  if (element.dotDotDotToken) return undefined;
  if (ts.isArrayBindingPattern(element.parent)) return String(element.parent.elements.indexOf(element));
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
}

function nameOf(name: ts.PropertyName | undefined): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isPrivateIdentifier(name))
    ? name.text
    : undefined;
}

function add<V>(map: Map<string, V[]>, key: string | undefined, value: V): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The declarations that a member answers to: its own, those that the context of its literal asks for, those its class implements. */
export function answersTo(project: Project, member: ts.Declaration): readonly ts.Declaration[] {
  const name = nameOf((member as ts.NamedDeclaration).name as ts.PropertyName | undefined);
  if (name === undefined) return [member];
  const owner = member.parent;
  if (ts.isObjectLiteralExpression(owner)) {
    const type = project.checker.getContextualType(owner);
    return [member, ...declarationsIn(project, type, name)];
  }
  if (!ts.isClassLike(owner)) return [member];
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  return [
    member,
    ...bases.flatMap((base) => declarationsIn(project, project.checker.getTypeAtLocation(base), name)),
  ];
}

function declarationsIn(
  project: Project,
  type: ts.Type | undefined,
  name: string,
): readonly ts.Declaration[] {
  if (!type) return [];
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => project.checker.getPropertyOfType(part, name)?.declarations ?? []);
}

/** The members with a value that stand behind a declared member: the declaration itself, or who implements it. */
export function implementers(project: Project, symbol: ts.Symbol): ts.Declaration[] {
  const declared = symbol.declarations ?? [];
  return (placesOf(project).members.get(symbol.name) ?? []).filter((member) =>
    answersTo(project, member).some((declaration) => declared.includes(declaration)),
  );
}

/** Where a member with one of these declarations is read: `x.name` and `{ name } = x`. */
export function readsOf(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
): (ts.PropertyAccessExpression | ts.BindingElement)[] {
  return (placesOf(project).reads.get(name) ?? []).filter((read) =>
    symbolRead(project, read, name)?.declarations?.some((declaration) => declarations.includes(declaration)),
  );
}

/** The member that a read takes; undefined where its owner has no type. */
export function symbolRead(
  project: Project,
  read: ts.PropertyAccessExpression | ts.BindingElement,
  name: string,
): ts.Symbol | undefined {
  if (!ts.isBindingElement(read)) return project.checker.getSymbolAtLocation(read.name);
  return project.checker.getPropertyOfType(project.checker.getTypeAtLocation(read.parent), name);
}
