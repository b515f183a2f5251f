import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { packages } from '../../../sdk/modules.ts';
import {
  classOfCode,
  type ErrorFamily,
  errorModules,
  errorSources,
  oauthErrorClass,
  oauthErrorCodes,
} from '../../../sdk/verifier-roles.ts';
import { indentationAt, indentUnit, isAbsent, unwrap, wrapped } from '../../program/ast.ts';
import { importsOf } from '../../program/import-bindings.ts';
import { ensureNames } from '../../program/import-edit.ts';
import type { Project } from '../../program/project.ts';
import type { ErrorKind } from './error-kind.ts';
import type { Receiver } from './error-receivers.ts';

/** The error that a receiver wants, as code of one file. */
export interface Wanted {
  readonly family: ErrorFamily;
  readonly module: string;
  /** The exports that it takes: the class first, then the codes of v2. */
  readonly names: readonly string[];
}

/** The text that a fix writes where the code shows none. The SDK's own for such a token says as much. */
const usualText = (code: string): string =>
  code === 'InvalidGrant' ? 'Invalid or expired code or token' : 'Invalid or expired access token';

/** @returns undefined when no package around the file exports the error */
export function wantedError(
  project: Project,
  file: ts.SourceFile,
  receiver: Receiver,
  code: string,
): Wanted | undefined {
  const { family } = receiver;
  const names = family === 'v2' ? [oauthErrorClass, oauthErrorCodes] : [classOfCode(code)];
  const module = moduleFor(project, file, receiver);
  return module === undefined ? undefined : { family, module, names };
}

function moduleFor(project: Project, file: ts.SourceFile, { family, module }: Receiver): string | undefined {
  // `--sdk 2` reads v1 imports as those of v2; what is written has to resolve today.
  if (module?.startsWith(`${packages.v1}/`))
    return module.endsWith('.js') ? errorModules.v1 : errorModules.v1.replace(/\.js$/, '');
  const used = errorSources[family].find((source) =>
    importsOf(file, source).some(({ kind }) => kind !== 'type'),
  );
  if (used) return used;
  if (family === 'legacy')
    return module && errorSources.legacy.includes(module) ? module : errorModules.legacy;
  if (family === 'v1') return errorModules.v1;
  const known = errorSources.v2.map((source) => [source, project.dependency(file.fileName, source)] as const);
  if (known.every(([, dependency]) => dependency === undefined)) return errorModules.v2;
  return known.find(([, dependency]) => dependency?.declared)?.[0];
}

/** What {@link replaceError} and its like write, without the import that it takes. */
export type Rewritten = readonly Edit[];

/** `new Error(m)` → `new InvalidTokenError(m)`: what constructs the error changes, its text stays. */
export function replaceError(
  project: Project,
  made: ts.NewExpression | ts.CallExpression,
  error: ErrorKind,
  wanted: Wanted,
  code: string,
): Rewritten {
  const file = made.getSourceFile();
  const { locals } = ensureNames(project, file, wanted.module, wanted.names);
  const edit = (start: number, end: number, text: string): Edit => ({
    file: file.fileName,
    start,
    end,
    text,
  });
  const callee = ts.isNewExpression(made) ? locals[0]! : `new ${locals[0]}`;
  const edits = [edit(made.expression.getStart(), made.expression.end, callee)];
  const lead = wanted.family === 'v2' ? `${locals[1]}.${code}` : undefined;
  const given = made.arguments ?? [];
  const dropped = error.codeAt === 0 ? given[0] : undefined;
  const kept = dropped ? given.slice(1) : given;
  const [message] = kept;
  if (!message || !made.arguments) {
    const from = made.arguments ? (dropped?.getStart() ?? made.end - 1) : made.expression.end;
    const text = [...(lead ? [lead] : []), quoted(file, usualText(code))].join(', ');
    const isBare = !made.arguments;
    edits.push(edit(from, dropped ? dropped.end : from, isBare ? `(${text})` : text));
    return edits;
  }
  if (dropped && lead) edits.push(edit(dropped.getStart(), dropped.end, lead));
  else if (dropped) edits.push(edit(dropped.getStart(), message.getStart(), ''));
  else if (lead) edits.push(edit(message.getStart(), message.getStart(), `${lead}, `));
  // `new Error(undefined)` has a text, too.
  if (mayBeAbsent(project, message)) {
    const isSimple = ts.isIdentifier(message) || ts.isPropertyAccessExpression(message);
    const value = isSimple ? message.getText() : `(${message.getText()})`;
    edits.push(edit(message.getStart(), message.end, `${value} ?? ${quoted(file, usualText(code))}`));
  }
  // The options of an Error are no URI.
  const last = kept.at(-1)!;
  if (!error.family && last !== message) edits.push(edit(message.end, last.end, ''));
  return edits;
}

function mayBeAbsent({ checker }: Project, message: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(message);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => (flags & ts.TypeFlags.Undefined) !== 0);
}

/** `return null;` → `throw new InvalidTokenError('…');`, `: null` → `: Promise.reject(new InvalidTokenError('…'))` */
export function throwInstead(
  project: Project,
  node: ts.ReturnStatement | ts.Expression,
  wanted: Wanted,
  code: string,
): Rewritten {
  const file = node.getSourceFile();
  const text = newError(project, file, wanted, code);
  const edit = (written: string): Rewritten => [
    { file: file.fileName, start: node.getStart(), end: node.end, text: written },
  ];
  if (!ts.isReturnStatement(node) && !isAbsent(node)) return [orElse(node, `Promise.reject(${text})`)];
  if (!ts.isReturnStatement(node)) return edit(`Promise.reject(${text})`);
  return edit(`throw ${text}${node.getText().endsWith(';') ? ';' : ''}`);
}

/** `keys.get(token)!` → `keys.get(token) ?? …` */
function orElse(node: ts.Expression, text: string): Edit {
  const outer = ts.isNonNullExpression(node.parent) ? node.parent : node;
  const { parent } = outer;
  const standsAlone =
    ts.isReturnStatement(parent) || ts.isArrowFunction(parent) || ts.isParenthesizedExpression(parent);
  const value = `${node.getText()} ?? ${text}`;
  return {
    file: node.getSourceFile().fileName,
    start: outer.getStart(),
    end: outer.end,
    text: standsAlone ? value : `(${value})`,
  };
}

/** Makes a check of a package throw the wanted error; undefined where it stands in an expression that cannot be wrapped. */
export function guardCheck(
  project: Project,
  call: ts.Expression,
  wanted: Wanted,
  code: string,
): Rewritten | undefined {
  const file = call.getSourceFile();
  const text = newError(project, file, wanted, code);
  // `reject(error)`, where the check calls back.
  if (!ts.isCallExpression(call))
    return [{ file: file.fileName, start: call.getStart(), end: call.end, text }];
  const outer = wrapped(call);
  const unit = indentUnit(file);
  if (ts.isAwaitExpression(outer.parent) || ts.isReturnStatement(outer.parent)) {
    const isSync = ts.isReturnStatement(outer.parent) && !isPromise(project, call);
    if (isSync) return undefined;
    const indent = indentationAt(file, call.getStart());
    const handler = `.catch(() => {\n${indent}${unit}throw ${text};\n${indent}})`;
    return [{ file: file.fileName, start: call.end, end: call.end, text: handler }];
  }
  return aroundDeclaration(file, outer, text);
}

/** jose is not declared here: its checks give promises, those of jsonwebtoken do not. */
function isPromise(project: Project, call: ts.CallExpression): boolean {
  const { flags } = project.checker.getTypeAtLocation(call);
  const callee = unwrap(call.expression);
  return (flags & ts.TypeFlags.Any) !== 0 && /^(?:jwt|compact)(?:Verify|Decrypt)$/.test(lastWord(callee));
}

const lastWord = (node: ts.Expression): string =>
  ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();

/** `const claims = verify(token, key);` → a `let`, and the assignment in a `try`. */
function aroundDeclaration(file: ts.SourceFile, value: ts.Expression, thrown: string): Rewritten | undefined {
  const declaration = value.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const statement = declaration.parent.parent;
  const list = declaration.parent;
  if (!ts.isVariableStatement(statement) || !ts.isVariableDeclarationList(list)) return undefined;
  if (list.declarations.length !== 1) return undefined;
  if (!ts.isBlock(statement.parent)) return undefined;
  const indent = indentationAt(file, statement.getStart());
  const unit = indentUnit(file);
  const end = statement.getText().endsWith(';') ? ';' : '';
  const name = declaration.name.text;
  const type = declaration.type ? `: ${declaration.type.getText()}` : typeOfCast(value);
  const shifted = value.getText().replaceAll('\n', `\n${unit}`);
  const text = [
    `let ${name}${type}${end}`,
    'try {',
    `${unit}${name} = ${shifted}${end}`,
    '} catch {',
    `${unit}throw ${thrown}${end}`,
    '}',
  ].join(`\n${indent}`);
  return [{ file: file.fileName, start: statement.getStart(), end: statement.end, text }];
}

function typeOfCast(value: ts.Expression): string {
  return ts.isAsExpression(value) ? `: ${value.type.getText()}` : '';
}

function newError(project: Project, file: ts.SourceFile, wanted: Wanted, code: string): string {
  const { locals } = ensureNames(project, file, wanted.module, wanted.names);
  const lead = wanted.family === 'v2' ? `${locals[1]}.${code}, ` : '';
  return `new ${locals[0]}(${lead}${quoted(file, usualText(code))})`;
}

/** A text in the quotes of the file. */
function quoted(file: ts.SourceFile, text: string): string {
  const [first] = file.statements.filter(ts.isImportDeclaration);
  const sample = first?.moduleSpecifier.getText(file) ?? /["']/.exec(file.text)?.[0] ?? "'";
  const quote = sample.startsWith('"') ? '"' : "'";
  return `${quote}${text}${quote}`;
}
