import { ts } from '../../../compiler.cjs';
import { isFunctionLike, unwrap } from '../../program/ast.ts';
import { calledAt } from '../../program/callees.ts';
import { declarationAt, keyOf } from '../../program/declaration-at.ts';
import { moduleName } from '../../program/importing-files.ts';
import { filesMentioning, type Mention, mentionsIn } from '../../program/mention-index.ts';
import { isLocal, referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { putValue } from '../../program/syntax-index.ts';
import { type Carriers, carriersOf } from './carriers/carriers.ts';
import { createFlow, type Flow } from './flow/flow.ts';
import { isEncoder } from './flow/own-json.ts';
import { findProviders } from './provider/provider.ts';

/**
 * In which other files may the authorization response be sent?
 * Asked by the rule authorize-issuer before it looks for exits.
 * Gives nothing back: it asks the project for every file that names a carrier of the request or of a URL built from it.
 */
export function seekAnswers(project: Project): void {
  for (const provider of findProviders(project)) {
    if (provider.flag !== 'off') seekFrom(createFlow(project, provider.authorize));
  }
}

/** Goes from file to file by the names of what carries the request. */
function seekFrom(flow: Flow): void {
  const { project } = flow;
  const files = new Set([flow.authorize.getSourceFile()]);
  const names = new Map<string, Set<ts.SourceFile>>();
  const follow = (name: string, declaredIn: ts.SourceFile): void => {
    const known = names.get(name) ?? new Set();
    if (known.has(declaredIn)) return;
    names.set(name, known.add(declaredIn));
    project.ask(name, declaredIn);
    for (const file of filesMentioning(project, name)) {
      files.add(file);
      for (const { parent } of mentionsIn(file, name)) {
        const renamed =
          ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent) ? parent.name : undefined;
        if (renamed && ts.isIdentifier(renamed)) follow(renamed.text, file);
      }
    }
  };
  const members = new Set<ts.Node>();
  /** The name of a member may be a common word. Files that use it usually name its class, too. */
  const followMember = (member: ts.NamedDeclaration, name: string): void => {
    if (members.has(member)) return;
    members.add(member);
    project.askIfFew(name);
    for (const file of filesMentioning(project, name))
      if (mentionsIn(file, name).some((use) => mayBe(project, use, member))) files.add(file);
  };
  // Code that has the provider may call authorize() itself, instead of the SDK.
  const owner = flow.authorize.parent;
  if (ts.isClassLike(owner) && owner.name) follow(owner.name.text, owner.getSourceFile());
  const found = carriersOf(flow);
  const carriersIn = byFile([...found.declarations].map((node) => [node.getSourceFile(), node]));
  const receiversIn = receiversOf(flow, found);
  for (const file of files) {
    const carriers = carriersIn.get(file) ?? [];
    const receivers = receiversIn.get(file) ?? [];
    // What it imports may carry the request further.
    if (carriers.length + receivers.length > 0) project.askFile(file.fileName);
    for (const carrier of [...carriers, ...receivers]) {
      const named = namingDeclaration(carrier);
      for (const name of ownNames(named)) {
        if (named && isMember(named)) followMember(named, name);
        else follow(name, carrier.getSourceFile());
      }
      const type = named && typeOf(named);
      if (named && type) follow(type, named.getSourceFile());
    }
    for (const receiver of receivers) files.add(receiver.getSourceFile());
  }
}

/** The functions, stores and fields of any file that code of a file passes the request to, by that file. */
function receiversOf(flow: Flow, { calls, assignments }: Carriers): Carrying {
  const { project } = flow;
  const found: (readonly [ts.SourceFile, ts.NamedDeclaration])[] = [];
  const note = (node: ts.Node, all: readonly ts.NamedDeclaration[]): void => {
    for (const one of all) if (isUsers(project, one)) found.push([node.getSourceFile(), one]);
  };
  for (const assignment of assignments) {
    const left = unwrap(assignment.left);
    note(assignment, declarations(project, ts.isElementAccessExpression(left) ? left.expression : left));
  }
  for (const call of calls) {
    const called = calledAt(project, call);
    note(call, called);
    if (!ts.isCallExpression(call)) continue;
    if (called.length === 0) {
      note(call, signatureOf(project, call));
      askForOwner(project, call);
    }
    if (isEncoder(call)) note(call, typesWritten(flow, call));
    const put = putValue(call);
    if (put) note(call, declarations(project, put.store));
  }
  return byFile(found);
}

type Carrying = ReadonlyMap<ts.SourceFile, readonly ts.NamedDeclaration[]>;

function byFile(pairs: readonly (readonly [ts.SourceFile, ts.NamedDeclaration])[]): Carrying {
  const found = new Map<ts.SourceFile, ts.NamedDeclaration[]>();
  for (const [file, node] of pairs) {
    const ofFile = found.get(file);
    if (ofFile) ofFile.push(node);
    else found.set(file, [node]);
  }
  return found;
}

function isUsers(project: Project, node: ts.Node): boolean {
  return project.userFiles.includes(node.getSourceFile());
}

/** The member of an interface without a known implementation: its name leads to the files that implement it. */
function signatureOf(project: Project, call: ts.CallExpression): readonly ts.NamedDeclaration[] {
  const declaration = declarationAt(project, unwrap(call.expression));
  return declaration && ts.isTypeElement(declaration) ? [declaration] : [];
}

/** The types of the records that become JSON: what reads the text again names them. */
function typesWritten(flow: Flow, { arguments: [value] }: ts.CallExpression): readonly ts.NamedDeclaration[] {
  const { checker } = flow.project;
  return (value ? flow.facts(value) : []).flatMap((fact) => {
    const type = fact.kind === 'record' ? checker.getContextualType(fact.literal) : undefined;
    const symbol = type?.aliasSymbol ?? type?.symbol;
    return (symbol?.declarations ?? []).filter(
      (one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one) || ts.isClassDeclaration(one),
    );
  });
}

/** `this.services.pending.put(…)`: the type of the member is in a file that the one which declares the member imports. */
function askForOwner(project: Project, { expression }: ts.CallExpression): void {
  let owner = unwrap(expression);
  while (ts.isPropertyAccessExpression(owner) || ts.isCallExpression(owner)) {
    owner = unwrap(owner.expression);
    const declaration = declarationAt(project, owner);
    if (!declaration) continue;
    if (isUsers(project, declaration)) project.askFile(declaration.getSourceFile().fileName);
    return;
  }
}

function declarations(project: Project, target: ts.Expression): readonly ts.NamedDeclaration[] {
  const key = keyOf(project, target);
  return key === undefined || typeof key === 'string' ? [] : [key as ts.NamedDeclaration];
}

function isMember(node: ts.Node): boolean {
  return (
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isObjectLiteralElement(node) ||
    ts.isParameter(node)
  );
}

/** The name of the class or interface that has a member. */
function typeOf({ parent }: ts.Node): string | undefined {
  const owner = ts.isConstructorDeclaration(parent) ? parent.parent : parent;
  return ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner) ? owner.name?.text : undefined;
}

/** True when the mention is of this member, or of one without a declaration. */
function mayBe(project: Project, use: Mention, member: ts.Node): boolean {
  const declared = referent(project, use)?.declarations ?? [];
  return declared.length === 0 || declared.some((one) => one === member || ts.isBindingElement(one));
}

/** The names by which other files can use a declaration; a default export goes by the name of its module. */
function ownNames(named: ts.NamedDeclaration | undefined): string[] {
  const name = named?.name;
  if (!name) return named && isDefaultExport(named) ? [moduleName(named)] : [];
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return [];
  if (isLocal(name)) return [];
  return isDefaultExport(named) ? [name.text, moduleName(named)] : [name.text];
}

function namingDeclaration(carrier: ts.NamedDeclaration): ts.NamedDeclaration | undefined {
  if (ts.isParameter(carrier) && ts.isParameterPropertyDeclaration(carrier, carrier.parent)) return carrier;
  if (ts.isConstructorDeclaration(carrier)) return carrier.parent;
  if (carrier.name || !isFunctionLike(carrier)) return carrier;
  let outer: ts.Node = carrier.parent;
  while (ts.isParenthesizedExpression(outer) || ts.isAsExpression(outer) || ts.isSatisfiesExpression(outer))
    outer = outer.parent;
  if (ts.isVariableDeclaration(outer) || ts.isPropertyDeclaration(outer) || ts.isPropertyAssignment(outer))
    return outer;
  return ts.isExportAssignment(outer) ? outer : undefined;
}

function isDefaultExport(node: ts.NamedDeclaration): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) return true;
  const name = node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
  return (
    name !== undefined &&
    mentionsIn(node.getSourceFile(), name).some(({ parent }) => ts.isExportAssignment(parent))
  );
}
