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
  const { flow } = lift;
  return {
    expression(node, path) {
      if (path.length === 0 && lift.keeps(node)) return;
      const follow = () => (path.length === 0 ? codeFrom(lift, node) : carrierFrom(lift, node, path));
      exceptInTests(node, () => flow.within({ node, path, direction: 'back' }, follow));
    },
    out(node, path) {
      const { parent } = node;
      if (ts.isBindingElement(parent)) return this.local(parent, path);
      const follow = () => (path.length === 0 ? codeTo(lift, node) : carrierTo(lift, node, path));
      exceptInTests(node, () => flow.within({ node, path, direction: 'out' }, follow));
    },
    symbol: (symbol, path, at) => liftSymbol(lift, symbol, path, at),
    local(node, path) {
      flow.within({ node, path, direction: 'declared' }, () => liftLocal(lift, node, path));
    },
    field(declarations, path) {
      const [node] = declarations;
      if (node) flow.within({ node, path, direction: 'declared' }, () => liftField(lift, declarations, path));
    },
    function(node, path) {
      flow.within({ node, path, direction: 'declared' }, () => liftFunction(lift, node, path));
    },
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
