import { ts } from '../../../compiler.cjs';
import { missingCodeClasses } from '../../../sdk/roles.ts';
import { descendants, type FunctionLike, isWithin, memberName, unwrap } from '../../program/ast.ts';
import { calledAt } from '../../program/callees.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mentionsIn } from '../../program/mention-index.ts';
import { referent } from '../../program/mentions.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, declaredTypes, sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { placeOf } from '../../program/short-path.ts';
import { isTestFile } from '../../program/test-files.ts';
import { unaskedSink } from './asked-code.ts';
import { type Gap, open } from './gap.ts';
import type { Lift } from './lift.ts';
import { shortText } from './short-text.ts';

/**
 * `finishAuth` refuses a missing or empty code in both forms, but with other errors: a plain one for a string, and one of
 * {@link missingCodeClasses} for a query. Where nobody asks for the code before, nobody may tell these apart.
 */
export function missingCode(lift: Lift): readonly Gap[] {
  const { project } = lift;
  const sink = unaskedSink(lift);
  if (!sink) return [];
  const many = missingCodeClasses.find((name) => !project.askFew(name));
  if (many) return [open('missing-code', sink, `'${many}' stands in too many files to look at each.`)];
  return tellingTests(project)
    .filter((test) => !isOfOthers(project, test, sink))
    .map((test) => open('missing-code', sink, `It is ${shortText(test)} in ${placeOf(test)}.`));
}

/** Whatever may tell the classes: a test for one, or its name as a text. */
const tellingTests = oncePerProject((project): readonly ts.Node[] =>
  project.userFiles
    .filter((file) => !isTestFile(file))
    .flatMap((file) => [
      ...missingCodeClasses
        .flatMap((name) => mentionsIn(file, name))
        .filter((mention) => ts.isIdentifier(mention) && isTold(project, mention)),
      ...(nodesOfKinds(file, textKinds) as readonly ts.StringLiteralLike[]).filter(({ text }) =>
        missingCodeClasses.includes(text),
      ),
    ])
    .map((mention) => (ts.isBinaryExpression(mention.parent) ? mention.parent : mention)),
);

const textKinds = [ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NoSubstitutionTemplateLiteral];

/** A class of the SDK that is neither imported, made, extended nor named as a type. */
function isTold(project: Project, name: ts.Identifier): boolean {
  const { parent } = name;
  const whole = memberName(parent as ts.Expression) === name.text ? parent : name;
  const isValue =
    !ts.isImportSpecifier(parent) &&
    !ts.isExportSpecifier(parent) &&
    !ts.isBindingElement(parent) &&
    !ts.isTypeNode(whole.parent) &&
    !(ts.isNewExpression(whole.parent) && whole.parent.expression === whole);
  return isValue && sdkEntityAt(project, name) !== undefined;
}

/** True for a test of an error that a `catch` got, and the call that redeems the code cannot have thrown. */
function isOfOthers(project: Project, test: ts.Node, sink: ts.CallExpression): boolean {
  const subject = ts.isBinaryExpression(test) ? unwrap(test.left) : test;
  const declaration = ts.isIdentifier(subject) ? referent(project, subject)?.valueDeclaration : undefined;
  const clause = declaration?.parent;
  if (!clause || !ts.isCatchClause(clause)) return false;
  return !mayReach(project, clause.parent.tryBlock, sink, new Set());
}

/** True when the call may run while the node runs. A function that is not known may run anything. */
function mayReach(project: Project, node: ts.Node, sink: ts.Node, seen: Set<FunctionLike>): boolean {
  if (isWithin(sink, node)) return true;
  return [...descendants(node)].some((each) => {
    if (!ts.isCallExpression(each) && !ts.isNewExpression(each)) return false;
    if (isForeign(project, unwrap(each.expression))) return false;
    const called = calledAt(project, each);
    if (called.length === 0) return ts.isCallExpression(each);
    return called.some((fn) => !seen.has(fn) && mayReach(project, fn, sink, seen.add(fn)));
  });
}

/** A function of the SDK or a platform. Our declarations need not have every method of a class. */
function isForeign(project: Project, callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee)) return declaredAs(symbolOf(project, callee)) !== undefined;
  const symbol = symbolOf(project, callee.name);
  if (symbol) return declaredAs(symbol) !== undefined;
  return declaredTypes(project, project.checker.getTypeAtLocation(callee.expression)).length > 0;
}
