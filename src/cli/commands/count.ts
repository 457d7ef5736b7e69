/** `count`: how many records there are, or fulfil a condition. */
import { entriesOf, sizeOf } from '../../tables/files/entries.js';
import { type KeyChoice, open, withFile } from '../../tables/files/open-undeclared.js';
import { eachRow } from '../../tables/progress.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { whereOf } from './dump.js';

export interface CountOptions extends KeyChoice {
  readonly where?: string | undefined;
  readonly json?: boolean | undefined;
}

export async function count(path: string, options: CountOptions, io: Io): Promise<void> {
  await withFile(path, async (found) => {
    const opened = open(found, options);
    const where = whereOf(opened, options.where);
    const all = sizeOf(opened);
    let counted = all;
    if (where !== undefined) {
      counted = 0;
      const add = ([key, record]: readonly [never, object]) => {
        if (where(record, key)) counted += 1;
      };
      await eachRow(entriesOf(opened) as Iterable<readonly [never, object]>, add, () => {}, io.signal);
    }
    await write(
      io.stdout,
      options.json ? `${JSON.stringify({ count: counted, of: all })}\n` : `${counted}\n`,
    );
  });
}
