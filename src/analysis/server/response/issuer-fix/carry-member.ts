import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { type Key, keyOf } from '../../../program/declarations.ts';
import { type Fact, has } from '../flow/value-facts.ts';
import { carryInAssignments } from './carry-assignments.ts';
import { carryInLiterals } from './carry-literals.ts';
import { carryInConstructor } from './carry-parameter.ts';
import { addToType } from './carry-type.ts';
import { CannotMend, type Mending } from './issuer-fix.ts';

/** `X.redirectUri`: X is the params, or a record that was made of them, and has `issuer` beside it then. */
export function issuerBeside(mending: Mending, redirect: ts.PropertyAccessExpression): string {
  const { flow } = mending;
  const base = redirect.expression;
  if (!isStable(base))
    throw new CannotMend(
      'unclear-construction',
      `\`${base.getText()}\` may give another value the second time.`,
    );
  carryBeside(mending, {
    facts: flow.facts(base),
    key: redirect.name.text,
    member: keyOf(flow.project, redirect),
    type: flow.project.checker.getTypeAtLocation(base),
  });
  return `${base.getText()}${redirect.questionDotToken ? '?.' : '.'}issuer`;
}

/** A member that holds the client's redirect_uri, seen from where it is read. */
interface Holder {
  readonly facts: readonly Fact[];
  readonly key: string;
  readonly member: Key | undefined;
  /** Of the object that has the member. */
  readonly type: ts.Type;
}

/** Lets whatever has the redirect_uri in a member have the issuer, too: the params themselves, records, classes. */
export function carryBeside(mending: Mending, { facts, key, member, type }: Holder): void {
  const literals = facts.flatMap((fact) => (fact.kind === 'record' && !fact.inside ? [fact.literal] : []));
  const carried = [
    has(facts, 'params') && key === 'redirectUri',
    carryInLiterals(mending, literals, key),
    member !== undefined && typeof member !== 'string' && carryInConstructor(mending, member),
    member !== undefined && carryInAssignments(mending, member),
  ];
  if (!carried.some(Boolean)) throw new CannotMend('unclear-construction');
  addToType(mending, type, key);
}

/** An expression that gives the same object however often it is asked. */
function isStable(node: ts.Expression): boolean {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return isStable(plain.expression);
  return ts.isIdentifier(plain) || plain.kind === ts.SyntaxKind.ThisKeyword;
}
