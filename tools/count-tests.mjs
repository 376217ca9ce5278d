// Prints the closing line of a test report, and fails when a test failed, was skipped, or none ran.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const skipped = numPendingTests + numTodoTests;
if (skipped > 0) process.stdout.write(`${skipped} tests were skipped: that counts as a failure here\n`);
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`);
process.exitCode = numPassedTests > 0 && numFailedTests + skipped === 0 ? 0 : 1;
