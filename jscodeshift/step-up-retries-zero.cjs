'use strict';
// npx jscodeshift -t node_modules/mcp-auth-codemod/jscodeshift/step-up-retries-zero.cjs --extensions=ts,tsx,js src
module.exports = require('./bridge.cjs')('step-up-retries-zero');
