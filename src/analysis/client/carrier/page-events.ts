import type { ts } from '../../../compiler.cjs';
import { declaredAs } from '../../program/sdk-symbols.ts';

export const eventClass = 'CustomEvent';

/** True for `CustomEvent` of the page, by whatever name, or for one of its members. */
export function isCustomEvent(symbol: ts.Symbol | undefined, member?: string): boolean {
  return isOfPage(symbol, eventClass, member);
}

/** True for the type of any event of the page, which says nothing of what it holds. */
export const isAnyEvent = (symbol: ts.Symbol | undefined): boolean => isOfPage(symbol, 'Event');

function isOfPage(symbol: ts.Symbol | undefined, name: string, member?: string): boolean {
  const declared = declaredAs(symbol);
  return declared?.area === 'platform/web' && declared.name === name && declared.member === member;
}
