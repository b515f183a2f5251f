import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import type { RefusalCode } from '../../../model/refusals.ts';
import { enclosingFunction, isWithin, unwrap } from '../../program/ast.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import { certainValue, literalOf, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { writtenAt } from '../../program/written-at.ts';
import { addIssuerUrl } from './issuer-url-edit.ts';
import { type IssuerSource, issuerSources, ofMetadata } from './issuers.ts';
import type { Mount } from './mounts.ts';
import { neighbors } from './neighbors.ts';
import { stabilityOf } from './stable-url.ts';

/** How a handler gets its `issuerUrl`, or why it cannot. */
export type HandlerFix =
  | {
      readonly edits: readonly Edit[];
      readonly sources: readonly IssuerSource[];
      readonly assumes?: RefusalCode;
      readonly detail?: string;
    }
  | { readonly refusal: RefusalCode; readonly sources: readonly IssuerSource[]; readonly detail?: string };

/**
 * Which issuer must a handler get, and what adds it to the options?
 * Asked by the rule authorization-handler-issuer for each handler without `issuerUrl`.
 * Gives the edits and the places that name the issuer, or the reason why there is no fix.
 */
export function fixHandler(project: Project, { call, options }: Mount): HandlerFix {
  const provider = certainValue(memberOf(project, options, 'provider'));
  const all = belonging(project, call, provider);
  const sources = distinct(all) ? inBlockOf(call, all) : all;
  const [first] = sources;
  if (!first) return { refusal: 'issuer-not-in-sight', sources };
  if (distinct(sources))
    return { refusal: 'several-issuers', sources, detail: `They are ${listOf(sources)}.` };
  if (sources.some((source) => source.differs))
    return { refusal: 'issuer-spelling', sources, detail: `It is ${listOf(sources)}.` };
  const written = write(project, sources, literalOf(project, options) ?? options);
  if (!written) return { refusal: 'issuer-out-of-reach', sources, detail: `It is ${listOf(sources)}.` };
  const { text, source, exact, certain } = written;
  if (!exact && source.advertises === false)
    return { refusal: 'issuer-spelling', sources, detail: `It is ${listOf(sources)}.` };
  const edits = addIssuerUrl(project, options, text);
  const elsewhere = source.node.getSourceFile() !== call.getSourceFile();
  if (!exact) return { edits, sources, assumes: 'issuer-text', detail: `It is ${listOf(sources)}.` };
  if (!elsewhere && !certain)
    return { edits, sources, assumes: 'issuer-repeated', detail: `It is ${listOf(sources)}.` };
  const isOwn = sources.every((each) => !each.provider || isSame(project, provider, each.provider));
  if (elsewhere || !source.served || sources !== all || !isOwn)
    return { edits, sources, assumes: 'issuer-inferred', detail: `They name ${listOf(sources)}.` };
  return { edits, sources };
}

function distinct(sources: readonly IssuerSource[]): boolean {
  return sources.some(({ identity }) => identity !== sources[0]?.identity);
}

/** Of several sources, those in the innermost block that contains the call and one of them. */
function inBlockOf(call: ts.Node, sources: readonly IssuerSource[]): readonly IssuerSource[] {
  for (let block = call.parent; block && !ts.isSourceFile(block); block = block.parent) {
    if (!ts.isBlock(block)) continue;
    const scope = block;
    const found = sources.filter(({ node }) => isWithin(node, scope));
    if (found.length > 0) return found.length === sources.length ? sources : found;
  }
  return sources;
}

function write(
  project: Project,
  sources: readonly IssuerSource[],
  place: ts.Expression,
): { text: string; source: IssuerSource; exact: boolean; certain: boolean } | undefined {
  const found = sources.flatMap((source) =>
    source.writings.flatMap(({ expression, write: put, exact }) => {
      const written = writtenAt(project, expression, place);
      if (!written) return [];
      // The same expression may give another value in another function.
      const together = enclosingFunction(expression) === enclosingFunction(place);
      if (!written.certain && !together) return [];
      const stability = stabilityOf(project, expression);
      // Who gets the metadata reads it; who replaces its issuer was found with the source.
      const isKept = stability === 'same' || (put === ofMetadata && stability === 'unknown');
      return [{ text: put(written.text), source, exact, certain: written.certain && isKept }];
    }),
  );
  return found.find(({ exact, certain }) => exact && certain) ?? found.find(({ exact }) => exact) ?? found[0];
}

/** The sources for the same provider; else those nearest to the call. Metadata that is sent comes first. */
function belonging(
  project: Project,
  call: ts.CallExpression,
  provider: ts.Expression | undefined,
): readonly IssuerSource[] {
  const all = issuerSources(project);
  const own = provider && declarationAt(project, provider);
  const ofSame = all.filter((source) => isSame(project, provider, source.provider));
  if (ofSame.length > 0) return ofSame;
  const others = all.filter((source) => !isAnother(project, own, source.provider));
  const near: ((source: IssuerSource) => boolean)[] = [];
  for (let owner = enclosingFunction(call); owner; owner = enclosingFunction(owner)) {
    const scope = owner;
    near.push(({ node }) => isWithin(node, scope));
  }
  const home = call.getSourceFile();
  near.push(
    ({ node }) => node.getSourceFile() === home,
    ({ node }) => neighbors(project)(node.getSourceFile(), home),
    // One file for each route: no import connects the document with the handler.
    (source) => source.provider === undefined && isOfPackage(project, source.node, home),
  );
  for (const isNear of near)
    for (const served of [true, false]) {
      const found = others.filter((source) => source.served === served && isNear(source));
      if (found.length > 0) return found;
    }
  return [];
}

function isOfPackage(project: Project, node: ts.Node, home: ts.SourceFile): boolean {
  const owner = project.packageDir(home.fileName);
  return owner !== undefined && project.packageDir(node.getSourceFile().fileName) === owner;
}

/** True for one variable, parameter or field: metadata of another provider may name another issuer. */
function isSame(project: Project, one: ts.Expression | undefined, other: ts.Expression | undefined): boolean {
  if (!one || !other) return false;
  const declaration = declarationAt(project, one);
  if (declaration) return declarationAt(project, other) === declaration;
  // In JavaScript, a member of a parameter has no declaration.
  const [first, second] = [unwrap(one), unwrap(other)];
  return (
    ts.isPropertyAccessExpression(first) &&
    ts.isPropertyAccessExpression(second) &&
    first.name.text === second.name.text &&
    isSame(project, first.expression, second.expression)
  );
}

/** True for two variables that are each initialized with a provider of their own. */
function isAnother(
  project: Project,
  own: ts.Declaration | undefined,
  provider: ts.Expression | undefined,
): boolean {
  const other = provider && declarationAt(project, provider);
  const isMade = (node: ts.Declaration | undefined): boolean =>
    node !== undefined &&
    ts.isVariableDeclaration(node) &&
    node.initializer !== undefined &&
    (ts.isNewExpression(node.initializer) || ts.isObjectLiteralExpression(node.initializer));
  return own !== other && isMade(own) && isMade(other);
}

function listOf(sources: readonly IssuerSource[]): string {
  const texts = sources.map(({ node }) => {
    const text = node.getText().replace(/\s+/g, ' ');
    return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
  });
  return [...new Set(texts)].join(', ');
}
