import { ts } from '../../../compiler.cjs';
import { isJavaScript, unwrap } from '../../program/ast.ts';
import type { EditList } from './edit-list.ts';
import type { UseSet } from './use-set.ts';

/** A variable or field that begins as an empty text. */
export type Slot = ts.VariableDeclaration | ts.PropertyDeclaration;

/**
 * Variables and fields that hold an empty text until the code arrives: `let code = ''`. They hold no query until then, which is
 * undefined, and read as an empty text wherever more than a test of them is made.
 */
export class EmptyYet {
  readonly #values = new Map<ts.Node, ts.Expression[]>();

  begin(slot: Slot, value: ts.Expression): void {
    this.#values.set(slot, [...this.valuesOf(slot), value]);
  }

  /** An empty text is written again. */
  empty({ uses }: { readonly uses: UseSet }, slot: Slot, value: ts.Expression, target: ts.Expression): void {
    uses.wantWhole(target);
    this.begin(slot, value);
  }

  has(slot: ts.Node | undefined): slot is Slot {
    return slot !== undefined && this.#values.has(slot);
  }

  valuesOf(slot: ts.Node): readonly ts.Expression[] {
    return this.#values.get(slot) ?? [];
  }

  /** `let code = ''` becomes `let callbackParams: URLSearchParams | undefined`; `code = ''` becomes `… = undefined`. */
  write(edits: EditList): void {
    for (const [slot, values] of this.#values) {
      for (const value of values) {
        if (value === (slot as Slot).initializer) writeSlot(edits, slot as Slot, value);
        else edits.replace(value, 'undefined');
      }
    }
  }
}

function writeSlot(edits: EditList, slot: Slot, value: ts.Expression): void {
  const { name, type } = slot;
  const text = isJavaScript(slot) ? '' : type ? ' | undefined' : ': URLSearchParams | undefined';
  edits.replaceRange(slot.getSourceFile(), (type ?? name).getEnd(), value.getEnd(), text);
}

export function isEmptyText(value: ts.Expression): boolean {
  const node = unwrap(value);
  return ts.isStringLiteralLike(node) && node.text === '';
}

/** True for a variable or field that begins as an empty text, and is noted as one. */
export function beginsEmpty(
  lift: { readonly emptyYet: EmptyYet; readonly isWidened: boolean },
  slot: Slot,
  value: ts.Expression,
): boolean {
  if (lift.isWidened || !isEmptyText(value) || ts.isComputedPropertyName(slot.name as ts.PropertyName))
    return false;
  lift.emptyYet.begin(slot, value);
  return true;
}
