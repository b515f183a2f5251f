'use strict';
// The one way to the compiler that ts-morph brings. A CommonJS file, so that Node loads ts-morph by `require`: an import would
// first scan its 9 MB for export names. Each name is assigned by itself, so Node sees the exports of this file.
const { Project, ts } = require('ts-morph');

exports.Project = Project;
exports.ts = ts;
