import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { declarationAt, type Key, keyOf } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { type Fact, has } from '../flow/value-facts.ts';
import { carryInAssignments } from './carry-assignments.ts';
import { carryInLiterals } from './carry-literals.ts';
import { carryInConstructor } from './carry-parameter.ts';
import { carryInType } from './carry-type.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { guardSources } from './lost-issuer.ts';

/** `X.redirectUri`: X is the params, or a record made from them, so `X.issuer` is the issuer once X carries it. */
export function carryInMember(fix: IssuerFix, redirect: ts.PropertyAccessExpression): string {
  const { flow } = fix;
  const base = redirect.expression;
  if (!isStable(base))
    throw new CannotFix(
      'unclear-construction',
      `\`${base.getText()}\` may give another value the second time.`,
    );
  guardSources(fix, base, redirect.name.text);
  carryBeside(fix, {
    facts: flow.facts(base),
    key: redirect.name.text,
    member: keyOf(flow.project, redirect),
    type: flow.project.checker.getTypeAtLocation(base),
  });
  for (const each of alternativesOf(flow.project, base))
    carryInType(fix, flow.project.checker.getTypeAtLocation(each), redirect.name.text);
  return `${base.getText()}${redirect.questionDotToken ? '?.' : '.'}issuer`;
}

/** `archive.get(id) ?? stored`: of two equal types the compiler keeps one, and each has a declaration of its own. */
function alternativesOf(project: Project, value: ts.Expression): readonly ts.Expression[] {
  const plain = unwrap(value);
  if (ts.isConditionalExpression(plain))
    return [plain.whenTrue, plain.whenFalse].flatMap((each) => [each, ...alternativesOf(project, each)]);
  if (ts.isBinaryExpression(plain))
    return [plain.left, plain.right].flatMap((each) => [each, ...alternativesOf(project, each)]);
  const declaration = ts.isIdentifier(plain) ? declarationAt(project, plain) : undefined;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initial ? alternativesOf(project, initial) : [];
}

/** A member that carries the client's redirect_uri, as it is seen where it is read. */
interface CarryingMember {
  readonly facts: readonly Fact[];
  readonly key: string;
  readonly member: Key | undefined;
  /** Of the object that has the member. */
  readonly type: ts.Type;
}

/** Adds the issuer to the records and classes that carry the redirect_uri in a member; the params have it already. */
export function carryBeside(fix: IssuerFix, { facts, key, member, type }: CarryingMember): void {
  fix.through(facts);
  const literals = facts.flatMap((fact) => (fact.kind === 'record' && !fact.inside ? [fact.literal] : []));
  const carried = [
    has(facts, 'params') && key === 'redirectUri',
    carryInLiterals(fix, literals, key),
    member !== undefined && typeof member !== 'string' && carryInConstructor(fix, member),
    member !== undefined && carryInAssignments(fix, member),
  ];
  if (!carried.some(Boolean))
    throw new CannotFix(has(facts, 'rest') ? 'issuer-dropped' : 'unclear-construction');
  carryInType(fix, type, key);
}

/** An expression that gives the same object every time it is evaluated. */
function isStable(node: ts.Expression): boolean {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return isStable(plain.expression);
  return ts.isIdentifier(plain) || plain.kind === ts.SyntaxKind.ThisKeyword;
}
