#!/usr/bin/env node
/** The program `sharedbuffers`: the command line in a process of its own. */
import pc from 'picocolors';
import { Failure } from './failure.js';
import { run } from './run.js';

const interrupted = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: a second signal ends the process there and then.
  process.once(signal, () => interrupted.abort(new Failure('CLI_INTERRUPTED', 'interrupted')));
}

// `head` closes our output when it has enough; writes that are waited for report that themselves.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.stderr.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupted.signal,
  color: process.stdout.isTTY === true && pc.isColorSupported,
});
// A source that was given up, as an interrupted standard input, would keep the process waiting.
process.stdin.unref?.();
