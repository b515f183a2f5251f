'use strict';

const { join } = require('node:path');
const { Worker } = require('node:worker_threads');

const waiting = new Map();
let thread;
let last = 0;

/**
 * The transform of one rule, as jscodeshift calls it. A worker thread does the work: jscodeshift compiles everything that its own
 * process loads with Babel, which would take very long for the TypeScript compiler.
 */
module.exports = (rule) =>
  function transform(file, api, options = {}) {
    const { unsafe, sdk } = options;
    // jscodeshift rejects a bare --unsafe at the end of its command line, so people write --unsafe=true.
    const wanted = {
      unsafe: Boolean(unsafe) && unsafe !== 'false',
      ...(sdk === undefined ? {} : { sdk: String(sdk) }),
    };
    if (wanted.sdk !== undefined && !['1', '2'].includes(wanted.sdk)) throw new Error('--sdk takes 1 or 2');
    return ask({ rule, file: { path: file.path, source: file.source }, options: wanted }).then((answer) => {
      if (answer.error) throw new Error(answer.error);
      for (const message of answer.messages) api.report(message);
      return answer.source;
    });
  };

function ask(request) {
  thread ??= start();
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    thread.ref();
    thread.postMessage({ id, ...request });
  });
}

function start() {
  const started = new Worker(join(__dirname, '../dist/jscodeshift.js'));
  started.unref();
  started.on('message', (answer) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
    // An idle thread must not keep jscodeshift from ending.
    if (waiting.size === 0) started.unref();
  });
  started.on('error', (error) => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}
