import { ts } from '../../../compiler.cjs';
import { descendants, isWithin } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { run } from '../guards/compare.ts';
import type { Frame } from '../guards/frame.ts';
import type { Handler } from '../guards/handlers.ts';
import { takenClause } from '../guards/switch.ts';
import {
  codeReads,
  framesFor,
  readAt,
  type StatusMatch,
  type StatusTest,
  statusesAsked,
} from './status-tests.ts';

/**
 * `if (error.code === 401) return { status: error.code };`: what a widened test lets an SdkHttpError get to reads `code`, too,
 * which was the status in v1.
 */
export function readsBehind(match: StatusMatch): readonly StatusTest[] {
  const { project, tests } = match;
  return codeReads(tests[0]!.read.getSourceFile()).flatMap((read): StatusTest[] => {
    if (tests.some((each) => each.read === read)) return [];
    const test = readAt(project, read);
    return test && tests.some((each) => isSame(each, test) && isReached(match, each, read)) ? [test] : [];
  });
}

const isSame = ({ handler, subject, kind }: StatusTest, other: StatusTest): boolean => {
  const [a, b] = [handler?.subject ?? subject, other.handler?.subject ?? other.subject];
  return kind !== 'mixed' && a.symbol === b.symbol && a.text === b.text;
};

/** A test for a status, or the call of a function that has one. */
type Decider = Pick<StatusTest, 'handler' | 'kind' | 'uses'> & {
  readonly read: ts.Node;
  readonly place: ts.Node;
};

interface Deciders {
  readonly project: Project;
  readonly tests: readonly Decider[];
}

/** The error of v1 gets there, that of v2 does not, and only because of the tests that are widened. */
export function isReached({ project, tests }: Deciders, test: Decider, place: ts.Node): boolean {
  const { handler, kind } = test;
  if (!handler || !isWithin(place, handler.scope.parent ?? handler.scope)) return false;
  return statusesAsked(test).some((status) => {
    const [v1, v2] = framesFor(project, handler.subject, status);
    const keepers = keepersOf(handler, v2, place);
    const isOwn = (keeper: ts.Node) => dependsOn(project, keeper, tests);
    if (keepers.length === 0 || !keepers.every(isOwn)) return false;
    return kind === 'http' || keepersOf(handler, v1, place).length === 0;
  });
}

/** It has one of the tests in it, or a constant that has. */
function dependsOn(project: Project, keeper: ts.Node, tests: readonly Decider[]): boolean {
  const named = [...descendants(keeper)].filter(ts.isIdentifier).flatMap((name) => {
    const declared = declarationAt(project, name);
    return declared && ts.isVariableDeclaration(declared) && declared.initializer ? [declared] : [];
  });
  return [keeper, ...named].some((each) =>
    tests.some(({ read, place }) => isWithin(read, each) || isWithin(place, each)),
  );
}

/** What keeps an error away from a place: conditions, and statements that leave before. */
function keepersOf({ body }: Handler, scenario: Frame, place: ts.Node): readonly ts.Node[] {
  const chain: ts.Node[] = [place];
  const isTop = (node: ts.Node) => (Array.isArray(body) ? body.includes(node) : node === body);
  for (let node = place; !isTop(node); node = node.parent) {
    if (!node.parent) return [];
    chain.unshift(node.parent);
  }
  const frame = scenario.fork();
  const found = Array.isArray(body) ? earlier(body, chain[0]!, frame) : [];
  for (const [index, node] of chain.entries()) {
    const inside = chain[index + 1];
    if (inside) found.push(...keepers(node, inside, frame));
  }
  return found;
}

/** The statements before one that leave. */
function earlier(list: readonly ts.Statement[], node: ts.Node, frame: Frame): ts.Node[] {
  const before = list.slice(0, Math.max(0, list.indexOf(node as ts.Statement)));
  return before.filter((statement) => run([[statement]], frame).exits);
}

/** What in a node keeps the error away from one of its children. */
function keepers(node: ts.Node, inside: ts.Node, frame: Frame): readonly ts.Node[] {
  if (ts.isBlock(node)) return earlier(node.statements, inside, frame);
  if (ts.isCaseOrDefaultClause(node)) return earlier(node.statements, inside, frame);
  if (ts.isIfStatement(node) && inside !== node.expression)
    return frame.truth(node.expression) === (inside !== node.thenStatement) ? [node.expression] : [];
  if (ts.isConditionalExpression(node) && inside !== node.condition)
    return frame.truth(node.condition) === (inside !== node.whenTrue) ? [node.condition] : [];
  if (ts.isBinaryExpression(node) && inside === node.right) {
    const { kind } = node.operatorToken;
    const away =
      kind === ts.SyntaxKind.BarBarToken
        ? true
        : kind === ts.SyntaxKind.AmpersandAmpersandToken
          ? false
          : undefined;
    return away !== undefined && frame.truth(node.left) === away ? [node.left] : [];
  }
  return ts.isCaseBlock(node) ? ofClauses(node, inside, frame) : [];
}

function ofClauses({ parent, clauses }: ts.CaseBlock, inside: ts.Node, frame: Frame): readonly ts.Node[] {
  const taken = takenClause(parent, frame);
  if (taken === undefined) return [];
  const index = clauses.indexOf(inside as ts.CaseOrDefaultClause);
  const between = taken < 0 || taken > index ? undefined : clauses.slice(taken, index);
  const isLeft = between?.some(({ statements }) => run([[...statements]], frame.fork()).exits) ?? true;
  return isLeft ? [parent.expression] : [];
}
