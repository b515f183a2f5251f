import { ts } from '../../../compiler.cjs';
import { isFunctionLike } from '../../program/ast.ts';
import { resolveAlias } from '../../program/sdk-symbols.ts';
import type { Way } from './access-path.ts';
import { isMember } from './families.ts';
import { CannotLift, type Lift } from './lift.ts';

/**
 * Remembers that code outside the project may rely on what the migration changes here.
 * @param way - from the declaration to the code: what a function returns goes out, everything else may come in
 * @throws {CannotLift} when it cannot be changed without breaking that code
 */
export function guardPublic(lift: Lift, declaration: ts.Node, way: Way): void {
  if (!isPublic(lift, declaration)) return;
  const name = (declaration as ts.NamedDeclaration).name?.getText() ?? 'it';
  const isInput = way[0]?.kind === 'argument' || (isMember(declaration) && !isFunctionLike(declaration));
  if (way.length === 0 && isMember(declaration)) {
    throw new CannotLift('public-member', declaration, `It is '${name}'.`);
  }
  lift.assumptions.push({ code: 'public-signature', detail: `It is '${name}'.`, isInput });
}

/** True for what a published library exports: the declaration itself, or the class or interface it is a member of. */
export function isPublic(lift: Pick<Lift, 'project'>, declaration: ts.Node): boolean {
  const file = declaration.getSourceFile();
  const modules = lift.project.publicModules(file.fileName);
  if (!modules) return false;
  const exported = topLevelOf(declaration);
  if (!exported) return false;
  return modules.some((module) => exportsOf(lift, module).has(exported));
}

/** A private member, and whatever is written in its signature, stays inside. */
function isPrivate(node: ts.Node): boolean {
  const flags = ts.isClassElement(node) ? ts.getCombinedModifierFlags(node) : ts.ModifierFlags.None;
  return (flags & ts.ModifierFlags.Private) !== 0 || hasPrivateName(node);
}

function hasPrivateName(declaration: ts.Node): boolean {
  const { name } = declaration as ts.NamedDeclaration;
  return name !== undefined && ts.isPrivateIdentifier(name);
}

/** The statement of the module that a declaration is or belongs to as a member; undefined for what a function or class keeps to itself. */
function topLevelOf(declaration: ts.Node): ts.Node | undefined {
  for (let node = declaration; node.parent; node = node.parent) {
    if (ts.isBlock(node.parent) || isPrivate(node)) return undefined;
    if (ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent)) return node;
    if (ts.isSourceFile(node.parent)) return node;
  }
  return undefined;
}

const exportsKnown = new WeakMap<ts.Program, Map<string, ReadonlySet<ts.Node>>>();

/** What a module exports, re-exports included. A module that is not in the program yet is asked for. */
function exportsOf(lift: Pick<Lift, 'project'>, module: string): ReadonlySet<ts.Node> {
  const { checker, program } = lift.project;
  const file = program.getSourceFile(module);
  if (!file) {
    lift.project.askFile(module);
    return new Set();
  }
  const ofProgram = exportsKnown.get(program) ?? new Map<string, ReadonlySet<ts.Node>>();
  exportsKnown.set(program, ofProgram);
  const known = ofProgram.get(module);
  if (known) return known;
  const symbol = checker.getSymbolAtLocation(file);
  const declarations = symbol
    ? checker
        .getExportsOfModule(symbol)
        .flatMap((each) => resolveAlias(lift.project, each).declarations ?? [])
    : [];
  const found = new Set<ts.Node>(declarations);
  ofProgram.set(module, found);
  return found;
}
