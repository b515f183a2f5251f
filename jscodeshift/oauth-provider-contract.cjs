'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/oauth-provider-contract.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('oauth-provider-contract');
