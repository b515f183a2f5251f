'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/token-verifier-error.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('token-verifier-error');
