import { ts } from '../../../../compiler.cjs';
import { unwrap, wrapped } from '../../../program/ast.ts';
import { memberTaken } from '../../../program/declaration-at.ts';
import { has } from '../flow/value-facts.ts';
import { carryBeside } from './carry-member.ts';
import { CannotFix, type IssuerFix } from './issuer-fix.ts';
import { guardSources } from './lost-issuer.ts';

/** `const { redirectUri } = params`, `authorize(client, { redirectUri }, res)`: adds `issuer` to the pattern. */
export function carryInPattern(fix: IssuerFix, element: ts.BindingElement): string {
  const { flow } = fix;
  const pattern = element.parent;
  const whole = pattern.parent;
  if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken) {
    const list = sourceOf(whole);
    if (list) guardSources(fix, list, '');
    throw new CannotFix('unclear-construction');
  }
  const known = fix.nameIn(pattern);
  if (known) return known;
  const facts = flow.factsOfDeclaration(whole);
  const present = pattern.elements.find(
    (one) => !one.dotDotDotToken && (one.propertyName ?? one.name).getText() === 'issuer',
  );
  const key = (element.propertyName ?? element.name).getText().replace(/['"]/g, '');
  const source = sourceOf(whole);
  if (source) guardSources(fix, source, key);
  carryBeside(fix, {
    facts,
    key,
    member: memberTaken(flow.project, element),
    type: flow.project.checker.getTypeAtLocation(source ? wrapped(source) : pattern),
  });
  if (present && ts.isIdentifier(present.name)) return remember(present.name.text);
  const rest = pattern.elements.find((one) => one.dotDotDotToken);
  if (rest && ts.isIdentifier(rest.name)) return remember(`${rest.name.text}.issuer`);
  if (
    !has(facts, 'params') &&
    !facts.some((fact) => fact.kind === 'record') &&
    !ts.isVariableDeclaration(whole)
  )
    throw new CannotFix('unclear-construction');
  const local = fix.freeName(whole);
  insertElement(fix, pattern, local === 'issuer' ? 'issuer' : `issuer: ${local}`);
  return remember(local);

  function remember(name: string): string {
    fix.enter(pattern, name);
    return name;
  }
}

function sourceOf(whole: ts.Node): ts.Expression | undefined {
  return ts.isVariableDeclaration(whole) && whole.initializer ? unwrap(whole.initializer) : undefined;
}

function insertElement(fix: IssuerFix, pattern: ts.ObjectBindingPattern, text: string): void {
  const file = pattern.getSourceFile();
  const anchor = [...pattern.elements].reverse().find((one) => !one.dotDotDotToken);
  if (!anchor) throw new CannotFix('unclear-construction');
  const line = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line;
  const index = pattern.elements.indexOf(anchor);
  const before = index > 0 ? pattern.elements[index - 1] : undefined;
  const ownLine = before ? line(before) !== line(anchor) : line(pattern) !== line(anchor);
  const indent = ownLine ? /[ \t]*$/.exec(file.text.slice(0, anchor.getStart()))?.[0] : undefined;
  fix.add({
    file: file.fileName,
    start: anchor.end,
    end: anchor.end,
    text: `,${indent === undefined ? ' ' : `\n${indent}`}${text}`,
  });
}
