#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`mcp-auth-codemod needs Node.js 20.19 or later; this is ${process.version}.\n`);
  process.exit(2);
}
// Halves the start on Node 22 and later.
module.enableCompileCache?.();
const { main } = await import('../dist/cli.js');
await main(process.argv.slice(2));
