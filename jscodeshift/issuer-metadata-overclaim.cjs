'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/issuer-metadata-overclaim.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('issuer-metadata-overclaim');
