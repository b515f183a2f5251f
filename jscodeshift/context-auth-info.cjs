'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/context-auth-info.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('context-auth-info');
