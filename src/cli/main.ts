#!/usr/bin/env node
/** The program `sharedbuffers`: the command line in a process of its own. */
import pc from 'picocolors';
import { Exit, Failure } from './failure.js';
import { run } from './program.js';

const interrupted = new AbortController();

/** Exit codes of the shell's for programs that signals end. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
let signalled: number | undefined;

for (const [signal, code] of Object.entries(SIGNALS)) {
  // Once: a second signal ends the process there and then.
  process.once(signal, () => {
    signalled = code;
    interrupted.abort(new Failure('CLI_INTERRUPTED', 'interrupted'));
  });
}

// Writes report themselves that they failed (`output.ts`).
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interrupted.signal,
  color:
    pc.isColorSupported &&
    (process.stdout.isTTY === true || !['', '0'].includes(process.env.FORCE_COLOR ?? '')),
});
process.exitCode = code === Exit.interrupted ? (signalled ?? code) : code;
// A source that was given up, as an interrupted standard input, would keep the process waiting.
process.stdin.unref?.();
