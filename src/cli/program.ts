/** The command line: parses arguments, runs a command, turns what goes wrong into a message and an exit code. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Differ } from './commands/diff.js';
import { Exit, Failure, shownError } from './failure.js';
import type { Io } from './io.js';
import { put, ReaderGone, say, write } from './output.js';
import { printableJson } from './printable.js';
import { addBuild } from './usage/build-usage.js';
import { addDataset } from './usage/dataset-usage.js';
import {
  addClean,
  addCompletion,
  addDiff,
  addInspect,
  addMerge,
  addServe,
  addTypes,
  addVerify,
} from './usage/file-usage.js';
import { MAIN_HELP } from './usage/help.js';
import { addCount, addDump, addGet, addHead, addKeys, addStat } from './usage/read-usage.js';

/** Runs a command line (`argv` without the program's name) and gives the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await obeyed(argv, io);
  } catch (error) {
    if (error instanceof ReaderGone) return Exit.success;
    if (error instanceof Differ) return Exit.failure;
    const { code, message, exit } = shownError(error);
    if (argv.includes('--json')) {
      put(io.stderr, `${printableJson(JSON.stringify({ error: { code, message } }))}\n`);
    } else say(io.stderr, message);
    return exit;
  }
}

async function obeyed(argv: readonly string[], io: Io): Promise<number> {
  /** Help and version, on their way. */
  const told: Promise<void>[] = [];
  try {
    await program(io, told).parseAsync([...argv], { from: 'user' });
    return Exit.success;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await Promise.all(told);
    if (error.exitCode === 0) return Exit.success;
    // Help was asked for by giving no command at all, and has been printed.
    if (error.code === 'commander.help') return Exit.usage;
    const message = error.message.replace(/^error: /, '').replace(/\s+/g, ' ');
    throw new Failure('CLI_USAGE', `${message} (see --help)`);
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function program(io: Io, told: Promise<void>[]): Command {
  const main = new Command('sharedbuffers')
    .description('Typed data in files that any number of processes map and read in place.')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => told.push(write(io.stdout, text)),
      writeErr: (text) => put(io.stderr, text),
      // Errors are printed by `run`, in one form whoever finds them.
      outputError: () => {},
      getOutHelpWidth: () => 110,
      getErrHelpWidth: () => 110,
    })
    .addHelpText('after', MAIN_HELP);
  addBuild(main, io);
  addStat(main, io);
  addGet(main, io);
  addDump(main, io);
  addHead(main, io);
  addKeys(main, io);
  addCount(main, io);
  addDiff(main, io);
  addMerge(main, io);
  addTypes(main, io);
  addVerify(main, io);
  addServe(main, io);
  addInspect(main, io);
  addDataset(main, io);
  addClean(main, io);
  addCompletion(main, io);
  return main;
}
