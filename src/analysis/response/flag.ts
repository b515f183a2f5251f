import { ts } from '../../compiler.cjs';
import { references, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { sdkEntityAt, symbolOf } from '../sdk-symbols.ts';
import { memberNamed } from './bindings.ts';
import type { ProviderNode } from './provider.ts';

/** The member of a provider that switches the RFC 9207 claim of its metadata. */
export const flagName = 'authorizationResponseIssParameterSupported';

/** What the metadata will say: `on` is also the default, `computed` is decided at run time. */
export type Flag = 'on' | 'off' | 'computed';

/** Looks at the provider itself, then at its base classes; the SDK's proxy provider sets `false`. */
export function flagOf(project: Project, node: ProviderNode): Flag {
  return (
    ownFlag(project, node) ??
    (ts.isClassLike(node) ? (inherited(project, node) ?? fromSubclasses(project, node)) : undefined) ??
    'on'
  );
}

function ownFlag(project: Project, node: ProviderNode): Flag | undefined {
  const member = memberNamed(node, flagName);
  if (member) return ofMember(project, member);
  const values = assignments(project, node);
  if (values.length === 0) return undefined;
  const flags = new Set(values.map((value) => ofValue(project, value)));
  return flags.size === 1 ? [...flags][0] : 'computed';
}

function ofMember(project: Project, member: ts.Node): Flag | undefined {
  if (ts.isPropertyDeclaration(member)) {
    return member.initializer
      ? ofValue(project, member.initializer)
      : (assignedField(project, member) ?? 'on');
  }
  if (ts.isPropertyAssignment(member)) return ofValue(project, member.initializer);
  if (ts.isGetAccessor(member)) {
    const [only, more] = member.body?.statements ?? [];
    return only && !more && ts.isReturnStatement(only) && only.expression
      ? ofValue(project, only.expression)
      : 'computed';
  }
  return 'computed';
}

function assignedField(project: Project, member: ts.PropertyDeclaration): Flag | undefined {
  const values = ts.isClassLike(member.parent) ? assignments(project, member.parent) : [];
  const flags = new Set(values.map((value) => ofValue(project, value)));
  return flags.size === 0 ? undefined : flags.size === 1 ? [...flags][0] : 'computed';
}

function ofValue(project: Project, value: ts.Expression): Flag {
  const plain = unwrap(value);
  if (plain.kind === ts.SyntaxKind.FalseKeyword) return 'off';
  if (plain.kind === ts.SyntaxKind.TrueKeyword) return 'on';
  const type = project.checker.typeToString(project.checker.getTypeAtLocation(plain));
  return type === 'false' ? 'off' : type === 'true' ? 'on' : 'computed';
}

/** `this.flag = …` in the class, `provider.flag = …` on an instance. */
function assignments(project: Project, node: ProviderNode): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (current: ts.Node): void => {
    if (ts.isBinaryExpression(current) && current.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const left = unwrap(current.left);
      if (
        ts.isPropertyAccessExpression(left) &&
        left.name.text === flagName &&
        isAbout(project, left.expression, node)
      ) {
        found.push(current.right);
      }
    }
    ts.forEachChild(current, visit);
  };
  visit(node.getSourceFile());
  return found;
}

function isAbout(project: Project, target: ts.Expression, node: ProviderNode): boolean {
  if (unwrap(target).kind === ts.SyntaxKind.ThisKeyword)
    return target.pos >= node.pos && target.end <= node.end;
  const plain = unwrap(target);
  const declaration = symbolOf(project, plain)?.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const value = unwrap(declaration.initializer);
    if (value === node) return true;
    if (ts.isNewExpression(value)) return symbolOf(project, value.expression)?.valueDeclaration === node;
  }
  return (project.checker.getTypeAtLocation(plain).symbol?.declarations ?? []).some((one) => one === node);
}

function inherited(project: Project, node: ts.ClassLikeDeclaration): Flag | undefined {
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    ?.expression;
  if (!base) return undefined;
  if (sdkEntityAt(project, base)?.name === 'ProxyOAuthServerProvider') return 'off';
  const declaration = symbolOf(project, base)?.valueDeclaration;
  if (!declaration || !ts.isClassLike(declaration)) return undefined;
  return ownFlag(project, declaration) ?? inherited(project, declaration);
}

/** An abstract base is what its subclasses say, when they all switch the claim off. */
function fromSubclasses(project: Project, node: ts.ClassLikeDeclaration): Flag | undefined {
  const isAbstract = node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword);
  if (!isAbstract || !node.name) return undefined;
  const symbol = project.checker.getSymbolAtLocation(node.name);
  const flags = (symbol ? references(project.checker, symbol, node.getSourceFile()) : []).flatMap((name) => {
    const clause = name.parent.parent;
    return ts.isHeritageClause(clause) && ts.isClassLike(clause.parent)
      ? [ownFlag(project, clause.parent) ?? 'on']
      : [];
  });
  return flags.length > 0 && flags.every((flag) => flag === 'off') ? 'off' : undefined;
}
