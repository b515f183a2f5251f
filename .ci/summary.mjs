// Prints `N passed, N failed, N skipped` from the report of vitest's json reporter.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
// A file that could not even be collected has no test that could fail.
const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
for (const { name } of broken) console.log(`could not run ${name}`);
console.log(
  `${numPassedTests} passed, ${numFailedTests + broken.length} failed, ${numPendingTests + (numTodoTests ?? 0)} skipped`,
);
