'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/authorize-issuer.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('authorize-issuer');
