/** Options of commands that read CSV. */
import { type Command, InvalidArgumentError } from 'commander';
import type { FormatOptions } from '../../tables/input/input-format.js';

/** What the options are called here; in programs it is `noQuotes: true`. */
export interface CsvOptions extends Omit<FormatOptions, 'format' | 'noQuotes'> {
  readonly quotes?: boolean | undefined;
}

export function addCsvOptions(command: Command): Command {
  return command
    .option(
      '--delimiter <text>',
      'what stands between the cells of CSV (else its beginning tells)',
      delimiter,
    )
    .option('--quote <character>', 'what may stand around the cells of CSV (else its beginning tells)')
    .option('--no-quotes', 'quotes in CSV are text like any other')
    .option('--header', 'the first row of CSV is the names of the columns (else its beginning tells)')
    .option('--no-header', 'CSV begins with data: columns are called column1, column2 and so on')
    .option('--null <texts>', 'what stands for missing values in CSV, as NA,\\N', markers)
    .option('--skip <lines>', 'lines before the header of CSV', lines)
    .option('--comment <text>', 'pass over lines of CSV that begin with it')
    .option('--lenient', 'pad rows of CSV that are too short, cut those that are too long, and count them');
}

/** The options as programs have them. */
export function csvOptionsOf<T extends CsvOptions>({
  quotes,
  ...rest
}: T): Omit<T, 'quotes'> & FormatOptions {
  return { ...rest, noQuotes: quotes === false ? true : undefined };
}

function delimiter(text: string): string {
  const character = text === '\\t' || text === 'tab' ? '\t' : text;
  if (character !== '' && !/[\r\n"\ufeff]/.test(character)) return character;
  throw new InvalidArgumentError('It is a character, or tab.');
}

function markers(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',')];
}

function lines(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}
