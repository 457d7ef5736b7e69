/** `count`: how many records there are, or fulfil a condition. */
import type { KeyChoice } from '../../tables/files/open-undeclared.js';
import { eachRow } from '../../tables/progress.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { withParts } from '../parts.js';
import { type ByOptions, countBy, indexesOf } from './by-index.js';
import { whereOf } from './dump/dump.js';

export interface CountOptions extends KeyChoice, ByOptions {
  readonly where?: string | undefined;
  readonly json?: boolean | undefined;
}

export async function count(
  path: string,
  keys: readonly string[],
  options: CountOptions,
  io: Io,
): Promise<void> {
  const { by, where: condition, json } = options;
  if (keys.length > 0 && by === undefined) {
    throw new Failure('CLI_USAGE', 'keys are counted by an index: say which one with --by');
  }
  if (by !== undefined && condition !== undefined) {
    throw new Failure(
      'CLI_USAGE',
      'the records of an index are counted without a condition: leave out --where or --by',
    );
  }
  await withParts(path, options, async (parts) => {
    if (by !== undefined) return countBy(indexesOf(parts, path, by), keys, json, io);
    const where = whereOf(parts.first.opened, options.where);
    const all = parts.size;
    let counted = all;
    if (where !== undefined) {
      counted = 0;
      const add = ([key, record]: readonly [never, object]) => {
        if (where(record, key)) counted += 1;
      };
      await eachRow(parts.entries() as Iterable<readonly [never, object]>, add, () => {}, io.signal);
    }
    await write(
      io.stdout,
      options.json ? `${JSON.stringify({ count: counted, of: all })}\n` : `${counted}\n`,
    );
  });
}
