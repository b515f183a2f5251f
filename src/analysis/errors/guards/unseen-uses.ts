import { ts } from '../../../compiler.cjs';
import type { FunctionLike } from '../../program/ast.ts';
import { fileOf } from '../../program/component-modules.ts';
import { moduleName } from '../../program/importing-files.ts';
import { oncePerNode, oncePerProject } from '../../program/memo.ts';
import { isLocal } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { unparsedUser } from '../../program/unparsed-files.ts';
import { namesOf } from './function-calls.ts';
import { isDefaultExport } from './predicate-uses.ts';

/**
 * Asks for every file that may read what is declared under a name: it need not import the SDK.
 * @returns what cannot be looked at; undefined where every use is known, or will be in the next round
 */
export function unseenUses(
  project: Project,
  name: string,
  declarations: readonly ts.Declaration[],
): string | undefined {
  const open = declarations.filter((each) => !isBundledDeclaration(each) && !isHidden(each));
  if (open.length === 0 || !/^[\w$]+$/.test(name)) return undefined;
  const isMember = open.every(isMemberOf);
  const files = [...new Set(open.map((each) => fileOf(each.getSourceFile().fileName)))];
  const key = [name, isMember, ...files].join('\0');
  const known = answers(project);
  if (!known.has(key)) {
    const asked = project.askFew(name, ...open);
    const text = `'${name}' in more files than the tool looks at`;
    known.set(key, asked ? unparsedUser(project, { name, isMember }, files) : text);
  }
  return known.get(key);
}

const answers = oncePerProject(() => new Map<string, string | undefined>());

const isMemberOf = (node: ts.Node): boolean =>
  ts.isClassElement(node) ||
  ts.isTypeElement(node) ||
  ts.isObjectLiteralElement(node) ||
  ts.isParameter(node) ||
  ts.isPropertyAccessExpression(node);

/** Nobody outside of its file can name it. */
function isHidden(declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  return name === undefined || (name.parent === declaration && isLocal(name));
}

/** The same for the calls of a function. */
export const unseenCalls = oncePerNode((project: Project, owner: FunctionLike): string | undefined => {
  const declaration = declaring(owner);
  const names = [...namesOf(project, [owner])].filter((name) => name !== 'default');
  if (isDefaultExport(owner)) names.push(moduleName(owner));
  if (!declaration) return undefined;
  return names.map((name) => unseenUses(project, name, [declaration])).find((each) => each !== undefined);
});

/** What gives a function its name. */
function declaring(owner: FunctionLike): ts.Declaration | undefined {
  if (owner.name || ts.isFunctionDeclaration(owner)) return owner;
  const { parent } = owner;
  return ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent)
    ? parent
    : undefined;
}
