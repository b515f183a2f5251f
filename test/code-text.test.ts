// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code
import { expect, test } from 'vitest';
import { codeText } from '../src/analysis/program/ast.ts';
import { ts } from '../src/compiler.cjs';

const spelled = (code: string): string => {
  const file = ts.createSourceFile('a.tsx', code, ts.ScriptTarget.ESNext, true);
  return codeText(file.statements[0] as ts.Node);
};

test.each([
  ['this /* x */\n  // y\n  .res . redirect( a )', 'this.res.redirect(a)'],
  ['new  URL ( /* of */ x )', 'new URL(x)'],
  ['async  function*  go ( ) { return /* now */ await it }', 'async function*go(){return await it}'],
  [
    "send('/* kept */  // kept', `a  ${ b /* gone */ }  c`, /\\/\\*  x/g)",
    "send('/* kept */  // kept',`a  ${b}  c`,/\\/\\*  x/g)",
  ],
  [
    'const page = <p title="a  b">two  words {/* gone */}</p>',
    'const page=<p title="a  b">two  words {}</p>',
  ],
  ['$a in $b', '$a in $b'],
])('%s', (code, expected) => {
  expect(spelled(code)).toBe(expected);
});
