/** What `dataset` is told. */
import type { Command } from 'commander';
import {
  type CleanCommandOptions,
  cleanRuns,
  list,
  type PublishCommandOptions,
  publish,
  rollback,
} from '../commands/dataset.js';
import type { Io } from '../io.js';
import { count, file } from './option-values.js';

const JSON_OPTION = ['--json', 'print results and errors as JSON'] as const;

const HELP = `
Examples:
  $ sharedbuffers dataset list cities
  $ sharedbuffers dataset publish cities --run nightly-7 --shards 16     when buildShard has built all of them
  $ sharedbuffers dataset rollback cities                                to the version before
  $ sharedbuffers dataset clean cities --keep 2`;

export function addDataset(main: Command, io: Io): void {
  const command = main
    .command('dataset')
    .summary('list, publish, roll back and remove versions of a data set')
    .description('Works on the versions in the folder of a data set of many files.')
    .addHelpText('after', HELP);
  command
    .command('list')
    .description('Lists the versions; * is the one that is read.')
    .argument('<folder>', '', file)
    .option(...JSON_OPTION)
    .action((folder: string, options: { json?: boolean }) => list(folder, options, io));
  command
    .command('publish')
    .description('Makes a version current whose shards are all built.')
    .argument('<folder>', '', file)
    .requiredOption('--run <name>', 'the version')
    .requiredOption('--shards <n>', 'how many shards there have to be', count)
    .option('--replaces <name>', 'the version that has to be current until now, or none')
    .option(...JSON_OPTION)
    .action((folder: string, options: PublishCommandOptions) => publish(folder, options, io));
  command
    .command('rollback')
    .description('Makes an earlier version current again.')
    .argument('<folder>', '', file)
    .option('--run <name>', 'the version; without it, the last one before the current one')
    .option(...JSON_OPTION)
    .action((folder: string, options: { json?: boolean; run?: string }) => rollback(folder, options, io));
  command
    .command('clean')
    .description('Removes versions that are not current.')
    .argument('<folder>', '', file)
    .option('--keep <n>', 'published versions to keep besides the current one (default: 1)', count)
    .option(
      '--older-than <hours>',
      'how long what was not published has to lie untouched (default: 24)',
      count,
    )
    .option(...JSON_OPTION)
    .action((folder: string, options: CleanCommandOptions) => cleanRuns(folder, options, io));
}
