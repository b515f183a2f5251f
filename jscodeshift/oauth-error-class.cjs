'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/oauth-error-class.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('oauth-error-class');
