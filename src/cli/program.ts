/** The command line: parses arguments, runs a command, turns what goes wrong into a message and an exit code. */
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { INDEX_KINDS } from '../mappers/building/index-option.js';
import { KEY_CHOICES } from '../tables/files/open-undeclared.js';
import { OUTPUT_FORMATS } from '../tables/output/formats.js';
import { type BuildOptions, build } from './commands/build.js';
import { type CleanOptions, clean } from './commands/clean.js';
import { type CountOptions, count as countRecords } from './commands/count.js';
import { Differ, type DiffOptions, diff } from './commands/diff.js';
import { type DumpOptions, dump } from './commands/dump.js';
import { type GetOptions, get } from './commands/get.js';
import { type KeysOptions, keys } from './commands/keys.js';
import { CONFLICT_RULES, type MergeOptions, merge } from './commands/merge.js';
import { type StatOptions, stat } from './commands/stat.js';
import { type TypesOptions, types } from './commands/types.js';
import { type VerifyCommandOptions, verify } from './commands/verify.js';
import { completionOf, SHELLS, type Shell } from './completion.js';
import { addCsvOptions } from './csv-options.js';
import { Exit, Failure, shownError } from './failure.js';
import { BUILD_HELP, CLEAN_HELP, DUMP_HELP, GET_HELP, MAIN_HELP, STAT_HELP, VERIFY_HELP } from './help.js';
import {
  COMPLETION_HELP,
  COUNT_HELP,
  DIFF_HELP,
  HEAD_HELP,
  KEYS_HELP,
  MERGE_HELP,
  TYPES_HELP,
} from './help-commands.js';
import type { Io } from './io.js';
import { put, ReaderGone, say, write } from './output.js';
import { printableJson } from './printable.js';

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
  addClean(main, io);
  addCompletion(main, io);
  return main;
}

function bits(text: string): 32 | 64 {
  if (text === '32' || text === '64') return Number(text) as 32 | 64;
  throw new InvalidArgumentError('It is 32 or 64.');
}

function count(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}

function keyOptions(command: Command): Command {
  return command
    .addOption(new Option('--key-type <type>', 'what the keys are').choices(KEY_CHOICES))
    .option('--width <bits>', 'bits of the integers in the index: 32 or 64', bits);
}

/** Names with commas between them, of an option that may be given several times. */
function names(value: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ];
}

/** Values of an option that is given several times. */
function each(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addBuild(main: Command, io: Io): void {
  const command = main
    .command('build')
    .summary('build a file from NDJSON or CSV')
    .description('Builds a file from NDJSON or CSV.')
    .argument('<input...>', 'files to read, patterns or URLs of them, or - for standard input')
    .requiredOption('-o, --output <file>', 'the file to build')
    .option(
      '-k, --key <field>',
      'the field that holds the key, as id or address.city; several, as country,city, make keys of all of them',
    )
    .option('--sql', 'the input is a statement of SQL, which DuckDB runs (npm install @duckdb/node-api)')
    .option('--db <file>', 'the DuckDB file that the statement is about; without it, files that it names')
    .option('--skip-missing-key', 'pass over rows without a key, and count them')
    .option(
      '--from-dump',
      'dump wrote the input: "$key" and the like have a meaning (else the first row tells)',
    )
    .option('--no-from-dump', 'whatever members are called, they are data')
    .option('--multi', 'a key may have several records')
    .option('--width <bits>', 'bits of the integers in the index: 64, or 32 for a smaller one', bits)
    .addOption(
      new Option(
        '--index <kind>',
        'what to find keys by: table (default), compact for a smaller file, none',
      ).choices(INDEX_KINDS),
    )
    .option('--column <field>', 'a number field to store as a column too; can be repeated', each)
    .option('-s, --schema <file>', 'the schema, as JSON; without it, it is inferred')
    .addOption(
      new Option('-f, --format <format>', 'format of the input').choices([
        'ndjson',
        'json',
        'csv',
        'parquet',
        'arrow',
      ]),
    )
    .option('--path <path>', 'where in JSON the array of rows is, as $.data.items');
  addCsvOptions(command)
    .option('--select <fields>', 'the fields to take, in their order, as id,name')
    .option('--group', 'nest more than 64 columns of CSV into structs of 64: g1, g2 and so on')
    .option('--compact', 'the smallest integer types that hold all values, where no schema says otherwise')
    .option('--dates', 'text in JSON that is a date or time in all records is inferred as that, as in CSV')
    .option('--no-dates', 'dates and times in CSV are text')
    .option('--booleans <yes,no>', 'words for true and false in CSV, besides these')
    .option('--ignore-unknown', 'pass over fields that the schema does not have')
    .option('--no-checksums', 'leave out the trailer: checksums, build id and where the parts lie')
    .option('--reproducible', 'the same rows give the same bytes: the build id is made of them')
    .option(
      '--keep-free <mebibytes>',
      'stop when less of the disk is free (default: 1024, or 5 % of the disk where that is less)',
      count,
    )
    .option(
      '--threads <n>',
      'threads that read and pack rows; 1: no others (default: as many as there are cores, up to 4, from 8 MiB on)',
      count,
    )
    .option('--no-overwrite', 'fail if the output exists, instead of replacing it')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print results and errors as JSON')
    .addHelpText('after', BUILD_HELP)
    .action((inputs: string[], options: BuildOptions) => build(inputs, options, io));
}

function addStat(main: Command, io: Io): void {
  const command = main
    .command('stat')
    .summary('show what a file is, its size and its schema')
    .description('Shows what a file is, what takes the room in it, and its schema.')
    .argument('<file>');
  keyOptions(command)
    .option('--json', 'print results and errors as JSON')
    .addHelpText('after', STAT_HELP)
    .action((file: string, options: StatOptions) => stat(file, options, io));
}

function addGet(main: Command, io: Io): void {
  const command = main
    .command('get')
    .summary('show the records of keys')
    .description('Shows the records of keys.')
    .argument('<file>')
    .argument('<key...>');
  keyOptions(command)
    .option('--json', 'print one line a record, and errors as JSON')
    .addHelpText('after', GET_HELP)
    .action((file: string, keys: string[], options: GetOptions) => get(file, keys, options, io));
}

function addDump(main: Command, io: Io): void {
  const command = main
    .command('dump')
    .summary('print records: NDJSON, JSON, CSV, TSV, Parquet, Arrow')
    .description('Prints records, or writes them to a file, in a format that other programs read.')
    .argument('<file>')
    .option('-o, --output <file>', 'the file to write, in one step when it is whole')
    .addOption(
      new Option(
        '-f, --format <format>',
        'the format (default: by the name of the output, else ndjson)',
      ).choices(OUTPUT_FORMATS),
    )
    .option('--select <fields>', 'fields to write, as in name,location.lat', names)
    .option('--where <condition>', 'records to write, as in \'population > 1e6 && country == "FR"\'')
    .option('--keys <file>', 'the records of these keys, one a line, in their order')
    .option('--no-key', 'leave out the keys')
    .option('-n, --limit <count>', 'the first records only', count)
    .option('--schema-out <file>', 'write the schema too, for build --schema');
  keyOptions(command)
    .option('--trust', 'go on however long the records spell out to')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print errors as JSON, too')
    .addHelpText('after', DUMP_HELP)
    .action((file: string, options: DumpOptions) => dump(file, options, io));
}

function addHead(main: Command, io: Io): void {
  const command = main
    .command('head')
    .summary('print the first records')
    .description('Prints the first records, as NDJSON.')
    .argument('<file>')
    .option('-n, --limit <count>', 'how many (default: 10)', count)
    .option('--select <fields>', 'fields to print, as in name,location.lat', names)
    .option('--where <condition>', "records to print, as in 'population > 1e6'");
  keyOptions(command)
    .option('--json', 'print errors as JSON, too')
    .addHelpText('after', HEAD_HELP)
    .action((file: string, options: DumpOptions) =>
      dump(file, { ...options, limit: options.limit ?? 10, format: 'ndjson' }, io),
    );
}

function addKeys(main: Command, io: Io): void {
  const command = main
    .command('keys')
    .summary('print the keys')
    .description('Prints the keys of a mapping or id mapper, each once, in the order of its index.')
    .argument('<file>')
    .option('--prefix <text>', 'text keys that begin so')
    .option('--range <a..b>', 'keys from A to B, both included; A.. and ..B are ranges too')
    .option('-n, --limit <count>', 'the first keys only', count);
  keyOptions(command)
    .option('--json', 'print keys, and errors, as JSON')
    .addHelpText('after', KEYS_HELP)
    .action((file: string, options: KeysOptions) => keys(file, options, io));
}

function addCount(main: Command, io: Io): void {
  const command = main
    .command('count')
    .summary('count the records')
    .description('Counts the records, or entries, of a file.')
    .argument('<file>')
    .option('--where <condition>', "those that fulfil a condition, as in 'population > 1e6'");
  keyOptions(command)
    .option('--json', 'print {"count", "of"}, and errors as JSON')
    .addHelpText('after', COUNT_HELP)
    .action((file: string, options: CountOptions) => countRecords(file, options, io));
}

function addDiff(main: Command, io: Io): void {
  const command = main
    .command('diff')
    .summary('show what is different in a second file')
    .description('Shows which keys a second file has more or less, and which fields differ.')
    .argument('<a>')
    .argument('<b>')
    .option('-n, --limit <count>', 'show the first differences only; all are counted', count);
  keyOptions(command)
    .option('--json', 'print a line of JSON a difference, and errors as JSON')
    .addHelpText('after', DIFF_HELP)
    .action((a: string, b: string, options: DiffOptions) => diff(a, b, options, io));
}

function addMerge(main: Command, io: Io): void {
  main
    .command('merge')
    .summary('join files into one')
    .description('Joins mappings, arrays or id mappers into one file.')
    .argument('<files...>')
    .requiredOption('-o, --output <file>', 'the file to build')
    .addOption(
      new Option('--on-conflict <rule>', 'which record stays of a key in several files').choices(
        CONFLICT_RULES,
      ),
    )
    .option('--reproducible', 'the same files give the same bytes')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print the result, and errors, as JSON')
    .addHelpText('after', MERGE_HELP)
    .action((files: string[], options: MergeOptions) => merge(files, options, io));
}

function addCompletion(main: Command, io: Io): void {
  main
    .command('completion')
    .summary('print what completes commands in a shell')
    .description('Prints a script by which a shell completes commands, options and their values.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .option('--json', 'print errors as JSON')
    .addHelpText('after', COMPLETION_HELP)
    .action((shell: Shell) => write(io.stdout, completionOf(main, shell)));
}

function addTypes(main: Command, io: Io): void {
  const command = main
    .command('types')
    .summary('write the declarations of a file in TypeScript or Python')
    .description('Writes the declarations of a file, or of a schema, as a module in TypeScript or Python.')
    .argument('<file>', 'a file, or a schema (.json)')
    .option('-o, --output <file>', 'the module to write (default: standard output)')
    .option('--python', 'a module for the Python library')
    .option('--name <name>', 'what the container is called (default: by the name of the file)')
    .option('--bigint', 'integers of 64 bits are read as bigints');
  keyOptions(command)
    .option('--json', 'print {"code": …}, and errors as JSON')
    .addHelpText('after', TYPES_HELP)
    .action((file: string, options: TypesOptions) => types(file, options, io));
}

function addVerify(main: Command, io: Io): void {
  main
    .command('verify')
    .summary('look at every byte of a file, and tell what is wrong')
    .description('Looks at every byte of a file, and tells all that is wrong with it, a line each.')
    .argument('<file>')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print the result, and errors, as JSON')
    .addHelpText('after', VERIFY_HELP)
    .action((file: string, options: VerifyCommandOptions) => verify(file, options, io));
}

function addClean(main: Command, io: Io): void {
  main
    .command('clean')
    .summary('remove what killed builds left in a folder')
    .description('Removes the temporary files that killed builds left in a folder, and prints their names.')
    .argument('<folder>')
    .option('--json', 'print one line of JSON a file, and errors as JSON')
    .addHelpText('after', CLEAN_HELP)
    .action((folder: string, options: CleanOptions) => clean(folder, options, io));
}
