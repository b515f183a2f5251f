import { ts } from '../../../compiler.cjs';
import { descendants, isFunctionLike, unwrap, wrapped } from '../../program/ast.ts';
import { isConst } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { isWritten, isWrittenLater } from '../../program/written-names.ts';
import { throwingCheck } from '../query/validated.ts';
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
    this.#isFixed = ts.isIdentifier(use) && this.slot !== undefined && isFixed(project, this.slot);
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
    return [...descendants(node)].some(
      (each) => ts.isExpression(each) && this.isIt(each) && isWritten(wrapped(each)),
    );
  }

  protected override compares(): boolean {
    return false;
  }
}

/** A constant, or a parameter that nothing else is written to. */
function isFixed(project: Project, slot: ts.Node): boolean {
  const owner = ts.findAncestor(slot, (node) => ts.isVariableDeclaration(node) || ts.isParameter(node));
  if (!owner) return false;
  return ts.isVariableDeclaration(owner) ? isConst(owner) : !isWrittenLater(project, slot as ts.Declaration);
}
