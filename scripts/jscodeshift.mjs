// Writes jscodeshift/<rule>.cjs: each rule, a folder in transforms/, as a jscodeshift transform.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = new URL('../jscodeshift/', import.meta.url);
const rules = readdirSync(new URL('../transforms/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'wings')
  .map(({ name }) => name);

const shims = new Map(
  rules.map((id) => [
    `${id}.cjs`,
    `'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/${id}.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('${id}');
`,
  ]),
);
for (const name of readdirSync(folder)) {
  if (name !== 'bridge.cjs' && !shims.has(name)) rmSync(new URL(name, folder));
}
for (const [name, text] of shims) {
  const file = new URL(name, folder);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
