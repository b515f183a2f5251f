import { ts } from '../../../../compiler.cjs';
import { unwrap } from '../../../program/ast.ts';
import { memberTaken } from '../../../program/declarations.ts';
import { has } from '../flow/value-facts.ts';
import { carryBeside } from './carry-member.ts';
import { CannotMend, freeName, type Mending } from './issuer-fix.ts';

/** `const { redirectUri } = params` and `authorize(client, { redirectUri }, res)`: takes `issuer` out with it. */
export function takeIssuerOut(mending: Mending, element: ts.BindingElement): string {
  const { flow } = mending;
  const pattern = element.parent;
  if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken)
    throw new CannotMend('unclear-construction');
  const known = mending.carried.get(pattern);
  if (known) return known;
  const whole = pattern.parent;
  const facts = flow.factsOfDeclaration(whole);
  const present = pattern.elements.find(
    (one) => !one.dotDotDotToken && (one.propertyName ?? one.name).getText() === 'issuer',
  );
  const key = (element.propertyName ?? element.name).getText().replace(/['"]/g, '');
  carryBeside(mending, {
    facts,
    key,
    member: memberTaken(flow.project, element),
    type: flow.project.checker.getTypeAtLocation(sourceOf(whole) ?? pattern),
  });
  if (present && ts.isIdentifier(present.name)) return remember(present.name.text);
  const rest = pattern.elements.find((one) => one.dotDotDotToken);
  if (rest && ts.isIdentifier(rest.name)) return remember(`${rest.name.text}.issuer`);
  if (
    !has(facts, 'params') &&
    !facts.some((fact) => fact.kind === 'record') &&
    !ts.isVariableDeclaration(whole)
  )
    throw new CannotMend('unclear-construction');
  const local = freeName(mending, whole);
  insertElement(mending, pattern, local === 'issuer' ? 'issuer' : `issuer: ${local}`);
  return remember(local);

  function remember(name: string): string {
    mending.carried.set(pattern, name);
    return name;
  }
}

function sourceOf(whole: ts.Node): ts.Expression | undefined {
  return ts.isVariableDeclaration(whole) && whole.initializer ? unwrap(whole.initializer) : undefined;
}

function insertElement(mending: Mending, pattern: ts.ObjectBindingPattern, text: string): void {
  const file = pattern.getSourceFile();
  const anchor = [...pattern.elements].reverse().find((one) => !one.dotDotDotToken);
  if (!anchor) throw new CannotMend('unclear-construction');
  const line = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line;
  const index = pattern.elements.indexOf(anchor);
  const before = index > 0 ? pattern.elements[index - 1] : undefined;
  const ownLine = before ? line(before) !== line(anchor) : line(pattern) !== line(anchor);
  const indent = ownLine ? /[ \t]*$/.exec(file.text.slice(0, anchor.getStart()))?.[0] : undefined;
  mending.edits.push({
    file: file.fileName,
    start: anchor.end,
    end: anchor.end,
    text: `,${indent === undefined ? ' ' : `\n${indent}`}${text}`,
  });
}
