import { ts } from '../../../compiler.cjs';
import { enclosingFunction, type FunctionLike, references, unwrap, wrapped } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { isConst } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { callersOf } from '../branch/callers.ts';
import { isOneOf, lookedUpIn } from '../guards/code-lookups.ts';
import { createFrame } from '../guards/evaluator.ts';
import { migratedScenario } from '../guards/scenarios.ts';
import { readersOfName } from '../guards/state-readers.ts';
import type { Subject } from '../guards/subject.ts';
import { raisingCode } from '../guards/untyped.ts';
import type { Value } from '../guards/value.ts';
import { fixedKeys, keysEver, listedByCallers } from './asked-statuses.ts';
import { isConverted } from './code-conversions.ts';
import { equalities, isPlainAssignment, relations } from './code-operators.ts';
import { computedTest } from './computed-tests.ts';
import { returnedBy } from './given-back.ts';
import { keptIn, recordReads } from './record-reads.ts';

/** What is done with the `code` of an error. */
export interface CodeUse {
  readonly kind:
    | 'equal'
    | 'range'
    | 'switch'
    /** A list, a set or a table is asked for it. */
    | 'lookup'
    /** It is compared with something that is no status, or only its type is asked. */
    | 'neutral'
    /** It is compared with a code of an SdkHttpError, which is a text. */
    | 'sdk-code'
    /** It is shown, stored, passed on, returned to unknown callers. */
    | 'value';
  readonly node: ts.Node;
  /** The statuses that it is compared with. */
  readonly statuses: readonly number[];
  /** The value that is compared: the read, with its default and its conversion. */
  readonly value: ts.Expression;
  /** Whether the comparison stands around the read itself, and gives a truth value. */
  readonly isDirect: boolean;
  /** Whether callers pass what it is compared with (`error.code === status`), or other code changes the list that is asked. */
  readonly isGiven: boolean;
  /** Whether all that callers pass is known, where they list it: `isOneOf(404, 410)`. */
  readonly isListed?: boolean;
  /** Whether a variable is compared that is assigned the code: what runs for its value is not evaluated. */
  readonly isAssigned?: boolean;
}

type Add = (
  kind: CodeUse['kind'],
  node: ts.Node,
  statuses?: readonly number[],
  isGiven?: boolean,
  isListed?: boolean,
) => void;

const isStatus = (value: number): boolean => value >= 400 && value < 600;

/** Everything that is done with the value of an expression that reads the `code` of an error. */
export class CodeUses {
  readonly found: CodeUse[] = [];
  private readonly project: Project;
  private readonly subject: Subject;
  private readonly seen = new Set<ts.Node>();
  private top: ts.Expression | undefined;
  private readonly isNear: boolean;
  private isReturned = false;
  private isAssigned = false;

  /** @param isNear stays in the functions that read the code: who calls those costs a search of the program */
  constructor(project: Project, subject: Subject, isNear = false) {
    this.project = project;
    this.subject = subject;
    this.isNear = isNear;
  }

  /** Whether the code is compared with a status. */
  get isCompared(): boolean {
    return this.found.some(({ statuses, kind }) => statuses.length > 0 && kind !== 'neutral');
  }

  /** Whether a function answers with the code, and its callers may compare it. */
  get isLeft(): boolean {
    return this.isReturned;
  }

  /** The whole value around the read, before it gets another name: what a fix replaces. */
  get place(): ts.Expression | undefined {
    return this.top;
  }

  follow(read: ts.Expression, isDirect = true): void {
    const value = wrapped(read);
    if (this.seen.has(value)) return;
    this.seen.add(value);
    if (isDirect) this.top = value;
    const { parent } = value;
    const isAssigned = this.isAssigned;
    const add: Add = (kind, node, statuses = [], isGiven = false, isListed = false) => {
      const isTruth = kind === 'equal' || kind === 'range' || (kind === 'lookup' && isTruthLookup(node));
      this.found.push({
        kind,
        node,
        statuses,
        value,
        isDirect: isDirect && isTruth,
        isGiven,
        isListed,
        isAssigned,
      });
    };
    if (ts.isBinaryExpression(parent)) {
      if (isPlainAssignment(parent, value)) return this.assigned(parent, add);
      return this.binary(value, parent, isDirect, add);
    }
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition === value) return add('neutral', parent);
      return this.follow(parent, isDirect);
    }
    if (ts.isTypeOfExpression(parent) || isTested(value, parent)) return add('neutral', parent);
    if (ts.isSwitchStatement(parent)) return this.switched(parent, add);
    const list = lookedUpIn(this.project, parent);
    if (list && list !== value) return this.lookedUp(list, parent, add);
    if (isConverted(this.project, value) || ts.isAwaitExpression(parent))
      return this.follow(parent as ts.Expression, isDirect);
    if (ts.isVariableDeclaration(parent) && parent.initializer === value)
      return this.variable(parent.name, add, parent);
    const owner = returnedBy(value);
    if (owner) return this.answer(owner, add);
    this.otherwise(value, add);
  }

  /** What is computed of it may decide as a test for a status does. */
  private otherwise(value: ts.Expression, add: Add): void {
    const test = computedTest(this.project, this.subject, value);
    if (test) {
      this.found.push({ ...test, kind: 'range', value, isDirect: false, isGiven: false });
      return;
    }
    add('value', value.parent);
    this.kept(value);
  }

  /** `{ code: error.code }`: who reads it from the record may compare it. */
  private kept(value: ts.Expression): void {
    const member = keptIn(this.project, value);
    // Records with a member of this name are everywhere: of interest are those of what was caught.
    const { valueDeclaration } = this.subject.symbol;
    if (!member || !valueDeclaration || !raisingCode(valueDeclaration)) return;
    this.isReturned = true;
    if (this.isNear) return;
    for (const read of recordReads(this.project, member, value)) {
      if (ts.isPropertyAccessExpression(read)) this.follow(read, false);
      else {
        const symbol = this.project.checker.getSymbolAtLocation(read.name);
        if (symbol) this.named(read.name, symbol);
      }
    }
  }

  /** `error.code === status`, where callers pass the status. */
  private given(other: ts.Expression, node: ts.BinaryExpression, add: Add): void {
    const name = unwrap(other);
    const declared = ts.isIdentifier(name) ? symbolOf(this.project, name)?.valueDeclaration : undefined;
    if (!declared || !ts.isParameter(declared)) return add('value', node);
    this.isReturned = true;
    if (this.isNear) return;
    const values = valuesBehind(this.project, name).map((each) => this.evaluate(each));
    const statuses = values.flatMap((each) => (each.kind === 'const' ? statusesOf(each.value) : []));
    if (statuses.length === 0 || !equalities.has(node.operatorToken.kind)) return add('value', node);
    add('equal', node, statuses, true);
  }

  /** The name that takes the value, in a declaration or a pattern. */
  variable(name: ts.BindingName, add: Add, declaration: ts.VariableDeclaration): void {
    const { checker } = this.project;
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (!symbol || !keepsItsValue(this.project, symbol, declaration)) return add('value', name);
    this.named(name, symbol);
  }

  /** `code = error.code`, of a variable that is declared elsewhere: all that reads it may compare the code. */
  private assigned(node: ts.BinaryExpression, add: Add): void {
    const name = unwrap(node.left) as ts.Identifier;
    const declaration = symbolOf(this.project, name)?.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration)) return add('value', node);
    if (!ts.isExpressionStatement(wrapped(node).parent)) this.follow(node, false);
    const isLocal = enclosingFunction(declaration) !== undefined;
    // Who reads a variable of a module costs a search.
    this.isReturned ||= !isLocal;
    if (this.isNear && !isLocal) return;
    const { reads, unseen } = readersOfName(this.project, name);
    if (unseen !== undefined) add('value', node);
    const before = this.isAssigned;
    this.isAssigned = true;
    for (const read of reads) this.follow(read, false);
    this.isAssigned = before;
  }

  /** The uses of a name. */
  named(name: ts.BindingName, symbol: ts.Symbol): void {
    const root = enclosingFunction(name) ?? name.getSourceFile();
    for (const use of references(this.project.checker, symbol, root)) {
      if (use !== name && use.parent !== name.parent) this.follow(use, false);
    }
  }

  private binary(value: ts.Expression, parent: ts.BinaryExpression, isDirect: boolean, add: Add): void {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
      return this.follow(parent, isDirect);
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return parent.left === value ? add('neutral', parent) : this.follow(parent, isDirect);
    const isEquality = equalities.has(kind);
    if (!isEquality && !relations.has(kind)) return this.otherwise(value, add);
    const other = this.evaluate(parent.left === value ? parent.right : parent.left);
    if (other.kind !== 'const')
      return this.given(parent.left === value ? parent.right : parent.left, parent, add);
    if (typeof other.value === 'string' && other.value.startsWith('CLIENT_HTTP_'))
      return add('sdk-code', parent);
    const number = numberOf(other.value);
    if (number === undefined) return add('neutral', parent);
    if (isEquality) return isStatus(number) ? add('equal', parent, [number]) : add('neutral', parent);
    return number >= 399 && number <= 600 ? add('range', parent, [number]) : add('neutral', parent);
  }

  private switched(node: ts.SwitchStatement, add: Add): void {
    const cases = node.caseBlock.clauses
      .filter(ts.isCaseClause)
      .map(({ expression }) => this.evaluate(expression));
    const isSdkCode = cases.some(
      (each) => each.kind === 'const' && String(each.value).startsWith('CLIENT_HTTP_'),
    );
    if (isSdkCode) return add('sdk-code', node);
    const statuses = cases.flatMap((each) => (each.kind === 'const' ? statusesOf(each.value) : []));
    add(statuses.length > 0 ? 'switch' : 'neutral', node, statuses);
  }

  private answer(owner: FunctionLike, add: Add): void {
    this.isReturned = true;
    if (this.isNear) return;
    const { calls, unknown, unseen } = callersOf(this.project, owner);
    for (const call of calls) this.follow(call, false);
    if (calls.length === 0 || unknown !== undefined || unseen !== undefined) add('value', owner);
  }

  private lookedUp(list: ts.Expression, node: ts.Node, add: Add): void {
    const frame = createFrame(this.project, this.subject, migratedScenario(400));
    const fixed = fixedKeys(list, frame);
    // Who puts something into a list costs a search, too.
    this.isReturned ||= !fixed;
    const listed = fixed || this.isNear ? undefined : listedByCallers(list, frame);
    const keys = fixed ?? listed ?? (this.isNear ? [] : keysEver(list, frame));
    const statuses = keys.flatMap(statusesOf);
    add(statuses.length > 0 ? 'lookup' : 'value', node, statuses, statuses.length > 0 && !fixed, !!listed);
  }

  private evaluate(node: ts.Expression): Value {
    return createFrame(this.project, this.subject, migratedScenario(400)).evaluate(node);
  }
}

/** A constant, or a `let` that is never assigned again. */
const keepsItsValue = (
  project: Project,
  { valueDeclaration }: ts.Symbol,
  declaration: ts.VariableDeclaration,
): boolean =>
  isConst(declaration) ||
  (valueDeclaration !== undefined && bindingsOf(project).assigned.get(valueDeclaration).length === 0);

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' || (typeof value === 'string' && /^\d{3}$/.test(value))
    ? Number(value)
    : undefined;

function statusesOf(value: unknown): number[] {
  const number = numberOf(value);
  return number !== undefined && isStatus(number) ? [number] : [];
}

const isTruthLookup = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) && isOneOf(node)) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword);

/** `if (error.code)`, `!error.code` */
function isTested(value: ts.Expression, parent: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  return ts.isIfStatement(parent) && parent.expression === value;
}
