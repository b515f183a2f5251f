import { classAt, type Frame } from '../../src/analysis/guards/frame.ts';
import { ts } from '../../src/compiler.cjs';
import { ensureImport } from '../../src/edit/imports.ts';
import type { Fix } from '../../src/model/rule.ts';
import { clientPackage } from '../../src/sdk/modules.ts';
import { mendBoolean, mendConditional, mendValue } from './fix-expression.ts';
import { mendIf, mendSwitch } from './fix-statement.ts';
import { decidingGuard, type ScopeMatch } from './guard.ts';
import { none, type Outcome } from './residual.ts';

/** The branch that does for an InsufficientScopeError what the handler did for a 403. */
export function fixOf(match: ScopeMatch): Fix {
  const { divergence, handler } = match;
  const { project, subject } = divergence.before;
  if (match.ambiguous) return none('insufficient-scope-code');
  if (/\.cause$/.test(subject.text)) return none('error-cause', `It tests \`${subject.text}\`.`);
  const file = divergence.site.node.getSourceFile();
  const guard = decidingGuard(divergence);
  const imported = ensureImport(project, file, {
    module: clientPackage,
    name: 'InsufficientScopeError',
    ...besideClass(project, guard),
  });
  const outcome = mend(match, testFor(guard, imported.local, handler.subject.text));
  if ('level' in outcome) return outcome;
  return { level: 'safe', edits: [...imported.edits, ...outcome] };
}

/** The import that brings the class of the guard is the one to extend. */
function besideClass(project: Frame['project'], guard: ts.Node): { beside?: string } {
  if (!ts.isBinaryExpression(guard) || !ts.isIdentifier(guard.right)) return {};
  const declared = classAt(project, guard.right);
  return declared && declared !== 'own' ? { beside: declared.name } : {};
}

/** `error instanceof InsufficientScopeError`, or with `isInstance` where the author tests so. */
function testFor(guard: ts.Node, local: string, subject: string): string {
  if (ts.isCallExpression(guard) && guard.arguments[0])
    return `${local}.isInstance(${guard.arguments[0].getText()})`;
  const value =
    ts.isBinaryExpression(guard) && guard.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
      ? guard.left.getText()
      : subject;
  return `${value} instanceof ${local}`;
}

function mend(match: ScopeMatch, test: string): Outcome {
  const { site } = match.divergence;
  switch (site.kind) {
    case 'if':
      return mendIf(match, site.node, test);
    case 'conditional':
      return mendConditional(match, site.node, test);
    case 'boolean':
      return mendBoolean(match, site.node, test);
    case 'value':
      return mendValue(match, site.node, test);
    case 'switch':
      return mendSwitch(match, site.node, test);
    default:
      return none('insufficient-scope-shape');
  }
}
