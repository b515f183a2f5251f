import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { isBundledDeclaration } from '../../../program/sdk-root.ts';
import type { FactWalk } from './fact-walk.ts';
import { operands } from './url-build.ts';
import { type Fact, has, inside } from './value-facts.ts';

/** `redirectUri + '?code=' + code`, and such a text within a longer one. */
export function ofConcatenation({ facts, all, build }: FactWalk, node: ts.BinaryExpression): readonly Fact[] {
  const parts = operands(node);
  const first = parts[0] ?? node.left;
  const start = facts(first);
  const rest = inside(all(parts.slice(1)));
  if (has(start, 'build')) return [...start, ...rest];
  // `redirectUri + (redirectUri.includes('?') ? '&' : '?')`: still the address, for what goes on from here.
  if (has(start, 'redirect') && parts.slice(1).every(isSeparator)) return start;
  if (has(start, 'redirect'))
    return [{ kind: 'build', build: build(node, first, 'text'), inside: false }, ...rest];
  const nested = parts.flatMap((part, index): Fact[] => {
    const next = parts[index + 1];
    const query = next && ts.isStringLiteralLike(next) && /^[?&]/.test(next.text);
    return query && has(facts(part), 'redirect')
      ? [{ kind: 'build', build: build(part, part, 'embedded'), inside: true }]
      : [];
  });
  return [...inside(start), ...nested, ...rest];
}

/** `${redirectUri}?code=${code}`, and such a text within a page. */
export function ofTemplate({ facts, all, build }: FactWalk, node: ts.TemplateExpression): readonly Fact[] {
  const [first, ...others] = node.templateSpans;
  const rest = inside(all(others.map((span) => span.expression)));
  if (first && node.head.text === '') {
    const start = facts(first.expression);
    if (has(start, 'build') || (others.length === 0 && first.literal.text === '')) return [...start, ...rest];
    const isAddress =
      first.literal.text === '' && others.every((span) => isSeparator(span.expression) && !span.literal.text);
    if (has(start, 'redirect') && isAddress) return start;
    if (has(start, 'redirect'))
      return [{ kind: 'build', build: build(node, first.expression, 'text'), inside: false }, ...rest];
  }
  const nested = node.templateSpans.flatMap((span): Fact[] =>
    /^[?&][\w.-]+=|^\?$/.test(span.literal.text) && has(facts(span.expression), 'redirect')
      ? [{ kind: 'build', build: build(span.expression, span.expression, 'embedded'), inside: true }]
      : [],
  );
  return [...nested, ...inside(first ? facts(first.expression) : []), ...rest];
}

/** `'?'`, or a choice of such. */
function isSeparator(part: ts.Expression): boolean {
  const plain = unwrap(part);
  if (ts.isConditionalExpression(plain)) return isSeparator(plain.whenTrue) && isSeparator(plain.whenFalse);
  return ts.isStringLiteralLike(plain) && /^[?&]?$/.test(plain.text);
}

/** `new URL(redirectUri)`. */
export function ofNew({ project, facts, all, build }: FactWalk, node: ts.NewExpression): readonly Fact[] {
  const [first, second] = node.arguments ?? [];
  if (isUrl(project, node.expression) && first && !second) {
    const start = facts(first);
    if (has(start, 'build')) return start.filter((fact) => fact.kind === 'build');
    if (has(start, 'redirect'))
      return [{ kind: 'build', build: build(node, first, 'object'), inside: false }];
  }
  return inside(all(node.arguments));
}

/** The platform's URL, not a class of the project. */
function isUrl(project: Project, callee: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name) || name.text !== 'URL') return false;
  const declaration = declarationAt(project, callee);
  return !declaration || ts.isImportSpecifier(declaration) || isBundledDeclaration(declaration);
}
