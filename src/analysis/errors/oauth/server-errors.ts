import { ts } from '../../../compiler.cjs';
import { serverLegacyArea } from '../../../sdk/roles.ts';
import { descendants, isFunctionLike, unwrap } from '../../program/ast.ts';
import { importedName } from '../../program/imported-name.ts';
import { oncePerNode, oncePerProject } from '../../program/memo.ts';
import { onlyShows } from '../../program/only-shows.ts';
import { type Argument, argumentsOf } from '../../program/passed-arguments.ts';
import type { Project } from '../../program/project.ts';
import { declaredTypes, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';
import { type Call, calleeName, calleesOf, functionsIn, isOfPlatform, isOfSdk } from '../branch/attempts.ts';
import { callersOf } from '../branch/callers.ts';
import { type ErrorSource, type ErrorValue, errorSources, isDeclaration } from '../status/error-sources.ts';
import type { DeadTest } from './candidate.ts';
import { isFromOutside, providerMembers } from './provider-errors.ts';

/** Errors of a server reach the same test: raised by code that is seen, or perhaps by code that is not. */
export type ServerErrors = 'raised' | { readonly unseen: string } | undefined;

/** Whether OAuth errors of a server may reach a test, too: they keep their classes. */
export function serverErrors({ project, value }: Pick<DeadTest, 'project' | 'value'>): ServerErrors {
  return of(project, isDeclaration(value) ? value : unwrap(value));
}

const of = oncePerNode((project: Project, value: ErrorValue): ServerErrors => {
  const { found, unseen } = errorSources(project, value, true);
  const isOfTest = ({ node }: ErrorSource) => isTestFile(node.getSourceFile());
  const all = found.filter((each) => !isOfTest(each)).map(({ node }) => raisedIn(project, node, new Set()));
  const isTried = found.some((each) => each.kind !== 'made' && !isOfTest(each));
  if (all.includes('raised') || (isTried && providersRaise(project))) return 'raised';
  const [test] = found.filter(isOfTest);
  const open = unseen ?? (test && `A test makes such an error: \`${short(test.node)}\`.`);
  return all.find((each) => each !== undefined) ?? (open === undefined ? undefined : { unseen: open });
});

/** `tokens() { throw new InvalidGrantError('revoked'); }` of a provider of the project: the client lets it out. */
const providersRaise = oncePerProject((project: Project): boolean =>
  providerMembers(project).some((member) => raisedIn(project, member, new Set()) === 'raised'),
);

function raisedIn(project: Project, code: ts.Node, seen: Set<ts.Node>): ServerErrors {
  if (seen.has(code)) return undefined;
  seen.add(code);
  let found: ServerErrors;
  for (const node of descendants(code)) {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) continue;
    const own = raisedBy(project, node, seen);
    if (own === 'raised') return own;
    found ??= own;
  }
  return found;
}

function raisedBy(project: Project, call: Call, seen: Set<ts.Node>): ServerErrors {
  if (ts.isNewExpression(call) && isOfServer(project, call)) return 'raised';
  const callee = unwrap(call.expression);
  if (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(callee) &&
    isOfServer(project, callee.expression)
  )
    return 'raised';
  const outside = call.arguments?.find((each) => isFromOutside(project, each));
  if (outside && isOfSdk(project, call)) return { unseen: `Others may pass \`${short(outside)}\`.` };
  const targets = calleesOf(project, call);
  let found: ServerErrors;
  for (const { body } of targets) {
    const inside = body && raisedIn(project, body, seen);
    if (inside === 'raised') return inside;
    found ??= inside;
  }
  return (
    found ??
    (isUnseen(project, call, targets.length > 0) ? { unseen: `It calls \`${textOf(call)}\`.` } : undefined)
  );
}

/** A function that callers pass, or that a member holds: more may stand there than is seen. */
function isUnseen(project: Project, call: Call, isKnown: boolean): boolean {
  if (ts.isNewExpression(call) || onlyShows(project, call)) return false;
  const callee = unwrap(call.expression);
  const declaration = symbolOf(project, calleeName(call))?.valueDeclaration;
  if (declaration && ts.isParameter(declaration) && isFunctionLike(declaration.parent)) {
    const owner = declaration.parent;
    const { unknown, unseen } = callersOf(project, owner);
    const given = argumentsOf(project, owner, owner.parameters.indexOf(declaration));
    const isLost = ({ node }: Argument) => functionsIn(project, node).length === 0;
    return !isKnown || unknown !== undefined || unseen !== undefined || given.some(isLost);
  }
  if (isKnown || isOfPlatform(project, call) || isOfSdk(project, call)) return false;
  if (isOfPackage(project, callee)) return false;
  return declaration === undefined || !declaration.getSourceFile().isDeclarationFile;
}

/** A library, or what it has made: it throws no error of this SDK's server. */
function isOfPackage(project: Project, callee: ts.Expression): boolean {
  for (let node = callee; ; ) {
    if (importedName(project, node) !== undefined) return true;
    if (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
    else return false;
  }
}

const isOfServer = (project: Project, value: ts.Expression): boolean =>
  declaredTypes(project, project.checker.getTypeAtLocation(value)).some(({ area }) =>
    serverLegacyArea.test(area),
  );

const textOf = (call: Call): string => short(call.expression);
const short = (node: ts.Node): string => node.getText().split('\n')[0]!;
