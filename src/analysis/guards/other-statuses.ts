import { ts } from 'ts-morph';

export function concernsOtherStatuses(_node: ts.IfStatement, _state: unknown): boolean {
  return false;
}
