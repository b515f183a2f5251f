import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved } from '../../../model/proof.ts';
import {
  bindingKey,
  codeText,
  descendants,
  enclosingFunction,
  isAssignment,
  references,
  unwrap,
  wrapped,
} from '../../program/ast.ts';
import { calledSymbol } from '../../program/only-shows.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Call, calleesOf } from '../branch/attempts.ts';
import type { CodeRead } from './code-members.ts';
import type { NewlyRun } from './newly-run.ts';

/** Whether the code that newly runs does with the error only what comes to the same for the classes of v1 and of v2. */
export function sameMembers(project: Project, run: NewlyRun, reads: readonly CodeRead[]): Proof {
  const uses = new Uses(project, new Set(reads));
  const counts = (node: ts.Node): boolean => run.has(node);
  for (const [source, path] of run.sources) {
    const name = ts.getNameOfDeclaration(source);
    if (name) uses.ofName(name, { path, counts });
  }
  const text = uses.shown && firstLine(uses.shown);
  return text ? open('oauth-error-shown', `It depends on \`${text}\`.`) : proved;
}

const firstLine = (node: ts.Node): string => node.getText().split('\n')[0]!.slice(0, 90);

/** Members that are the same for both. */
const same: ReadonlySet<string> = new Set(['message', 'cause', 'errorUri', 'toResponseObject']);

interface Source {
  /** The members that lead from it to the error. */
  readonly path: readonly string[];
  /** Whether a node runs where it matters. */
  readonly counts: (node: ts.Node) => boolean;
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** Looks for the first use of an error that is not known to be harmless. */
class Uses {
  shown: ts.Node | undefined;
  private readonly project: Project;
  private readonly renamed: ReadonlySet<ts.Node>;
  private readonly seen = new Set<ts.Node>();

  constructor(project: Project, renamed: ReadonlySet<ts.Node>) {
    this.project = project;
    this.renamed = renamed;
  }

  /** What a variable, a parameter or a pattern takes. */
  ofName(name: ts.Node, source: Source): void {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    if (ts.isObjectBindingPattern(name)) {
      for (const each of name.elements) this.ofElement(each, source);
      return;
    }
    const symbol = this.project.checker.getSymbolAtLocation(name);
    for (const use of symbol ? references(this.project.checker, symbol, name.getSourceFile()) : []) {
      if (use === name || isDeclared(use)) continue;
      const node = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use ? use.parent : use;
      const found = this.ofUse(node, source);
      if (found && this.isRun(node, source)) this.shown ??= found;
    }
  }

  private ofElement(each: ts.BindingElement, { path, counts }: Source): void {
    const [next, ...rest] = path;
    const key = bindingKey(each);
    if (next !== undefined && key === next) return this.ofName(each.name, { path: rest, counts });
    const isHarmless = next === undefined ? same.has(key ?? '') || this.renamed.has(each) : key !== undefined;
    if (!isHarmless && this.isRun(each, { path, counts })) this.shown ??= each;
  }

  /** It runs where it matters, or what it makes is used there: `const text = String(error)` before. */
  private isRun(use: ts.Node, { counts }: Source): boolean {
    if (counts(use)) return true;
    const made = ts.findAncestor(use, (each) => ts.isVariableDeclaration(each) || ts.isStatement(each));
    if (!made || !ts.isVariableDeclaration(made)) return false;
    const { checker } = this.project;
    const scope = enclosingFunction(made) ?? made.getSourceFile();
    return [...descendants(made.name)].some((name) => {
      const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
      return symbol !== undefined && references(checker, symbol, scope).some(counts);
    });
  }

  /** The use, where it is none of those that are known to be harmless. */
  private ofUse(use: ts.Expression, source: Source): ts.Node | undefined {
    const node = wrapped(use);
    const { parent } = node;
    if (isHarmless(parent) || isForOthers(this.project, use)) return undefined;
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      return this.ofMember(parent, node, source);
    if (ts.isBinaryExpression(parent)) return this.ofOperator(parent, node, source);
    if (ts.isConditionalExpression(parent))
      return parent.condition === node ? undefined : this.ofUse(parent, source);
    if (ts.isAwaitExpression(parent)) return this.ofUse(parent, source);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return this.ofCall(parent, node, source);
    if (!ts.isVariableDeclaration(parent)) return ts.isTemplateSpan(parent) ? parent.parent : parent;
    this.ofName(parent.name, source);
    return undefined;
  }

  private ofMember(parent: Access, node: ts.Expression, source: Source): ts.Node | undefined {
    const key = ts.isPropertyAccessExpression(parent) ? parent.name : unwrap(parent.argumentExpression);
    const name = ts.isMemberName(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
    if (parent.expression !== node || name === undefined) return parent;
    const [next, ...path] = source.path;
    if (next !== undefined) return next === name ? this.ofUse(parent, { ...source, path }) : undefined;
    const outer = wrapped(parent);
    const isSet =
      ts.isBinaryExpression(outer.parent) && isAssigned(outer.parent) && outer.parent.left === outer;
    return isSet || this.renamed.has(parent) || same.has(name) ? undefined : parent;
  }

  private ofOperator(parent: ts.BinaryExpression, node: ts.Expression, source: Source): ts.Node | undefined {
    const { left, operatorToken } = parent;
    const operator = operatorToken.getText();
    if (/^([!=]==?|instanceof)$/.test(operator) || (left === node && /^(&&|,|=)$/.test(operator)))
      return undefined;
    if (/^(&&|,|\|\||\?\?)$/.test(operator)) return this.ofUse(parent, source);
    if (operator === 'in') {
      const key = unwrap(left);
      const isSame = ts.isStringLiteralLike(key) && (same.has(key.text) || key.text === 'errorCode');
      return isSame ? undefined : parent;
    }
    if (!isAssigned(parent) || !ts.isIdentifier(left)) return parent;
    this.ofName(left, source);
    return undefined;
  }

  /** What a function of the project does with it. */
  private ofCall(call: Call, node: ts.Expression, source: Source): ts.Node | undefined {
    if (!this.isRun(node, source)) return undefined;
    const index = call.arguments?.indexOf(node) ?? -1;
    const targets = index < 0 ? [] : calleesOf(this.project, call);
    if (targets.length === 0) return passesOn(this.project, call) ? undefined : call;
    for (const { parameters, body } of targets) {
      const parameter = parameters[index];
      if (!body || parameter?.dotDotDotToken) return call;
      if (parameter) this.ofName(parameter.name, { path: source.path, counts: () => true });
    }
    return undefined;
  }
}

const isDeclared = (use: ts.Identifier): boolean => {
  const { parent } = use;
  if (ts.isVariableDeclaration(parent)) return parent.name === use;
  return ts.isBindingElement(parent) ? parent.initializer !== use : ts.isParameter(parent);
};

const isAssigned = ({ operatorToken }: ts.BinaryExpression): boolean => isAssignment(operatorToken.kind);

/** It is thrown on, or only asked for. */
const isHarmless = (parent: ts.Node): boolean =>
  ts.isThrowStatement(parent) ||
  ts.isExpressionStatement(parent) ||
  ts.isIfStatement(parent) ||
  ts.isPrefixUnaryExpression(parent) ||
  ts.isTypeOfExpression(parent) ||
  ts.isTypeNode(parent);

/** `Boolean(error)`, `Promise.reject(error)` */
function passesOn(project: Project, call: Call): boolean {
  const { area, name, member } = declaredAs(calledSymbol(project, call)) ?? {};
  return area?.startsWith('platform/') === true && (member ? member === 'reject' : name === 'Boolean');
}

/** `error instanceof Error ? error.message : String(error)`: no OAuth error gets to the second part. */
function isForOthers(project: Project, use: ts.Expression): boolean {
  return (
    ts.findAncestor(use, (each) => {
      if (ts.isStatement(each)) return 'quit';
      const { parent } = each;
      if (!ts.isConditionalExpression(parent) || parent.whenFalse !== each) return false;
      const test = unwrap(parent.condition);
      return (
        ts.isBinaryExpression(test) &&
        test.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
        codeText(unwrap(test.left)) === codeText(use) &&
        declaredAs(symbolOf(project, test.right))?.name === 'Error'
      );
    }) !== undefined
  );
}
