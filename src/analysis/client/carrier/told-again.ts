import { ts } from '../../../compiler.cjs';
import type { Box } from '../../../sdk/boxes.ts';
import { isFunctionLike, isWithin } from '../../program/ast.ts';
import { importedName } from '../../program/imported-name.ts';
import { nodesOf } from '../../program/node-index.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';
import { type Gap, open } from './gap.ts';
import type { Lift } from './lift.ts';
import { rendersTheSame } from './render-effects.ts';
import { shortText } from './short-text.ts';

/**
 * State tells others of a value that differs. An equal code was no change, another query of the same code is one: what runs then
 * must not redeem the code a second time.
 */
export function toldAgain(lift: Lift): readonly Gap[] {
  return [...lift.boxes.all].flatMap(([call, { tells }]) =>
    tells && !isQuiet(lift, call, tells)
      ? [open('told-again', call, `${shortText(call)} tells others of each new value.`)]
      : [],
  );
}

function isQuiet(lift: Lift, call: ts.Node, tells: Box['tells']): boolean {
  const files = [...new Set([...lift.visited.all].map((each) => each.getSourceFile()))];
  if (tells === 'render') return rendersTheSame(lift.project, call, files);
  return tells === 'watchers' && files.every((file) => !isWatched(lift, file));
}

const vue = ['vue', '@vue/reactivity'];
const watchers = ['effect', 'watch', 'watchEffect', 'watchPostEffect', 'watchSyncEffect'];

/** Whether something in a file may run again because of what it read of a box. */
function isWatched(lift: Lift, file: ts.SourceFile): boolean {
  const held = [...lift.uses.whole, ...lift.uses.plain].filter((each) => each.getSourceFile() === file);
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).some((call) => {
    const imported = importedName(lift.project, call.expression);
    if (imported && vue.includes(imported.module)) return watchers.includes(imported.name);
    return !isSeen(lift, call) && call.arguments.some((each) => isReading(each, held));
  });
}

/** A function of the project is followed, and the platform tracks nothing. */
function isSeen({ project }: Lift, call: ts.CallExpression): boolean {
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  const symbol = symbolOf(project, callee);
  return declaredAs(symbol) !== undefined || (symbol?.declarations?.length ?? 0) > 0;
}

function isReading(argument: ts.Expression, held: readonly ts.Node[]): boolean {
  return isFunctionLike(argument) && held.some((each) => isWithin(each, argument));
}
