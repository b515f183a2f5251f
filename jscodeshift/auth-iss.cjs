'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/auth-iss.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('auth-iss');
