import { ts } from '../../../compiler.cjs';
import { insufficientScopeMembers, sdkHttpErrorMembers } from '../../../sdk/facts.ts';
import { scopeErrorClasses } from '../../../sdk/roles.ts';
import { codeText, type FunctionLike, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, resolveAlias, symbolOf } from '../../program/sdk-symbols.ts';
import type { Value, World } from './scenarios.ts';

/** The expression that holds the error: a variable, or a path such as `result.error`. */
export interface Subject {
  readonly symbol: ts.Symbol;
  /** Text of the path; the name of the variable when it is one. */
  readonly text: string;
}

/** One evaluation: of which error, in which world, with what is known of the variables so far. */
export interface Frame {
  readonly project: Project;
  readonly subject: Subject;
  readonly world: World;
  readonly env: Map<ts.Symbol, Value>;
  /** Variables that hold the outcome of a decision, such as `const isForbidden = …`. */
  readonly decided: Set<ts.Symbol>;
  /** Set when the author's own branch for InsufficientScopeError decided a condition. */
  answered: boolean;
  /** The functions that are being evaluated. */
  readonly calls: readonly FunctionLike[];
  /** The world in which functions that test the error themselves are answered: as if they were mended. */
  readonly mended?: World | undefined;
}

export function createFrame(project: Project, subject: Subject, world: World, mended?: World): Frame {
  return {
    project,
    subject,
    world,
    mended,
    env: new Map(),
    decided: new Set(),
    answered: false,
    calls: [],
  };
}

/** A test for the name, or a member, that only the new error has: its author knows of it. */
export function noteAnswer(frame: Frame, ...values: readonly (Value | string)[]): void {
  const knows = values.some((value) =>
    typeof value === 'string'
      ? ownMembers.has(value)
      : value.kind === 'const' && value.value === scopeErrorClasses[0],
  );
  if (knows && frame.world.answers) frame.answered = true;
}

const ownMembers: ReadonlySet<string> = new Set(
  insufficientScopeMembers.filter((member) => !sdkHttpErrorMembers.includes(member)),
);

export function fork(frame: Frame): Frame {
  return { ...frame, env: new Map(frame.env), decided: new Set(frame.decided) };
}

export function subjectOf(project: Project, expression: ts.Expression): Subject | undefined {
  const node = unwrap(expression);
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword && root !== node) {
    const symbol = project.checker.getSymbolAtLocation((node as ts.PropertyAccessExpression).name);
    return symbol && { symbol, text: codeText(node) };
  }
  if (!ts.isIdentifier(root)) return undefined;
  const symbol = variableAt(project, root);
  return symbol && { symbol, text: codeText(node) };
}

/** The variable a name reads; for `{ error }` the variable, not the property. */
export function variableAt(project: Project, node: ts.Identifier): ts.Symbol | undefined {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent))
    return project.checker.getShorthandAssignmentValueSymbol(parent);
  return project.checker.getSymbolAtLocation(node);
}

export function isSubject(frame: Pick<Frame, 'project' | 'subject'>, node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    return node.text === frame.subject.text && variableAt(frame.project, node) === frame.subject.symbol;
  }
  if (!ts.isPropertyAccessExpression(node) || !frame.subject.text.endsWith(`.${node.name.text}`))
    return false;
  if (codeText(node) !== frame.subject.text) return false;
  return subjectOf(frame.project, node)?.symbol === frame.subject.symbol;
}

/** What a class expression denotes: ours to know, one of the project's own, or nothing that can be said. */
export function classAt(project: Project, node: ts.Expression): Declared | 'own' | undefined {
  const target = unwrap(node);
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(target) ? target.name : target);
  const declared = declaredAs(symbol);
  // `declare var Error: ErrorConstructor`: the variable is the class.
  if (declared && !declared.member) return declared;
  const type = project.checker.getTypeAtLocation(target);
  const classSymbol = type.symbol && resolveAlias(project, type.symbol);
  const byType = declaredAs(classSymbol);
  if (byType && !byType.member) return byType;
  if (classSymbol?.declarations?.some(ts.isClassLike)) return 'own';
  return isForeign(project, target) ? 'own' : undefined;
}

/** Imported from a package that is not the SDK's: whatever it is, no error of the SDK is an instance of it. */
function isForeign(project: Project, node: ts.Expression): boolean {
  let root = node;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const [declaration] = project.checker.getSymbolAtLocation(root)?.declarations ?? [];
  for (let current: ts.Node | undefined = declaration; current; current = current.parent) {
    if (!ts.isImportDeclaration(current)) continue;
    const { moduleSpecifier } = current;
    return ts.isStringLiteral(moduleSpecifier) && isPackage(moduleSpecifier.text);
  }
  return false;
}

/** A package by its name, as opposed to a path or an alias of one, which may lead to code of the project. */
const isPackage = (specifier: string): boolean =>
  /^(node:|[a-z0-9])/i.test(specifier) || /^@[a-z0-9][^/]*\/[a-z0-9]/i.test(specifier);
