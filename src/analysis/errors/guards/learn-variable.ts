import { ts } from '../../../compiler.cjs';
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
  if (!ts.isIdentifier(element.name) || element.dotDotDotToken) return;
  const key = element.propertyName ?? element.name;
  if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return;
  const members = frame.membersOf(owner);
  learnVariable(element.name, members ? (members.get(key.text) ?? constant(undefined)) : unknown, frame);
}
