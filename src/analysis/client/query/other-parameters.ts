/**
 * Does code before the redemption refuse a callback that has one more parameter? Then `iss` never gets there, whatever the fix
 * does. The migrations ask. It gives back a sentence that names the check: a schema that is closed, or code that lists the names
 * of a query and decides by them.
 */
import { ts } from '../../../compiler.cjs';
import { enclosingFunction } from '../../program/ast.ts';
import { matchesCode } from '../../program/code-text-tests.ts';
import { oncePerProject } from '../../program/memo.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { placeOf } from '../../program/short-path.ts';
import { isTestFile, isTestPath } from '../../program/test-files.ts';
import { closedSchema, droppingSchema } from './closed-schemas.ts';
import { listedQuery, listIn } from './listed-queries.ts';
import { decidesByNames, isOnlyCounted } from './names-decide.ts';

export const othersRefused: (project: Project) => string | undefined = oncePerProject((project: Project) => {
  askChecks(project);
  return placeWhere(project, refuses);
});

/** The same for what drops them from the record that a handler gets. */
export const othersDropped: (project: Project) => string | undefined = oncePerProject((project: Project) =>
  placeWhere(project, droppingSchema),
);

function placeWhere(
  project: Project,
  isCheck: (project: Project, node: ts.Node) => boolean,
): string | undefined {
  for (const file of project.userFiles) {
    if (isTestFile(file) || namesIssuer.test(file.text) || !mayHaveQuery.test(file.text)) continue;
    if (!matchesCode(mayRefuse, file.text)) continue;
    const found = nodesOfKinds(file, kinds).find((node) => isCheck(project, node));
    if (found) return `It is ${placeOf(found)}.`;
  }
  return undefined;
}

/** The check knows `iss`. What only reads the parameter does not name it to a check. */
const namesIssuer = /(?<!\bget\(\s*)['"`]iss['"`]|\biss\s*:\s*[a-z]\w*\.(?:string|optional)/;

/** Words of a query, or of a schema that is closed: to ask for the type of every list costs seconds. */
const mayHaveQuery = /query|params|strict|additionalProperties|noUnknown/i;

const mayRefuse =
  /\b(?:strict(?:Object)?|noUnknown)\s*\(|\badditionalProperties\b|\bgetOwnPropertyNames\s*\(|\.\s*(?:keys|entries|forEach)\s*\(|\.\s*size\b|\bin\b|\bof\b/;

const kinds = [
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.SpreadElement,
] as const;

function refuses(project: Project, node: ts.Node): boolean {
  if (closedSchema(project, node)) return true;
  // What a list is of leads through other files, what happens to it does not: most lists are out before their origin is asked for.
  const list = enclosingFunction(node) && listIn(node);
  if (!list || !decidesByNames(project, node)) return false;
  const listed = listedQuery(project, list);
  return listed === 'rest' || (listed === 'all' && !isOnlyCounted(node));
}

/** A file with such a check need not import what redeems the code: it is found by its text, and comes in for the next round. */
function askChecks(project: Project): void {
  const words = ['query', 'searchParams', 'strictObject'];
  const found = project.beyond.mentioning?.(words);
  const files = new Set(words.flatMap((word) => [...(found?.get(word) ?? [])]));
  for (const file of files) {
    if (isTestPath(file) || project.program.getSourceFile(file)) continue;
    if (matchesCode(looksListed, project.beyond.readText(file) ?? '')) project.askFile(file);
  }
}

const looksListed =
  /\bObject\s*\.\s*(?:keys|entries|getOwnPropertyNames)\s*\(\s*[\w.\s]*\bquery\b|\bin\s[\w.\s]*\.\s*query\b|\bsearchParams\s*\.\s*(?:keys\s*\(|size\b)|\bstrictObject\s*\(\s*\{[^}]*\bcode\b/;
