'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/authorization-handler-issuer.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('authorization-handler-issuer');
