/** What the commands are told that show what is in a file. */
import { type Command, Option } from 'commander';
import { OUTPUT_FORMATS } from '../../tables/output/formats.js';
import { type CountOptions, count as countRecords } from '../commands/count.js';
import { type DumpOptions, dump } from '../commands/dump/dump.js';
import { type GetOptions, get } from '../commands/get.js';
import { type KeysOptions, keys } from '../commands/keys.js';
import { type StatOptions, stat } from '../commands/stat/stat.js';
import type { Io } from '../io.js';
import { DUMP_HELP, GET_HELP, STAT_HELP } from './help.js';
import { COUNT_HELP, HEAD_HELP, KEYS_HELP } from './help-commands.js';
import { count, file, keyOptions, names } from './option-values.js';

export function addStat(main: Command, io: Io): void {
  const command = main
    .command('stat')
    .summary('show what a file is, its size and its schema')
    .description('Shows what a file is, what takes the room in it, and its schema.')
    .argument('<file>', '', file);
  keyOptions(command)
    .option('--json', 'print results and errors as JSON')
    .addHelpText('after', STAT_HELP)
    .action((file: string, options: StatOptions) => stat(file, options, io));
}

export function addGet(main: Command, io: Io): void {
  const command = main
    .command('get')
    .summary('show the records of keys')
    .description('Shows the records of keys.')
    .argument('<file>', '', file)
    .argument('<key...>');
  keyOptions(command)
    .option('--by <index>', 'records by a secondary index: all of each key, without the keys of the mapping')
    .option('--json', 'print one line a record, and errors as JSON')
    .addHelpText('after', GET_HELP)
    .action((file: string, keys: string[], options: GetOptions) => get(file, keys, options, io));
}

export function addDump(main: Command, io: Io): void {
  const command = main
    .command('dump')
    .summary('print records: NDJSON, JSON, CSV, TSV, Parquet, Arrow')
    .description('Prints records, or writes them to a file, in a format that other programs read.')
    .argument('<file>', '', file)
    .option('-o, --output <file>', 'the file to write, in one step when it is whole', file)
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

export function addHead(main: Command, io: Io): void {
  const command = main
    .command('head')
    .summary('print the first records')
    .description('Prints the first records, as NDJSON.')
    .argument('<file>', '', file)
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

export function addKeys(main: Command, io: Io): void {
  const command = main
    .command('keys')
    .summary('print the keys')
    .description('Prints the keys of a mapping or id mapper, each once, in the order of its index.')
    .argument('<file>', '', file)
    .option('--prefix <text>', 'text keys that begin so')
    .option('--range <a..b>', 'keys from A to B, both included; A.. and ..B are ranges too')
    .option('-n, --limit <count>', 'the first keys only', count);
  keyOptions(command)
    .option('--by <index>', 'the keys of a secondary index')
    .option('--json', 'print keys, and errors, as JSON')
    .addHelpText('after', KEYS_HELP)
    .action((file: string, options: KeysOptions) => keys(file, options, io));
}

export function addCount(main: Command, io: Io): void {
  const command = main
    .command('count')
    .summary('count the records')
    .description('Counts the records, or entries, of a file.')
    .argument('<file>', '', file)
    .argument('[key...]', 'keys of the index that --by names (default: all)')
    .option('--by <index>', 'how many records each key of a secondary index has, before the key and a tab')
    .option('--where <condition>', "those that fulfil a condition, as in 'population > 1e6'");
  keyOptions(command)
    .option('--json', 'print {"count", "of"}, and errors as JSON')
    .addHelpText('after', COUNT_HELP)
    .action((file: string, keys: string[], options: CountOptions) => countRecords(file, keys, options, io));
}
