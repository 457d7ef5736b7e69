/** What the commands are told that work on whole files, and on the shell. */
import { Argument, type Command, Option } from 'commander';
import { type CleanOptions, clean } from '../commands/clean.js';
import { type DiffOptions, diff } from '../commands/diff.js';
import type { InspectOptions } from '../commands/inspect.js';
import { CONFLICT_RULES, type MergeOptions, merge } from '../commands/merge.js';
import { type ServeOptions, serve } from '../commands/serve.js';
import { type TypesOptions, types } from '../commands/types.js';
import { type VerifyCommandOptions, verify } from '../commands/verify.js';
import { completionOf, SHELLS, type Shell } from '../completion.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { CLEAN_HELP, VERIFY_HELP } from './help.js';
import {
  COMPLETION_HELP,
  DIFF_HELP,
  INSPECT_HELP,
  MERGE_HELP,
  SERVE_HELP,
  TYPES_HELP,
} from './help-commands.js';
import { count, file, files, keyOptions, port } from './option-values.js';

export function addDiff(main: Command, io: Io): void {
  const command = main
    .command('diff')
    .summary('show what is different in a second file')
    .description('Shows which keys a second file has more or less, and which fields differ.')
    .argument('<a>', '', file)
    .argument('<b>', '', file)
    .option('-n, --limit <count>', 'show the first differences only; all are counted', count);
  keyOptions(command)
    .option('--json', 'print a line of JSON a difference, and errors as JSON')
    .addHelpText('after', DIFF_HELP)
    .action((a: string, b: string, options: DiffOptions) => diff(a, b, options, io));
}

export function addMerge(main: Command, io: Io): void {
  main
    .command('merge')
    .summary('join files into one')
    .description('Joins mappings, arrays or id mappers into one file.')
    .argument('<files...>', '', files)
    .requiredOption('-o, --output <file>', 'the file to build', file)
    .addOption(
      new Option('--on-conflict <rule>', 'which record stays of a key in several files').choices(
        CONFLICT_RULES,
      ),
    )
    .option('--reproducible', 'the same files give the same bytes')
    .option('--drop-indexes', 'leave out indexes that not all files have, or whose keys a function gave')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print the result, and errors, as JSON')
    .addHelpText('after', MERGE_HELP)
    .action((files: string[], options: MergeOptions) => merge(files, options, io));
}

export function addTypes(main: Command, io: Io): void {
  const command = main
    .command('types')
    .summary('write the declarations of a file in TypeScript or Python')
    .description('Writes the declarations of a file, or of a schema, as a module in TypeScript or Python.')
    .argument('<file>', 'a file, or a schema (.json)', file)
    .option('-o, --output <file>', 'the module to write (default: standard output)', file)
    .option('--python', 'a module for the Python library')
    .option('--name <name>', 'what the container is called (default: by the name of the file)')
    .option('--bigint', 'integers of 64 bits are read as bigints');
  keyOptions(command)
    .option('--json', 'print {"code": …}, and errors as JSON')
    .addHelpText('after', TYPES_HELP)
    .action((file: string, options: TypesOptions) => types(file, options, io));
}

export function addVerify(main: Command, io: Io): void {
  main
    .command('verify')
    .summary('look at every byte of a file, and tell what is wrong')
    .description('Looks at every byte of a file, and tells all that is wrong with it, a line each.')
    .argument('<file>', '', file)
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print the result, and errors, as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action((file: string, options: VerifyCommandOptions) => verify(file, options, io));
}

export function addClean(main: Command, io: Io): void {
  main
    .command('clean')
    .summary('remove what killed builds left in a folder')
    .description('Removes the temporary files that killed builds left in a folder, and prints their names.')
    .argument('<folder>', '', file)
    .option('--json', 'print one line of JSON a file, and errors as JSON')
    .addHelpText('after', CLEAN_HELP)
    .action((folder: string, options: CleanOptions) => clean(folder, options, io));
}

export function addCompletion(main: Command, io: Io): void {
  main
    .command('completion')
    .summary('print what completes commands in a shell')
    .description('Prints a script by which a shell completes commands, options and their values.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .option('--json', 'print errors as JSON')
    .addHelpText('after', COMPLETION_HELP)
    .action((shell: Shell) => write(io.stdout, completionOf(main, shell)));
}

export function addServe(main: Command, io: Io): void {
  const command = main
    .command('serve')
    .summary('answer look-ups over HTTP')
    .description('Answers look-ups over HTTP, from the newest version of a file, until it is interrupted.')
    .argument('<file>', '', file)
    .option('-p, --port <n>', 'where to listen; 0: any free port, which is printed', port, 0)
    .option(
      '--host <address>',
      'who is answered: this machine only, or all that reach an address of it',
      '127.0.0.1',
    )
    .option('--cors <origin>', 'pages that may read the answers: those of an origin, or * for all');
  keyOptions(command)
    .option('--no-live', 'stay with the file as it is now, when it is replaced')
    .option('-q, --quiet', 'do not tell when the file was replaced')
    .option('--json', 'print errors as JSON')
    .addHelpText('after', SERVE_HELP)
    .action((file: string, options: ServeOptions) => serve(file, options, io));
}

export function addInspect(main: Command, io: Io): void {
  main
    .command('inspect')
    .summary('look into a file, in a browser')
    .description(
      'Shows what is in a file, or at a URL, or in a data set, on a page in a browser, until it is interrupted.',
    )
    .argument('<file>', '', file)
    .option('--no-open', 'only print the address of the page')
    .option('--json', 'print errors as JSON')
    .addHelpText('after', INSPECT_HELP)
    .action(async (file: string, options: InspectOptions) => {
      // Which no other command needs.
      const { inspect } = await import('../commands/inspect.js');
      await inspect(file, options, io);
    });
}
