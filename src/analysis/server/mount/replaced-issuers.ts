import { ts } from '../../../compiler.cjs';
import { metadataMakers, metadataType } from '../../../sdk/roles.ts';
import { codeText, unwrap, wrapped } from '../../program/ast.ts';
import { oncePerProject } from '../../program/memo.ts';
import { filesHolding } from '../../program/mention-index.ts';
import { nodesOf } from '../../program/node-index.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { valuesBehind } from '../../program/values-behind.ts';
import { issuerIn, metadataCallOf, type Replaced } from './metadata-call.ts';

/** A place where the program replaces the issuer of metadata that the SDK has made. */
export interface IssuerWrite extends Replaced {
  readonly node: ts.Node;
}

/**
 * Where does the program give the SDK's metadata another issuer?
 * Asked before `params.issuer` is appended: it is the issuer that the SDK was given, not the one that is written here.
 * Gives assignments, `{ ...metadata, issuer }` and `Object.assign(metadata, { issuer })`, wherever the metadata comes from.
 */
export const replacedIssuers = oncePerProject((project): readonly IssuerWrite[] => {
  const found = [...assignments(project), ...spreads(project), ...copies(project)];
  return found.filter(({ node }) => !isTestFile(node.getSourceFile()));
});

function assignments(project: Project): readonly IssuerWrite[] {
  const byName = (syntaxOf(project).assigned.get('issuer') ?? []).map(
    ({ at, value }) => [at, value] as const,
  );
  return [...byName, ...byText(project)].flatMap(([at, value]) => {
    const left = unwrap(at);
    const isMember = ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
    return isMember && isMetadata(project, left.expression) ? [{ node: at, by: value }] : [];
  });
}

/** `metadata['issuer'] = …` */
function byText(project: Project): readonly (readonly [ts.Expression, ts.Expression])[] {
  return filesHolding(project, 'issuer')
    .flatMap((file) => nodesOf<ts.ElementAccessExpression>(file, ts.SyntaxKind.ElementAccessExpression))
    .flatMap((access) => {
      const key = access.argumentExpression;
      const { parent } = access;
      const isWritten = ts.isBinaryExpression(parent) && parent.left === access;
      const isIt = ts.isStringLiteralLike(key) && key.text === 'issuer';
      return isIt && isWritten ? [[access, parent.right] as const] : [];
    });
}

/** The names by which code that has such metadata gets it. */
const names = [...metadataMakers, metadataType];

function spreads(project: Project): readonly IssuerWrite[] {
  const files = programFiles(project).filter(({ text }) => text.includes('issuer') || text.includes('...'));
  return files
    .flatMap((file) => nodesOf<ts.SpreadAssignment>(file, ts.SyntaxKind.SpreadAssignment))
    .flatMap((spread) => {
      const { properties } = spread.parent;
      const later = properties.slice(properties.indexOf(spread) + 1);
      if (later.length === 0 || !isMetadata(project, spread.expression)) return [];
      const last = later.map((one) => issuerIn(project, one)).findLast((one) => one !== undefined);
      return last ? [{ node: spread.parent, by: last.by }] : [];
    });
}

function copies(project: Project): readonly IssuerWrite[] {
  return (syntaxOf(project).memberCalls.get('assign') ?? [])
    .filter(({ expression }) => codeText(expression) === 'Object.assign')
    .flatMap((call) => {
      const at = call.arguments.findIndex((one) => isMetadata(project, one));
      const later = at < 0 ? [] : call.arguments.slice(at + 1);
      const given = later.flatMap((one) => {
        const plain = unwrap(one);
        return ts.isObjectLiteralExpression(plain)
          ? plain.properties.map((each) => issuerIn(project, each))
          : [{ by: undefined }];
      });
      const last = given.findLast((one) => one !== undefined);
      return last ? [{ node: wrapped(call), by: last.by }] : [];
    });
}

const maxDepth = 3;

/** Whether any file names what makes or types the metadata: without one, no value is asked for its type. */
const namesMetadata = oncePerProject((project) =>
  programFiles(project).some(({ text }) => names.some((name) => text.includes(name))),
);

function isMetadata(project: Project, value: ts.Expression, depth = 0): boolean {
  if (!namesMetadata(project)) return false;
  if (metadataCallOf(project, value)) return true;
  const type = project.checker.getTypeAtLocation(unwrap(value));
  if (sdkTypes(project, type).some(({ name }) => name === metadataType)) return true;
  // A parameter in JavaScript.
  const isUntyped = (type.flags & ts.TypeFlags.Any) !== 0 && depth < maxDepth;
  return isUntyped && valuesBehind(project, value).some((one) => isMetadata(project, one, depth + 1));
}
