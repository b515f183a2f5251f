import { ts } from '../../../compiler.cjs';
import { codeValuesOf403 } from '../../../sdk/facts.ts';
import { descendants, isWithin, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { run } from '../guards/compare.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import type { Handler } from '../guards/handlers.ts';
import { httpScenario, migratedScenario, type Scenario, scopeScenario } from '../guards/scenarios.ts';

/** A part of a condition that lets only numbers pass: it was met by every HTTP error of v1, and is by none of v2. */
export interface NumberGuard {
  readonly operand: ts.Expression;
  /** It leads away from the place where it is true: `typeof error.code !== 'number'`. */
  readonly isNegative: boolean;
  /** An SdkHttpError has to pass, an InsufficientScopeError has to. */
  readonly http: boolean;
  readonly scope: boolean;
  /** Where those errors get to once it is widened. */
  readonly leadsTo: (node: ts.Node) => boolean;
}

/** The error of v1 for several statuses, first the one that is asked for; and the two errors that v2 throws for it. */
interface Frames {
  readonly v1: readonly Frame[];
  readonly http: Frame;
  readonly scope: Frame;
}

/** A test that tells these apart is a test for a status. */
const statuses = [400, 401, 403, 404, 405, 418, 429, 500, 503, 599];

/** What keeps the errors of v2 away from a place. */
export interface Keepers {
  /** The tests for a number, from the outside to the inside. */
  readonly guards: readonly NumberGuard[];
  /** Parts of their conditions, and conditions beside them, that tell statuses apart: they are tests of their own. */
  readonly parts: readonly ts.Expression[];
}

/** @returns undefined where something else keeps the errors of v2 away from the place, or may do so */
export function numberGuards(
  project: Project,
  { body, subject }: Handler,
  place: ts.Node,
  status: number,
): Keepers | undefined {
  if (!Array.isArray(body)) return undefined;
  const frame = (scenario: Scenario) => createFrame(project, subject, scenario);
  const found: Found = { guards: [], parts: [] };
  const isKnown = inList(body as readonly ts.Statement[], place, found, {
    v1: [status, ...statuses].map((each) => frame(migratedScenario(each))),
    http: frame(httpScenario(codeValuesOf403[0]!, status)),
    scope: frame(scopeScenario),
  });
  return isKnown ? found : undefined;
}

interface Found extends Keepers {
  readonly guards: NumberGuard[];
  readonly parts: ts.Expression[];
}

/** @returns whether nothing but what was found keeps the errors away */
function inList(list: readonly ts.Statement[], place: ts.Node, found: Found, all: Frames): boolean {
  let frames = all;
  for (const statement of list) {
    if (isWithin(place, statement)) return inStatement(statement, place, found, frames);
    const exits = (frame: Frame) => run([[statement]], frame).exits;
    const here = frames.v1.filter((frame) => !exits(frame));
    if (here[0] !== frames.v1[0]) return false;
    const isLost = [frames.http, frames.scope].some(exits);
    if (isLost) {
      if (!ts.isIfStatement(statement) || statement.elseStatement) return false;
      const leadsTo = (node: ts.Node) => node.pos >= statement.end && isWithin(node, statement.parent);
      if (!split(statement.expression, false, { found, frames, leadsTo })) return false;
    }
    frames = { ...frames, v1: here };
  }
  return false;
}

function inStatement(node: ts.Statement, place: ts.Node, found: Found, all: Frames): boolean {
  if (ts.isBlock(node)) return inList(node.statements, place, found, all);
  if (!ts.isIfStatement(node) || isWithin(place, node.expression)) return true;
  const isThen = isWithin(place, node.thenStatement);
  const branch = isThen ? node.thenStatement : node.elseStatement!;
  const isAway = (frame: Frame) => frame.truth(node.expression) === !isThen;
  const frames = { ...all, v1: all.v1.filter((frame) => !isAway(frame)) };
  if (frames.v1[0] !== all.v1[0]) return false;
  const isLost = [frames.http, frames.scope].some(isAway);
  const leadsTo = (each: ts.Node) => isWithin(each, branch);
  if (isLost && !split(node.expression, isThen, { found, frames: all, leadsTo })) return false;
  return inStatement(branch, place, found, frames);
}

interface Split extends Pick<NumberGuard, 'leadsTo'> {
  readonly found: Found;
  readonly frames: Frames;
}

/** Finds the parts of a condition by which the errors differ; false where that is not known. */
function split(condition: ts.Expression, isWanted: boolean, all: Split): boolean {
  const node = unwrap(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return split(node.operand, !isWanted, all);
  if (ts.isBinaryExpression(node) && logical.has(node.operatorToken.kind))
    return split(node.left, isWanted, all) && split(node.right, isWanted, all);
  const { v1, http, scope } = all.frames;
  const [was, ...others] = v1.map((frame) => frame.truth(node));
  const now = [http.truth(node), scope.truth(node)];
  if (others.some((each) => each !== was)) {
    all.found.parts.push(node);
    return true;
  }
  if (now.every((each) => each === was)) return was !== undefined || !mentions(node, http);
  if (was !== isWanted || now.includes(undefined)) return false;
  const [isHttp, isScope] = now.map((each) => each !== was);
  all.found.guards.push({
    operand: node,
    isNegative: !isWanted,
    http: isHttp!,
    scope: isScope!,
    leadsTo: all.leadsTo,
  });
  return true;
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

const mentions = (node: ts.Node, frame: Frame): boolean =>
  frame.isSubject(node) || [...descendants(node)].some((each) => frame.isSubject(each));
