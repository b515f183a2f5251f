import { ts } from '../../../compiler.cjs';
import type { RefusalCode } from '../../../model/refusals.ts';
import { codeParameter } from '../../../sdk/roles.ts';
import { awaited as awaitedStep } from '../../program/access-path.ts';
import {
  codeText,
  descendants,
  enclosingFunction,
  isAbsent,
  isFunctionLike,
  unwrap,
} from '../../program/ast.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isSeeking } from '../../program/conversions.ts';
import { oncePerProject } from '../../program/memo.ts';
import { referent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { placeOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import type { WholeQuery } from '../query/again.ts';
import { othersDropped } from '../query/other-parameters.ts';
import type { QueryRead } from '../query/query-read.ts';
import { restOf } from '../query/rest-query.ts';
import { wholeQuery } from '../query/whole-query.ts';
import { fromParameter } from './argument-lists.ts';
import { carrierFrom } from './backward-carrier.ts';
import { everyMention } from './every-mention.ts';
import type { Assumption } from './evidence.ts';
import { knownMakers } from './known-makers.ts';
import type { Follow, Lift, Local } from './lift.ts';
import { methodReplaced } from './method-replaced.ts';
import { isPromise } from './promises.ts';
import { type RecordUse, RecordUses } from './record-uses.ts';
import { shortText } from './short-text.ts';
import { walkFails } from './walk.ts';
import { refuseOther } from './write-query.ts';

/*
 * A function is given the whole query as a record: `finishLogin(userId, req.query)`. Nothing has to change on that way, so it is only
 * asked, by a walk of its own: does every caller pass the query of a callback, and does it stay as it was?
 */

/** The queries that all callers pass, and what is taken for granted of them. */
export interface PassedQuery {
  readonly reads: readonly QueryRead[];
  readonly assumptions: readonly Assumption[];
  /** What is assumed of the records; nothing where each is an exact copy of its query. */
  readonly assumes: RefusalCode | undefined;
}

/**
 * @param record - an expression that holds the record, or the parameter whose pattern takes it apart
 * @returns undefined where no caller passes the query of a callback
 * @throws {CannotFollow} where one does, and another one passes something else, or something changes the record
 */
export function passedQuery(lift: Lift, record: ts.Expression | Local): PassedQuery | undefined {
  // Each round of seeking asks for more files, and each migration of a project asks the same.
  const known = isSeeking(lift.project) ? undefined : answers(lift.project);
  const answer = known?.get(record) ?? ask(lift, record);
  known?.set(record, answer);
  if (answer.refusal) throw answer.refusal;
  return answer.passed;
}

/** Where the way of a record ended, of which it is not known that it holds a query. */
export function passedDoubt(lift: Lift, record: ts.Expression | Local): CannotFollow | undefined {
  return isSeeking(lift.project) ? undefined : answers(lift.project).get(record)?.doubt;
}

interface Answer {
  readonly passed?: PassedQuery | undefined;
  readonly refusal?: CannotFollow | undefined;
  /** Why no query was found at the beginning of the way. */
  readonly doubt?: CannotFollow | undefined;
}

const answers = oncePerProject((_project: Project) => new Map<ts.Node, Answer>());

function ask(lift: Lift, record: ts.Expression | Local): Answer {
  const makers = new Makers();
  const walk = lift.asking((asking, follow) => makers.followed(asking, follow));
  const failure = walkFails(() => {
    if (ts.isExpression(record)) {
      makers.isUsed(walk, record);
      walk.follow.expression(record, []);
    } else walk.follow.local(record, []);
    if (makers.hasQuery) makers.prove(walk);
  });
  const found = makers.failures[0] ?? failure;
  if (!makers.hasQuery) return { doubt: found };
  const refusal = found && makers.told(found);
  const assumptions = [...makers.assumptions, ...walk.evidence.assumptions];
  return { refusal, passed: { reads: makers.reads, assumptions, assumes: makers.assumes } };
}

class Makers {
  readonly reads: QueryRead[] = [];
  readonly assumptions: Assumption[] = [];
  readonly failures: CannotFollow[] = [];
  /** What is passed beside the queries, by how its way ended. */
  readonly others = new Map<CannotFollow, ts.Expression>();
  /** True once a caller passes the query of a callback, whatever becomes of it. */
  hasQuery = false;
  assumes: RefusalCode | undefined;
  #uses: RecordUses | undefined;

  /** The walk, where the record itself is at the end of a path: what gives it is looked at, and who has it must not change it. */
  followed(lift: Lift, follow: Follow): Partial<Follow> {
    return {
      expression: (node, path) => (path.length > 0 ? follow.expression(node, path) : this.#from(lift, node)),
      out: (node, path) =>
        path.length > 0 ? follow.out.call(lift.follow, node, path) : this.isUsed(lift, node),
      local: (node, path) =>
        path.length === 0 && !ts.isIdentifier(node.name)
          ? this.#takenApart(lift, node)
          : follow.local(node, path),
    };
  }

  /** Every caller is looked at, also behind one that passes something else. */
  #from(lift: Lift, expression: ts.Expression): void {
    if (isTestFile(expression.getSourceFile())) return;
    const failure = walkFails(() =>
      lift.flow.within({ node: expression, path: [], direction: 'back' }, () => this.#made(lift, expression)),
    );
    if (failure) this.failures.push(failure);
  }

  #made(lift: Lift, expression: ts.Expression): void {
    const node = unwrap(expression);
    // Nothing was read of what is not there.
    if (isAbsent(node)) return;
    const whole = wholeQuery(lift.project, node);
    if (whole) return this.#begins(lift, node, whole);
    if (ts.isObjectLiteralExpression(node)) return this.#literal(lift, node);
    if (this.#isRest(lift, node)) return;
    if (isPromise(lift.project, node)) return lift.follow.expression(expression, [awaitedStep]);
    const failure = walkFails(() => carrierFrom(lift, expression, []));
    if (!failure) return;
    const isOther = failure.code === 'crosses-boundary' || failure.code === 'unresolved-step';
    if (isOther) this.others.set(failure, node);
    throw failure;
  }

  /** `answer` of `const { state, ...answer } = params`: a copy, and what is missing in it is not needed. */
  #isRest(lift: Lift, node: ts.Expression): boolean {
    const owner = restOf(lift.project, node)?.owner;
    if (!owner) return false;
    this.#named(lift, node);
    if (ts.isParameter(owner)) this.#takenApart(lift, owner);
    else if (owner.initializer) lift.follow.expression(owner.initializer, []);
    return true;
  }

  #begins(lift: Lift, node: ts.Expression, whole: WholeQuery): void {
    this.hasQuery = true;
    if (whole.record === 'picked')
      throw new CannotFollow(
        'wider-flow',
        node,
        `${shortText(node)} may lack what its schema does not name.`,
      );
    const read: QueryRead = { ...whole, node, key: codeParameter };
    refuseOther(lift, read, node);
    this.#named(lift, node);
    this.reads.push(read);
    const dropped = othersDropped(lift.project);
    if (dropped)
      this.assumptions.push({ obligation: 'query-unchanged', code: 'parameters-refused', detail: dropped });
    // A posted form is more to be asked for than a record.
    if (whole.assumes === 'form-post') this.assumes = whole.assumes;
    else if (whole.record !== 'exact') this.assumes ??= 'record-query';
  }

  /** The names that the record had before it was passed. */
  #named(lift: Lift, expression: ts.Expression): void {
    const node = unwrap(expression);
    if (ts.isPropertyAccessExpression(node)) return this.#members(lift, node);
    const declaration = ts.isIdentifier(node) ? referent(lift.project, node)?.valueDeclaration : undefined;
    if (!declaration) return;
    if (
      ts.isVariableDeclaration(declaration) ||
      ts.isBindingElement(declaration) ||
      ts.isParameter(declaration)
    )
      this.#note(this.#usesIn(lift).ofName(declaration.name));
    if (ts.isVariableDeclaration(declaration) && declaration.initializer)
      this.#named(lift, declaration.initializer);
  }

  /** `req.query` at other places of the handler. */
  #members(lift: Lift, member: ts.PropertyAccessExpression): void {
    const text = codeText(member);
    for (const node of descendants(enclosingFunction(member) ?? member.getSourceFile()))
      if (node !== member && ts.isPropertyAccessExpression(node) && codeText(node) === text)
        this.#note(this.#usesIn(lift).of(node));
  }

  /** What the project writes itself: texts without `iss`, or a copy of the whole. */
  #literal({ follow, project }: Lift, literal: ts.ObjectLiteralExpression): void {
    const [only, ...more] = literal.properties;
    if (!only) return;
    if (ts.isSpreadAssignment(only) && more.length === 0) return follow.expression(only.expression, []);
    const isText = (each: ts.ObjectLiteralElementLike) =>
      (ts.isPropertyAssignment(each) || ts.isShorthandPropertyAssignment(each)) &&
      (project.checker.getTypeAtLocation(each).flags & ts.TypeFlags.StringLike) !== 0;
    const isCopy = (each: ts.ObjectLiteralElementLike) =>
      ts.isSpreadAssignment(each) && wholeQuery(project, each.expression) !== undefined;
    this.hasQuery ||= literal.properties.some(isCopy);
    if (!literal.properties.every(isText))
      throw new CannotFollow('wider-flow', literal, `The record is also made in ${placeOf(literal)}.`);
    const detail = `It is ${placeOf(literal)}.`;
    this.assumptions.push({ obligation: 'known-makers', code: 'code-only-caller', detail });
  }

  /** `({ code, state }) => …`: a pattern only reads. */
  #takenApart(lift: Lift, declaration: Local): void {
    if (!lift.visited.enter(declaration)) return;
    if (declaration.initializer) lift.follow.expression(declaration.initializer, []);
    const owner = declaration.parent;
    if (!ts.isParameter(declaration) || !isFunctionLike(owner)) return;
    if (ts.canHaveDecorators(declaration) && ts.getDecorators(declaration)?.length)
      throw new CannotFollow(
        'crosses-boundary',
        declaration,
        `A framework passes ${shortText(declaration)}.`,
      );
    lift.follow.function(owner, fromParameter(declaration, owner, []));
  }

  /** A failure, as it is told where another caller passes a query. */
  told(failure: CannotFollow): CannotFollow {
    const other = this.others.get(failure);
    if (!other) return failure;
    const detail = `Another caller passes ${shortText(other)}. ${failure.detail}`;
    return new CannotFollow(failure.code, other, detail);
  }

  isUsed(lift: Lift, use: ts.Expression): void {
    this.#note(this.#usesIn(lift).of(use));
  }

  #usesIn({ project }: Lift): RecordUses {
    this.#uses ??= new RecordUses(project);
    return this.#uses;
  }

  #note(found: RecordUse | undefined): void {
    if (!found) return;
    if (found.kind === 'changed')
      throw new CannotFollow('wider-flow', found.node, `The record is changed by ${shortText(found.node)}.`);
    const detail = `Other code may have it by \`${shortText(found.node.parent)}\`.`;
    this.assumptions.push({ obligation: 'query-unchanged', code: 'query-may-change', detail });
  }

  /** Nobody else calls the functions on the way, and nothing else makes the records. */
  prove(lift: Lift): void {
    if (isSeeking(lift.project)) return;
    const gaps = [...everyMention(lift), ...methodReplaced(lift), ...knownMakers(lift)];
    const wrong = gaps.find(({ state }) => state === 'refuted');
    if (wrong) throw new CannotFollow(wrong.code, wrong.node, wrong.detail);
    const [first] = gaps;
    if (first) this.assumptions.push({ obligation: 'every-mention', code: first.code, detail: first.detail });
  }
}
