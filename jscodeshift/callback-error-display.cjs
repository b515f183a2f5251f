'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/callback-error-display.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('callback-error-display');
