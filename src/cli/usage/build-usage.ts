/** What `build` is told. */
import { type Command, Option } from 'commander';
import { INDEX_KINDS } from '../../mappers/building/index-option.js';
import { FORMATS } from '../../tables/input/input-format.js';
import { KEY_TYPES } from '../../tables/schema/schema.js';
import { type BuildOptions, build } from '../commands/build.js';
import type { Io } from '../io.js';
import { addCsvOptions } from './csv-options.js';
import { BUILD_HELP } from './help.js';
import { among, bits, count, each, file, names } from './option-values.js';

export function addBuild(main: Command, io: Io): void {
  const command = main
    .command('build')
    .summary('build a file, or a data set, from NDJSON, CSV, Parquet, Arrow or SQL')
    .description('Builds a file, or a data set of many, from NDJSON, CSV, Parquet, Arrow or SQL.')
    .argument('<input...>', 'files to read, patterns or URLs of them, or - for standard input')
    .requiredOption('-o, --output <file>', 'the file to build, or with --shards the folder', file)
    .option(
      '-k, --key <field>',
      'the field that holds the key, as id or address.city; several, as country,city, make keys of all of them',
    )
    .addOption(
      new Option(
        '--key-type <type>',
        'what the keys are (else they tell): signed, as for integers that may be below zero',
      ).choices(KEY_TYPES),
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
    .option('--ordered', 'store the order of text keys, for ranges and prefixes; integers have one anyway')
    .option('--filter', 'store a filter of the keys: far away, most that are not there then take no request')
    .option(
      '--dedupe [entries]',
      'store equal records once: look for one among so many last entries (default: 1024)',
      among,
    )
    .option('--discard-duplicate-keys', 'of rows with one integer key, the first alone has it')
    .option(
      '--no-sections',
      'leave out what Python does not write: what the keys are, what finds them fast, and the trailer',
    )
    .option(
      '--no-describe-structs',
      'leave out what structs in lists and the like are: only programs that declare them read such files',
    )
    .option('--column <field>', 'a number field to store as a column too; can be repeated', each)
    .option(
      '--index-on <fields>',
      'fields to find records by, too, as name,address.country; with :ordered for ranges of text; can be repeated',
      names,
    )
    .option('-s, --schema <file>', 'the schema, as JSON; without it, it is inferred')
    .addOption(new Option('-f, --format <format>', 'format of the input').choices(FORMATS))
    .option('--path <path>', 'where in JSON the array of rows is, as $.data.items');
  addCsvOptions(command)
    .option('--select <fields>', 'the fields to take, in their order, as id,name')
    .option('--group', 'nest more than 64 columns of CSV into structs of 64: g1, g2 and so on')
    .option('--compact', 'the smallest integer types that hold all values, where no schema says otherwise')
    .option('--dates', 'text in JSON that is a date or time in all records is inferred as that, as in CSV')
    .option('--no-dates', 'dates and times in CSV are text')
    .option('--booleans <yes,no>', 'words for true and false in CSV, besides these')
    .option('--ignore-unknown', 'pass over fields that the schema does not have')
    .option('--checksums', 'with --no-sections: write the trailer nevertheless')
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
    .option(
      '--shards <n>',
      'build a data set of so many files, a power of two: the output is its folder',
      count,
    )
    .option('--run <name>', 'with --shards: what to call the version (default: the time)')
    .option(
      '--replaces <run>',
      'with --shards: the version that has to be current until now, or none (default: the one that is)',
    )
    .option('--shard <number>', 'with --shards and --run: build this shard only, and publish nothing', count)
    .option('--attempt <name>', 'with --shard: what to call this try (default: 0)')
    .option('-q, --quiet', 'show no progress')
    .option('--json', 'print results and errors as JSON')
    .addHelpText('after', BUILD_HELP)
    .action((inputs: string[], options: BuildOptions) => build(inputs, options, io));
}
