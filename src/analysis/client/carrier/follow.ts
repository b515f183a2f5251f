import { ts } from '../../../compiler.cjs';
import { CannotFollow } from '../../program/cannot-follow.ts';
import { isTestFile } from '../../program/test-files.ts';
import { carrierFrom } from './backward-carrier.ts';
import { codeFrom } from './backward-code.ts';
import { liftField } from './fields.ts';
import { carrierTo } from './forward-carrier.ts';
import { codeTo } from './forward-code.ts';
import { liftFunction } from './functions.ts';
import type { Follow, Lift } from './lift.ts';
import { liftLocal } from './locals.ts';
import { liftSymbol } from './symbols.ts';

/** The recursive descent of a migration: it alone knows the handlers, and they reach each other through it. */
export function followOf(lift: Lift): Follow {
  return {
    expression(expression, path) {
      exceptInTests(expression, () =>
        path.length === 0 ? codeFrom(lift, expression) : carrierFrom(lift, expression, path),
      );
    },
    out(expression, path) {
      const { parent } = expression;
      if (ts.isBindingElement(parent)) return liftLocal(lift, parent, path);
      exceptInTests(expression, () =>
        path.length === 0 ? codeTo(lift, expression) : carrierTo(lift, expression, path),
      );
    },
    symbol: (symbol, path, at) => liftSymbol(lift, symbol, path, at),
    local: (declaration, path) => liftLocal(lift, declaration, path),
    field: (declarations, path) => liftField(lift, declarations, path),
    function: (fn, path) => liftFunction(lift, fn, path),
  };
}

/** A mock in a test need not behave like what it replaces. Where a test has to change, the type check says so. */
function exceptInTests(node: ts.Node, follow: () => void): void {
  try {
    follow();
  } catch (error) {
    if (!(error instanceof CannotFollow) || !isTestFile(node.getSourceFile())) throw error;
  }
}
