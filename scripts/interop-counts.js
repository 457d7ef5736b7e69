/** Counts of a vitest run, from its JSON report: `node scripts/interop-counts.js report.json` prints `PASSED FAILED`. */
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Tests that passed and failed; a file that failed before or beside its tests counts as one more failure. */
export function counts(report) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((each) => each.status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = counts(argv[2]);
  console.log(`${passed} ${failed}`);
}
