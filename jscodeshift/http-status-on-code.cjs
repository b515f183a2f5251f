'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/http-status-on-code.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('http-status-on-code');
