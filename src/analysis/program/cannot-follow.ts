import type { ts } from 'ts-morph';
import type { RefusalCode } from '../../model/refusals.ts';
/** A step of the path cannot be followed, so the whole migration is refused with this code. */
export class CannotFollow extends Error {
  readonly code: RefusalCode;
  readonly node: ts.Node;
  readonly detail: string;

  constructor(code: RefusalCode, node: ts.Node, detail: string) {
    super(detail);
    this.code = code;
    this.node = node;
    this.detail = detail;
  }
}
