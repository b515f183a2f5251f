import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { codeText, descendants, isJavaScript, isWithin, unwrap, wrapped } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { createFrame } from '../guards/evaluator.ts';
import type { Frame } from '../guards/frame.ts';
import { scopeScenario } from '../guards/scenarios.ts';
import { specialize } from '../guards/specialize.ts';
import { variableAt } from '../guards/subject.ts';
import { isLostMember, memberOfError } from './lost-members.ts';
import { newEffects } from './new-effects.ts';
import { readsOfArgument } from './passed-error.ts';
import { write } from './residual.ts';
import type { ScopeMatch } from './scope-match.ts';

/**
 * No value that an InsufficientScopeError newly runs into comes from a member that it lacks. The branch itself is checked
 * where it is written; here is what no type check sees: functions that read by name, other names of the error, and the code
 * after the branch, in JavaScript and behind `any`.
 */
export function membersExist(match: ScopeMatch): Proof {
  const { handler, divergence } = match;
  const { project, scenario } = divergence.before;
  const before = createFrame(project, handler.subject, scenario);
  const now = createFrame(project, handler.subject, scopeScenario);
  const { nodes } = newEffects(handler, before, now);
  const after = before.fork();
  if (Array.isArray(handler.body)) specialize(handler.body, after, 'compare');
  return worst([
    ...nodes.map((node) => {
      if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return proved;
      if (after.evaluate(node).kind === 'error') return readsOfArgument(project, node);
      const held = heldBy(node, handler.subject.text, project);
      return held ?? otherName(project, node, handler.subject.text);
    }),
    ...match.siblings.map((sibling) => readsAfter(sibling, after)),
  ]);
}

/** `describe({ error })`, by the name of the object: who reads the error there is not looked into. */
function heldBy(node: ts.Expression, path: string, project: Project): Proof | undefined {
  const { parent } = wrapped(node);
  const isPassed = ts.isCallExpression(parent) && parent.arguments.includes(wrapped(node));
  const declaration =
    isPassed && ts.isIdentifier(node) ? variableAt(project, node)?.valueDeclaration : undefined;
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const made = value && unwrap(value);
  if (!made || !ts.isObjectLiteralExpression(made)) return undefined;
  const holds = made.properties.some((each) => {
    if (ts.isShorthandPropertyAssignment(each)) return each.name.text === path;
    return ts.isPropertyAssignment(each) && codeText(unwrap(each.initializer)) === path;
  });
  const detail = `It depends on what \`${parent.getText().split('\n')[0]}\` reads from the error.`;
  return holds ? open('insufficient-scope-reads', detail) : undefined;
}

/** The object that has the error as a member, used as a whole: the error may be reached by another name. */
function otherName(project: Project, node: ts.Expression, path: string): Proof {
  const [root] = path.split('.');
  if (!ts.isIdentifier(node) || root === path || node.text !== root) return proved;
  if (!isUntyped(project, node)) return proved;
  const outer = wrapped(node);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent) && unwrap(parent.expression) === node) return proved;
  if (ts.isBinaryExpression(parent) || !variableAt(project, node)) return proved;
  if (ts.isVariableDeclaration(parent) && isPlainPattern(parent)) return proved;
  return open(
    'insufficient-scope-reads',
    `\`${parent.getText().split('\n')[0]}\` gives the error another name.`,
  );
}

/** A constant pattern without a rest: its names are known. */
const isPlainPattern = ({ name, parent }: ts.VariableDeclaration): boolean =>
  ts.isObjectBindingPattern(name) &&
  Boolean(parent.flags & ts.NodeFlags.Const) &&
  name.elements.every(({ dotDotDotToken }) => !dotDotDotToken);

/** Code after a branch that goes on runs for both errors, and reads from the error what only one has. */
function readsAfter({ divergence, handler, siblings }: ScopeMatch, frame: Frame): Proof {
  const { site, before, rest } = divergence;
  const { project } = frame;
  if (site.kind === 'switch') return proved;
  if (site.kind === 'if') {
    const branch =
      before.truth(site.node.expression) === false ? site.node.elseStatement : site.node.thenStatement;
    if (!branch || write([[branch]], before).exits) return proved;
  }
  const scope = rest.length > 0 ? rest.flat() : [handler.scope];
  for (const node of scope.flatMap((each) => [...descendants(each)])) {
    if (node.pos < site.node.end || isInAnother(node, siblings)) continue;
    const member = memberOfError(node, frame);
    if (!member || !isLostMember(member.name) || !isUntyped(project, ownerOf(node))) continue;
    return refuted('insufficient-scope-member', `\`${node.getText().split('\n')[0]}\` runs for both errors.`);
  }
  return proved;
}

const isInAnother = (node: ts.Node, siblings: readonly ScopeMatch[]): boolean =>
  siblings.some(({ divergence: { site } }) => isWithin(node, site.node));

const ownerOf = (node: ts.Node): ts.Node =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : node;

function isUntyped({ checker }: Project, node: ts.Node): boolean {
  return isJavaScript(node) || Boolean(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any);
}
