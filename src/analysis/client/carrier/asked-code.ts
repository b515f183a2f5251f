import { ts } from '../../../compiler.cjs';
import { descendants, isAssignment, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { isConst } from '../../program/constants.ts';
import { throwingCheck } from '../query/validated.ts';
import { targetAt } from './assignment-patterns.ts';
import type { Lift } from './lift.ts';
import { SureBefore, slotOf } from './sure-before.ts';

/**
 * A call that may be given no code, or an empty one: on some way from a query to it, nothing asks for the code.
 * @returns undefined where every way asks
 */
export function unaskedSink(lift: Lift): ts.CallExpression | undefined {
  const { evidence, flow, sinks } = lift;
  const reached = flow.reachedFrom(
    evidence.reads.map(({ node }) => node),
    (node) => flow.isCode(node) && isAsked(lift, node as ts.Expression),
  );
  return sinks.all().find(({ takes, call }) => takes === 'query' && reached.has(call))?.call;
}

function isAsked(lift: Lift, expression: ts.Expression): boolean {
  if (throwingCheck(lift.project, expression)) return true;
  return new Asking(lift, unwrap(expression)).isSure();
}

/** What is tested for the code, and for nothing less: an empty code passes a test of its type. */
class Asking extends SureBefore {
  readonly #isFixed: boolean;

  constructor({ project }: Lift, use: ts.Expression) {
    super(project, use, slotOf(project, use));
    this.#isFixed = ts.isIdentifier(use) && this.slot !== undefined && isFixed(this.slot);
  }

  /** What a closure uses was tested before, where nothing else is written to it. */
  protected override isEnd(node: ts.Node): boolean {
    return (
      isFunctionLike(node) &&
      (!this.#isFixed || ts.findAncestor(this.slot, (each) => each === node) !== undefined)
    );
  }

  protected override assigns(): boolean {
    return false;
  }

  protected override spoils(node: ts.Node): boolean {
    if (this.#isFixed) return false;
    return [...descendants(node)].some((each) => ts.isExpression(each) && this.isIt(each) && isWritten(each));
  }

  protected override compares(): boolean {
    return false;
  }
}

/** A constant, or a parameter that nothing else is written to. */
function isFixed(slot: ts.Node): boolean {
  const owner = ts.findAncestor(slot, (node) => ts.isVariableDeclaration(node) || ts.isParameter(node));
  if (!owner) return false;
  if (ts.isVariableDeclaration(owner)) return isConst(owner);
  const { name } = slot as ts.NamedDeclaration;
  return [...descendants(owner.parent)].every(
    (node) => !ts.isIdentifier(node) || node.text !== name?.getText() || !isWritten(node),
  );
}

function isWritten(use: ts.Expression): boolean {
  const value = wrapped(use);
  const { parent } = value;
  if (targetAt(use)) return true;
  return ts.isBinaryExpression(parent) && parent.left === value && isAssignment(parent.operatorToken.kind);
}
