import { ts } from '../../../compiler.cjs';
import { codeText, descendants, enclosingFunction, memberName, unwrap } from '../../program/ast.ts';
import { bindingsOf } from '../../program/bindings.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { statementOf } from '../response/exits/exits.ts';
import { mentionsIss } from '../response/exits/iss-mention.ts';
import { locationOf, type Parts, partsOf, sendsAnswer } from './redirects.ts';

/** More would be a list of the application's redirects. */
const maxPlaces = 8;

/**
 * Which statements may send the answer of a provider whose exits were not found?
 * Asked for the steps of a finding only: a person looks at them. Nothing is decided by it.
 * Gives redirects and bodies with a URL that gets a `code` or an `error`, and no `iss`.
 */
export const likelyAnswers = oncePerProject((project: Project): readonly ts.Node[] => {
  const found = bindingsOf(project).allCalls.flatMap((call) => {
    if (isTestFile(call.getSourceFile())) return [];
    const url = locationOf(call);
    if (url) return placesOf(project, call, url, answers);
    const body = bodyOf(call);
    return body ? placesOf(project, call, body, writesParameter) : [];
  });
  const places = [...new Set(found)];
  return places.length > maxPlaces ? [] : places;
});

/** The statement that sends, or those that call the function around it with an answer. */
function placesOf(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
  sent: ts.Expression,
  isAnswer: (project: Project, parts: Parts['parts']) => boolean,
): readonly ts.Node[] {
  const isBare = ({ parts }: Parts): boolean =>
    isAnswer(project, parts) && parts.some(isBuilt) && !parts.some((part) => mentionsIss(project, part));
  const all = partsOf(project, sent);
  const owner = enclosingFunction(call);
  if (!owner || !all.fromCallers) return isBare(all) ? [statementOf(call)] : [];
  return bindingsOf(project)
    .calls.get(owner)
    .filter((caller) => !isTestFile(caller.getSourceFile()) && isBare(partsOf(project, sent, caller)))
    .map(statementOf);
}

/** What `res.json(…)`, `res.send(…)` and the like send. */
function bodyOf(call: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const name = ts.isCallExpression(call) ? memberName(unwrap(call.expression)) : undefined;
  return name && /^(json|send|html|end)$/.test(name) ? call.arguments?.[0] : undefined;
}

/** What a function does to get the value of a parameter, e.g. a request to a token endpoint, is no part of the URL. */
const answers = (project: Project, parts: Parts['parts']): boolean =>
  sendsAnswer(
    project,
    parts.filter((part) => !ts.isBlock(part)),
  ) || sendsAnswer(project, parts);

/** A body may have members of these names that are no parameters. */
const parameter = /(set|append)\(\s*['"`](code|error)['"`]|[?&](code|error)=/;

const writesParameter = (project: Project, parts: Parts['parts']): boolean =>
  answers(project, parts) && parts.some((part) => parameter.test(codeText(part)));

/** The URL is built on an address that the code does not know. */
const isBuilt = (part: ts.Node): boolean => [part, ...descendants(part)].some(isBuiltOnAddress);

function isBuiltOnAddress(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) {
    const [base, more] = node.arguments ?? [];
    return codeText(node.expression) === 'URL' && !more && !!base && !ts.isStringLiteralLike(unwrap(base));
  }
  return (
    ts.isTemplateExpression(node) &&
    node.head.text === '' &&
    /^[?&]/.test(node.templateSpans[0]!.literal.text)
  );
}
