'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/callback-state.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('callback-state');
