import { ts } from '../../../compiler.cjs';
import {
  descendants,
  enclosingFunction,
  isAssignment,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { functionsAt } from '../../program/callees.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { isWritten } from '../../program/written-names.ts';
import { isLookedAt, isSameValue } from '../query/read-only.ts';
import { onlyReads } from '../query/reading-calls.ts';

/** A use of a record that is more than a read: it changes the record, or gives it to code that is not seen. */
export interface RecordUse {
  readonly kind: 'changed' | 'unseen';
  readonly node: ts.Node;
}

type Found = RecordUse | undefined;

/** What uses a record of a query, through other names of it and the functions of the project that get it. */
export class RecordUses {
  readonly #project: Project;
  readonly #seen = new Set<ts.Symbol>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** The worst of all uses of a name; the names that it is given to are looked at, too. */
  ofName(name: ts.BindingName): Found {
    // What a pattern takes out is a parameter, or a copy.
    if (!ts.isIdentifier(name)) return ts.isArrayBindingPattern(name) ? unseen(name) : undefined;
    const symbol = this.#project.checker.getSymbolAtLocation(name);
    if (!symbol) return unseen(name);
    if (this.#seen.has(symbol)) return undefined;
    this.#seen.add(symbol);
    const scope = enclosingFunction(name) ?? name.getSourceFile();
    return worst(
      references(this.#project.checker, symbol, scope)
        .filter((use) => use !== name)
        .map((use) => this.of(use)),
    );
  }

  of(use: ts.Expression): Found {
    const value = wrapped(use);
    const { parent } = value;
    if (
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === value
    )
      return isWritten(wrapped(parent)) ? changed(parent.parent) : undefined;
    if (isSameValue(value, parent)) return this.of(parent as ts.Expression);
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent))
      return this.ofName(parent.name);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return parent.expression === value ? unseen(value) : this.#given(parent, value);
    // Another record takes the name.
    if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === value)
      return undefined;
    const isRead = ts.isSpreadAssignment(parent) || ts.isForInStatement(parent) || isLookedAt(value);
    return isRead && !isWritten(value) ? undefined : unseen(value);
  }

  #given(call: ts.CallExpression | ts.NewExpression, value: ts.Expression): Found {
    if (onlyReads(this.#project, call)) return undefined;
    const given: readonly ts.Expression[] = call.arguments ?? [];
    const index = given.indexOf(value);
    const onObject = objectMethod(this.#project, call);
    if (onObject) return writers.has(onObject) && index === 0 ? changed(call) : undefined;
    const fns = ts.isCallExpression(call) ? functionsAt(this.#project, call.expression) : [];
    if (fns.length === 0 || given.slice(0, index).some(ts.isSpreadElement)) return unseen(value);
    return worst(
      fns.map((fn) => {
        const usesAll = [...descendants(fn)].some(
          (node) => ts.isIdentifier(node) && node.text === 'arguments',
        );
        const parameter = fn.parameters[index];
        if (usesAll || parameter?.dotDotDotToken) return unseen(value);
        return parameter && this.ofName(parameter.name);
      }),
    );
  }
}

const changed = (node: ts.Node): Found => ({ kind: 'changed', node });
const unseen = (node: ts.Node): Found => ({ kind: 'unseen', node });

const worst = (found: readonly Found[]): Found =>
  found.find((each) => each?.kind === 'changed') ?? found.find((each) => each);

const writers: ReadonlySet<string> = new Set([
  'assign',
  'defineProperties',
  'defineProperty',
  'deleteProperty',
  'set',
  'setPrototypeOf',
]);

/** `assign` of `Object.assign(…)`, `set` of `Reflect.set(…)`. */
function objectMethod(project: Project, call: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const declared = declaredAs(symbolOf(project, callee.name));
  const isObject = declared?.name === 'ObjectConstructor' || declared?.name === 'Reflect';
  return isObject && declared?.area === 'platform/es' ? callee.name.text : undefined;
}
