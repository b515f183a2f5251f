import { ts } from '../../../compiler.cjs';
import { descendants, type FunctionLike, isFunctionLike, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { calledAt, functionAt } from '../../program/callees.ts';
import { declarationAt, keyOf } from '../../program/declaration-at.ts';
import { moduleName } from '../../program/importing-files.ts';
import { type Mention, mentionsIn } from '../../program/mention-index.ts';
import { isLocal, referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { putValue } from '../../program/syntax-index.ts';
import { createFlow, type Flow } from './flow/flow.ts';
import { putInto } from './flow/store-roots.ts';
import type { Fact } from './flow/value-facts.ts';
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
    for (const file of project.userFiles) {
      const found = file.text.includes(name) ? mentionsIn(file, name) : [];
      if (found.length > 0) files.add(file);
      for (const { parent } of found) {
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
    for (const file of project.userFiles)
      if (file.text.includes(name) && mentionsIn(file, name).some((use) => mayBe(project, use, member)))
        files.add(file);
  };
  // Code that has the provider may call authorize() itself, instead of the SDK.
  const owner = flow.authorize.parent;
  if (ts.isClassLike(owner) && owner.name) follow(owner.name.text, owner.getSourceFile());
  for (const file of files) {
    const carriers = carriersIn(flow, file);
    const receivers = receiversIn(flow, file);
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

/** The functions, stores and fields of any file that code of this file passes the request to. */
function receiversIn(flow: Flow, file: ts.SourceFile): ts.NamedDeclaration[] {
  const { project } = flow;
  return [...descendants(file)].flatMap((node): readonly ts.NamedDeclaration[] => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const left = unwrap(node.left);
      const target = ts.isElementAccessExpression(left) ? left.expression : left;
      return carries(flow, node.right)
        ? declarations(project, target).filter((one) => isUsers(project, one))
        : [];
    }
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
    if (!node.arguments?.some((argument) => carries(flow, argument) || keeps(flow, argument))) return [];
    const put = ts.isCallExpression(node) ? putValue(node) : undefined;
    const called = calledAt(project, node);
    return [
      ...called,
      ...(called.length === 0 && ts.isCallExpression(node) ? signatureOf(project, node) : []),
      ...(put ? declarations(project, put.store) : []),
    ].filter((one) => isUsers(project, one));
  });
}

function isUsers(project: Project, node: ts.Node): boolean {
  return project.userFiles.includes(node.getSourceFile());
}

/** The member of an interface without a known implementation: its name leads to the files that implement it. */
function signatureOf(project: Project, call: ts.CallExpression): readonly ts.NamedDeclaration[] {
  const declaration = declarationAt(project, unwrap(call.expression));
  return declaration && ts.isTypeElement(declaration) ? [declaration] : [];
}

function declarations(project: Project, target: ts.Expression): readonly ts.NamedDeclaration[] {
  const key = keyOf(project, target);
  return key === undefined || typeof key === 'string' ? [] : [key as ts.NamedDeclaration];
}

/** The functions, stores and fields of a file that carry the request, its redirect_uri or a URL built from it. */
function carriersIn(flow: Flow, file: ts.SourceFile): ts.NamedDeclaration[] {
  return [...descendants(file)].filter((node): node is ts.NamedDeclaration => {
    if (node === flow.authorize) return false;
    if (isFunctionLike(node)) return carriesThrough(flow, node);
    if (
      ts.isVariableDeclaration(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isShorthandPropertyAssignment(node)
    )
      return isNamedForOthers(node)
        ? getsCarried(flow, node) || carries(flow, initialOf(node))
        : !ts.isVariableDeclaration(node) && givesFunction(flow, node);
    if (ts.isPropertyDeclaration(node)) return getsCarried(flow, node) || carries(flow, node.initializer);
    return ts.isPropertySignature(node) && getsCarried(flow, node);
  });
}

function initialOf(node: ts.VariableDeclaration | ts.PropertyAssignment | ts.ShorthandPropertyAssignment) {
  return ts.isShorthandPropertyAssignment(node) ? undefined : node.initializer;
}

/** True for what other files can name: top-level variables, and the members of their objects. */
function isNamedForOthers(node: ts.Node): boolean {
  for (let owner = node.parent; owner; owner = owner.parent) {
    if (ts.isSourceFile(owner)) return true;
    if (isFunctionLike(owner) || ts.isCallExpression(owner)) return false;
  }
  return false;
}

/** `{ provider, complete }`: a member through which other files call a function that is local here. */
function givesFunction(flow: Flow, member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
  const value = ts.isShorthandPropertyAssignment(member) ? member.name : unwrap(member.initializer);
  if (!ts.isIdentifier(value) && !ts.isPropertyAccessExpression(value)) return false;
  const given = functionAt(flow.project, value);
  return given !== undefined && given !== flow.authorize && carriesThrough(flow, given);
}

function getsCarried(flow: Flow, declaration: ts.Node): boolean {
  const { assigned, stored } = bindingsOf(flow.project);
  return [...assigned.get(declaration), ...stored.get(declaration)].some((value) => carries(flow, value));
}

function carriesThrough(flow: Flow, node: FunctionLike): boolean {
  const given = node.parameters.flatMap((parameter) => flow.factsOfDeclaration(parameter));
  const literals = given.flatMap((fact) => (fact.kind === 'record' ? [fact.literal] : []));
  if (given.some(isCarried) || literals.some((literal) => carries(flow, literal))) return true;
  return (bindingsOf(flow.project).returns.get(node) ?? []).some((value) => carries(flow, value));
}

function carries(flow: Flow, value: ts.Expression | undefined): boolean {
  return value !== undefined && flow.reach(value).some(isCarried);
}

/** True for a collection that the request is put into. */
function keeps(flow: Flow, value: ts.Expression): boolean {
  const plain = unwrap(value);
  const parts = ts.isObjectLiteralExpression(plain)
    ? plain.properties.flatMap((member) =>
        ts.isPropertyAssignment(member)
          ? [member.initializer]
          : ts.isShorthandPropertyAssignment(member)
            ? [member.name]
            : [],
      )
    : [plain];
  return parts.some((part) => putInto(flow.project, part).some((put) => carries(flow, put)));
}

const carried = new Set<Fact['kind']>(['client', 'uris', 'params', 'redirect', 'build']);

function isCarried({ kind }: Fact): boolean {
  return carried.has(kind);
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
