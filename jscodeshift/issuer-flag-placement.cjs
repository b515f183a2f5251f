'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/issuer-flag-placement.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('issuer-flag-placement');
