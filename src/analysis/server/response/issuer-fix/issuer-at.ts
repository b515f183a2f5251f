import { ts } from '../../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import { cutFrom } from '../flow/address-part.ts';
import type { Flow } from '../flow/flow.ts';
import { has } from '../flow/value-facts.ts';
import { carryInMember } from './carry-member.ts';
import { carryInParameter } from './carry-parameter.ts';
import { carryInPattern } from './carry-pattern.ts';
import { CannotFix, IssuerFix } from './issuer-fix.ts';

/** Starts the fix of one provider. */
export function startFix(flow: Flow): IssuerFix {
  return new IssuerFix(flow, issuerAt);
}

/**
 * The dispatcher: the client's redirect_uri comes from `params`, and `params.issuer` comes the same way. How the
 * redirect_uri is read decides which handler carries the issuer there.
 */
function issuerAt(fix: IssuerFix, redirect: ts.Expression, place: ts.Node): string {
  const { flow } = fix;
  const plain = unwrap(redirect);
  if (ts.isPropertyAccessExpression(plain)) return carryInMember(fix, plain);
  const known = paramsInScope(fix, place);
  const declaration = ts.isIdentifier(plain) ? declarationAt(flow.project, plain) : undefined;
  if (declaration && ts.isBindingElement(declaration) && !isReassigned(flow, declaration)) {
    const url = cutFrom(flow.project, declaration);
    return url ? fromVariable(fix, url, plain) : carryInPattern(fix, declaration);
  }
  if (known) return `${known}.issuer`;
  const [sole, more] = picked(flow, plain);
  if (sole && !more) return fix.issuerAt(sole, place);
  if (!declaration || isReassigned(flow, declaration)) throw new CannotFix('unclear-construction');
  if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const url = cutFrom(flow.project, unwrap(declaration.initializer));
    return fromVariable(fix, url ?? declaration.initializer, plain);
  }
  if (ts.isParameter(declaration)) return carryInParameter(fix, declaration);
  throw new CannotFix('unclear-construction');
}

/** The operands that carry a redirect_uri: `record.redirectUri` of `record.redirectUri ?? ''`. */
function picked(flow: Flow, node: ts.Expression): ts.Expression[] {
  const url = cutFrom(flow.project, node);
  if (url) return [url];
  const parts = ts.isBinaryExpression(node)
    ? [node.left, node.right]
    : ts.isConditionalExpression(node)
      ? [node.whenTrue, node.whenFalse]
      : ts.isCallExpression(node) && !ts.isPropertyAccessExpression(node.expression)
        ? [...node.arguments]
        : ts.isCallExpression(node) &&
            ts.isPropertyAccessExpression(node.expression) &&
            node.arguments.length === 0
          ? [node.expression.expression]
          : [];
  return parts.filter((part) => has(flow.facts(part), 'redirect'));
}

function isReassigned(flow: Flow, declaration: ts.Node): boolean {
  return bindingsOf(flow.project).assigned.get(declaration).length > 0;
}

/** `const redirectUri = params.redirectUri`: the issuer is read at the use, so its first name must mean the same there. */
function fromVariable(fix: IssuerFix, initializer: ts.Expression, place: ts.Node): string {
  const found = fix.issuerAt(initializer);
  const { checker } = fix.flow.project;
  const root = rootOf(found, initializer);
  const same =
    root.kind === ts.SyntaxKind.ThisKeyword
      ? thisOwner(root) === thisOwner(place)
      : ts.isIdentifier(root) &&
        checker.resolveName(root.text, place, ts.SymbolFlags.Value, false) ===
          checker.resolveName(root.text, root, ts.SymbolFlags.Value, false);
  if (!same) throw new CannotFix('unclear-construction');
  return found;
}

/** The name that the code for the issuer starts with, where it stands in the initializer. */
function rootOf(code: string, node: ts.Expression): ts.Expression {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return rootOf(code, plain.expression);
  const parts = ts.isBinaryExpression(plain)
    ? [plain.left, plain.right]
    : ts.isConditionalExpression(plain)
      ? [plain.whenTrue, plain.whenFalse]
      : ts.isCallExpression(plain)
        ? [plain.expression, ...plain.arguments]
        : [];
  const roots = parts.map((part) => rootOf(code, part));
  return roots.find((root) => new RegExp(`^${root.getText().replace(/\W/g, '\\$&')}\\b`).test(code)) ?? plain;
}

function thisOwner(node: ts.Node): FunctionLike | undefined {
  let owner = enclosingFunction(node);
  while (owner && ts.isArrowFunction(owner)) owner = enclosingFunction(owner);
  return owner;
}

/** A parameter of an enclosing function that is the whole params object. */
function paramsInScope(fix: IssuerFix, place: ts.Node): string | undefined {
  const { flow } = fix;
  for (let owner = enclosingFunction(place); owner; owner = enclosingFunction(owner)) {
    for (const parameter of owner.parameters) {
      if (!ts.isIdentifier(parameter.name)) continue;
      const facts = flow.factsOfDeclaration(parameter);
      const whole = facts.length > 0 && facts.every((fact) => fact.kind === 'params' && !fact.inside);
      const { checker } = flow.project;
      const type = checker.getTypeAtLocation(parameter);
      const hasIssuer =
        (type.flags & ts.TypeFlags.Any) !== 0 || checker.getPropertyOfType(type, 'issuer') !== undefined;
      if (!whole || !hasIssuer || parameter.questionToken) continue;
      fix.through(facts);
      return parameter.name.text;
    }
  }
  return undefined;
}
