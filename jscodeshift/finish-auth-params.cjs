'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/finish-auth-params.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('finish-auth-params');
