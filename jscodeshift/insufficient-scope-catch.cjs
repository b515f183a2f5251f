'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/insufficient-scope-catch.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('insufficient-scope-catch');
