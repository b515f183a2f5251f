import { ts } from '../../../compiler.cjs';
import { decide, type Fix } from '../../../model/fix.ts';
import { open, type Proof, proved, worst } from '../../../model/proof.ts';
import { clientPackage } from '../../../sdk/modules.ts';
import { clientArea, scopeErrorClasses } from '../../../sdk/roles.ts';
import { descendants } from '../../program/ast.ts';
import { ensureImport } from '../../program/import-edit.ts';
import { mayNotLoad } from '../../program/optional-packages.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, resolveAlias } from '../../program/sdk-symbols.ts';
import { lacksPackage, predates } from '../../program/sdk-versions.ts';
import type { Divergence } from '../guards/divergence.ts';
import { classAt } from '../guards/error-classes.ts';
import { onlyFunctionAt } from '../guards/own-functions.ts';
import { meaningOfCode, nameOfCode } from '../guards/raised-codes.ts';
import { mayReadPath } from '../guards/read-again.ts';
import type { BranchObligation } from './branch-obligations.ts';
import { commentsKept } from './comments-kept.ts';
import { decidingGuard } from './deciding-guard.ts';
import { errorSettled } from './error-settled.ts';
import { fixBoolean, fixConditional, fixValue } from './fix-expression.ts';
import { fixIf, fixSwitch } from './fix-statement.ts';
import { nameOf } from './function-name.ts';
import { membersExist } from './members-exist.ts';
import { type Outcome, refuse } from './outcome.ts';
import type { ScopeMatch } from './scope-match.ts';

const scopeError = scopeErrorClasses[0]!;

/**
 * Writes the branch that does for an InsufficientScopeError what the handler did for a 403. Either all tests of a handler
 * are fixed or none, because a handler that tests for InsufficientScopeError anywhere counts as migrated.
 */
export function fixOf(match: ScopeMatch): Fix {
  const own = fixAlone(match);
  if (own.level === 'none') return own;
  for (const sibling of match.siblings) {
    const other = sibling === match ? own : fixAlone(sibling);
    if (other.level !== 'none') continue;
    const detail = `Another test of this handler cannot be fixed. ${other.detail ?? ''}`.trim();
    return refuse(other.refusal, detail);
  }
  return own;
}

function fixAlone(match: ScopeMatch): Fix {
  const { divergence, handler } = match;
  const { project } = divergence.before;
  if (match.ambiguous) return refuse('insufficient-scope-code');
  if (match.isOnError) return refuse('onerror-callback');
  if (match.isPredicate)
    return refuse('type-predicate', `\`${nameOf(handler.scope) ?? 'A function'}\` returns it.`);
  const file = divergence.site.node.getSourceFile();
  const guard = decidingGuard(divergence);
  if (!mayReadPath(project, handler.subject.text)) return refuse('error-computed');
  const request = { module: clientPackage, name: scopeError, ...besideClass(project, guard) };
  const beside = besideMember(project, guard);
  const imported = beside ? { local: beside, edits: [] } : ensureImport(project, file, request);
  if (imported.edits.length > 0 && lacksPackage(project, file.fileName, clientPackage))
    return refuse('client-package-missing');
  if (mayNotLoad(project, file, clientPackage, imported.edits)) return refuse('package-optional');
  const { near, far } = errorSettled(match);
  if (near.state === 'refuted') return refuse(near.code, near.detail);
  const outcome = branchFor(match, testFor(guard, imported.local, divergence));
  if ('level' in outcome) return outcome;
  const settled = worst([far(), near]);
  if (settled.state === 'refuted') return refuse(settled.code, settled.detail);
  const edits = [...imported.edits, ...outcome];
  return decide<BranchObligation>(edits, {
    'same-outcome': sameOutcome(match),
    'error-settled': settled,
    'members-exist': membersExist(match),
    'comments-kept': commentsKept(project, edits),
  });
}

/** The branch does what the handler did for one code: whether a 403 of these calls had it is known, or assumed. */
function sameOutcome({ assumedCode, isCaughtByBase }: ScopeMatch): Proof {
  if (isCaughtByBase) return open('insufficient-scope-base-class');
  if (assumedCode === undefined) return proved;
  const name = nameOfCode(assumedCode);
  return open('insufficient-scope-one-code', `It is ${name}, ${meaningOfCode(assumedCode)}.`);
}

/** The class of the guard: its import is extended. */
function besideClass(project: Project, guard: ts.Node): { beside?: string } {
  if (!ts.isBinaryExpression(guard) || !ts.isIdentifier(guard.right)) return {};
  const declared = classAt(project, guard.right);
  return declared && declared !== 'own' ? { beside: declared.name } : {};
}

/** `sdk.InsufficientScopeError`, where the guard reads `sdk.SdkHttpError` from a namespace or from `await import()`. */
function besideMember(project: Project, guard: ts.Node): string | undefined {
  const type = classOf(guard);
  if (!type || !ts.isPropertyAccessExpression(type)) return undefined;
  const owner = project.checker.getTypeAtLocation(type.expression);
  const member = project.checker.getPropertyOfType(owner, scopeError);
  const declared = member && declaredAs(resolveAlias(project, member));
  return declared?.area === clientArea ? `${type.expression.getText()}.${scopeError}` : undefined;
}

/** `X` of `error instanceof X` and `X.isInstance(error)`. */
function classOf(guard: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(guard)) return guard.right;
  if (!ts.isCallExpression(guard) || !ts.isPropertyAccessExpression(guard.expression)) return undefined;
  return guard.expression.name.text === 'isInstance' ? guard.expression.expression : undefined;
}

/** `error instanceof InsufficientScopeError`, or with `isInstance` where the author tests so. */
function testFor(guard: ts.Node, local: string, { before }: Divergence): string {
  const isClassTest =
    ts.isBinaryExpression(guard) && guard.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  if (isClassTest) return `${guard.left.getText()} instanceof ${local}`;
  if (!ts.isCallExpression(guard)) return `${before.subject.text} instanceof ${local}`;
  const given = guard.arguments.find(
    (argument) => ts.isLeftHandSideExpression(argument) && before.evaluate(argument).kind === 'error',
  );
  const value = given?.getText() ?? before.subject.text;
  return testsByBrand(before.project, guard)
    ? `${local}.isInstance(${value})`
    : `${value} instanceof ${local}`;
}

/** `SdkHttpError.isInstance(error)`, here or in the function that is called. InsufficientScopeError has it since beta.3. */
function testsByBrand(project: Project, guard: ts.CallExpression): boolean {
  if (predates(project, guard.getSourceFile().fileName, 'InsufficientScopeError.isInstance')) return false;
  const root = onlyFunctionAt(project, guard.expression) ?? guard.expression;
  return [...descendants(root)].some(
    (node) => ts.isPropertyAccessExpression(node) && node.name.text === 'isInstance',
  );
}

function branchFor(match: ScopeMatch, test: string): Outcome {
  const { site } = match.divergence;
  switch (site.kind) {
    case 'if':
      return fixIf(match, site.node, test);
    case 'conditional':
      return fixConditional(match, site.node, test);
    case 'boolean':
      return fixBoolean(match, site.node, test);
    case 'value':
      return fixValue(match, site.node, test);
    case 'switch':
      return fixSwitch(match, site.node, test);
    default:
      return refuse('insufficient-scope-shape');
  }
}
