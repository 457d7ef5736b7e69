/** Verifies every crafted file in a process with a small heap, and says before each what it is, then what came of it. */
import { writeSync } from 'node:fs';
import { verifyBuffer } from 'sharedbuffers';
import { craftedFiles } from './crafted-files.js';

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

for (const { name, bytes, ok } of craftedFiles()) {
  say([name]);
  const result = verifyBuffer(bytes);
  say([name, bytes.length, ok ?? null, result.ok, result.findings.slice(0, 2)]);
}
say('done');
