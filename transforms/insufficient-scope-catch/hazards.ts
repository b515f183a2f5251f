import { descendants, enclosingFunction, references, wrapped } from '../../src/analysis/ast.ts';
import { evaluate } from '../../src/analysis/guards/evaluate.ts';
import { type Frame, isSubject } from '../../src/analysis/guards/frame.ts';
import { lackingMembers } from '../../src/analysis/guards/worlds.ts';
import type { Project } from '../../src/analysis/project.ts';
import { declaredTypes } from '../../src/analysis/sdk-symbols.ts';
import { ts } from '../../src/compiler.cjs';
import type { Fix } from '../../src/model/rule.ts';
import { retryOrFallback } from './retries.ts';

export type Refused = Extract<Fix, { level: 'none' }>;

export const refuse = (refusal: Refused['refusal'], detail: string): Refused => ({
  level: 'none',
  refusal,
  detail,
});

/** Why the code that stays (`live`) must not run for an InsufficientScopeError, or undefined when it may. */
export function hazardIn(live: readonly ts.Node[], frame: Frame): Refused | undefined {
  for (const node of live) {
    const found = lostMember(node, frame) ?? messageTest(node, frame) ?? typedUse(node, frame);
    if (found) return found;
  }
  return retryOrFallback(live, frame);
}

function lostMember(node: ts.Node, frame: Frame): Refused | undefined {
  const member = memberOfError(node, frame);
  if (!member || !lackingMembers.has(member.name)) return undefined;
  const text = `${frame.subject.text}.${member.name}`;
  return refuse(
    'insufficient-scope-member',
    `It reads \`${text}\`, which InsufficientScopeError does not have.`,
  );
}

function memberOfError(node: ts.Node, frame: Frame): { name: string } | undefined {
  if (ts.isPropertyAccessExpression(node) && evaluate(node.expression, frame).kind === 'error')
    return { name: node.name.text };
  if (ts.isElementAccessExpression(node) && evaluate(node.expression, frame).kind === 'error') {
    const key = evaluate(node.argumentExpression, frame);
    return { name: key.kind === 'const' ? String(key.value) : 'data' };
  }
  // A copy has all that the error of before had.
  if (ts.isSpreadAssignment(node) && evaluate(node.expression, frame).kind === 'error')
    return { name: 'data' };
  if (!ts.isBindingElement(node)) return undefined;
  const declaration = node.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (evaluate(declaration.initializer, frame).kind !== 'error') return undefined;
  return { name: (node.propertyName ?? node.name).getText() };
}

const textTests: ReadonlySet<string> = new Set([
  'includes',
  'match',
  'matchAll',
  'startsWith',
  'endsWith',
  'indexOf',
  'search',
  'split',
  'test',
  'exec',
  'parse',
]);

/** The message of the new error is another text, so what looks for words in it finds them no more. */
function messageTest(node: ts.Node, frame: Frame): Refused | undefined {
  if (memberOfError(node, frame)?.name !== 'message' || !ts.isPropertyAccessExpression(node))
    return undefined;
  for (let current: ts.Node = node; current.parent && !ts.isStatement(current); current = current.parent) {
    const { parent } = current;
    const called =
      ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)
        ? parent.expression.name.text
        : '';
    const compared = ts.isBinaryExpression(parent) && /^[=!]==?$/.test(parent.operatorToken.getText());
    if (textTests.has(called) || compared) {
      return refuse('insufficient-scope-message', `It looks for words in \`${node.getText()}\`.`);
    }
  }
  return undefined;
}

/** Handing the error on as an SdkHttpError does not compile for an InsufficientScopeError, and would lie if it did. */
function typedUse(node: ts.Node, frame: Frame): Refused | undefined {
  if (!ts.isExpression(node) || !isSubject(frame, node)) return undefined;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) return undefined;
  const type = frame.project.checker.getContextualType(node);
  if (!type || type.isUnion() || isInferred(frame.project, node)) return undefined;
  const wanted = declaredTypes(frame.project, type).find(
    ({ area, name }) => area.startsWith('v2/') && /^Sdk(Http)?Error$/.test(name),
  );
  return (
    wanted &&
    refuse('insufficient-scope-type', `\`${node.parent.getText().split('\n')[0]}\` wants an ${wanted.name}.`)
  );
}

/** `Object.assign(new Error(), { cause: error })`: the type that is wanted there is the error's own. */
function isInferred(project: Project, node: ts.Expression): boolean {
  let current: ts.Node = wrapped(node);
  while (ts.isPropertyAssignment(current.parent) || ts.isObjectLiteralExpression(current.parent))
    current = current.parent;
  const call = current.parent;
  if (!ts.isCallExpression(call)) return false;
  const index = call.arguments.indexOf(current as ts.Expression);
  const declared = project.checker.getResolvedSignature(call)?.declaration?.parameters[index];
  const type =
    declared && ts.isParameter(declared) && declared.type && project.checker.getTypeAtLocation(declared.type);
  return Boolean(type && type.flags & ts.TypeFlags.TypeParameter);
}

/** Members that only the old error has, read anywhere below these nodes: the branch would not compile for both. */
export function readsLostMember(nodes: readonly ts.Node[], frame: Frame): boolean {
  return nodes.some((root) =>
    [...descendants(root)].some((node) => {
      const member = memberOfError(node, frame);
      return member !== undefined && lackingMembers.has(member.name);
    }),
  );
}

/** `w.status` of `const w = error instanceof X ? error : wrap(error)`. */
function membersReadOf({ name }: ts.VariableDeclaration, project: Project): string[] {
  const symbol = project.checker.getSymbolAtLocation(name);
  const root = enclosingFunction(name) ?? name.getSourceFile();
  return symbol
    ? references(project.checker, symbol, root).flatMap(({ parent: read }) =>
        ts.isPropertyAccessExpression(read) && read.expression.getText() === name.getText()
          ? [read.name.text]
          : [],
      )
    : [];
}

/** Where the chosen error goes, its members are read: `const { status } = error instanceof X ? error : fallback`. */
export function destinationHazard(branch: ts.Expression, frame: Frame): Refused | undefined {
  if (evaluate(branch, frame).kind !== 'error') return undefined;
  let node = wrapped(branch);
  while (ts.isConditionalExpression(node.parent) || ts.isBinaryExpression(node.parent))
    node = wrapped(node.parent);
  const { parent } = node;
  const read =
    ts.isPropertyAccessExpression(parent) && parent.expression === node
      ? [parent.name.text]
      : ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)
        ? parent.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText())
        : ts.isVariableDeclaration(parent)
          ? membersReadOf(parent, frame.project)
          : [];
  const lost = read.find((name) => lackingMembers.has(name));
  return lost === undefined
    ? undefined
    : refuse(
        'insufficient-scope-member',
        `\`${lost}\` is read of it, which InsufficientScopeError does not have.`,
      );
}
