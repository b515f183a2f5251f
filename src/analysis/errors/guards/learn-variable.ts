import { ts } from '../../../compiler.cjs';
import { codeText, unwrap } from '../../program/ast.ts';
import type { Frame } from './frame.ts';
import { constant, unknown, type Value } from './value.ts';

/** Learns what a declared name holds: a variable, or those that an object pattern takes out of the value. */
export function learnVariable(name: ts.BindingName, value: Value, frame: Frame): void {
  if (ts.isIdentifier(name)) {
    const symbol = frame.project.checker.getSymbolAtLocation(name);
    if (symbol) frame.known.learn(symbol, value);
  } else if (ts.isObjectBindingPattern(name)) {
    for (const element of name.elements) learnElement(element, value, frame);
  }
}

function learnElement(element: ts.BindingElement, owner: Value, frame: Frame): void {
  if (ts.isArrayBindingPattern(element.name) || element.dotDotDotToken) return;
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return;
  const members = frame.membersOf(owner);
  const value = members ? (members.get(key.text) ?? constant(undefined)) : unknown;
  const isMissing = value.kind === 'const' && value.value === undefined && element.initializer;
  learnVariable(element.name, isMissing ? frame.evaluate(isMissing) : value, frame);
}

/** `const { cause } = failure`, where the error is `failure.cause`: another name for the same error. */
export function learnAliases(name: ts.BindingName, owner: ts.Expression, frame: Frame, path = ''): void {
  if (!frame.subject.text.includes('.') || !ts.isObjectBindingPattern(name)) return;
  const from = path || codeText(unwrap(owner));
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) continue;
    const member = `${from}.${key.text}`;
    if (ts.isObjectBindingPattern(element.name)) learnAliases(element.name, owner, frame, member);
    else if (member === frame.subject.text) learnVariable(element.name, { kind: 'error' }, frame);
  }
}
