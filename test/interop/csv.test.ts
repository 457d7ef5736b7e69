/** CSV as Python's csv module writes it, in any of its dialects. */
import fc from 'fast-check';
import { readRows } from 'sharedbuffers/tables';
import { expect, test } from 'vitest';
import { describeWithPython } from './peer.js';

const RUNS = 150;
const NAMES = ['p', 'q', 'r'];

const text = fc
  .array(fc.constantFrom('a', 'b', '"', "'", ',', ';', '\t', '|', '\n', '\r\n', '\r', ' ', 'é', '漢', '😀'), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
/** Where only what needs it is quoted, the line ends that rows do not end in are left bare, and would be ends of rows. */
const quotingAndEnd = fc.oneof(
  fc.constant(['QUOTE_MINIMAL', '\r\n'] as const),
  fc.tuple(fc.constantFrom('QUOTE_ALL', 'QUOTE_NONNUMERIC'), fc.constantFrom('\n', '\r\n', '\r')),
);
const dialect = fc
  .tuple(fc.constantFrom(',', ';', '\t', '|', '~'), fc.constantFrom('"', "'"), quotingAndEnd)
  .map(([delimiter, quotechar, [quoting, lineterminator]]) => ({
    delimiter,
    quotechar,
    quoting,
    lineterminator,
  }));

describeWithPython('the csv module', (python) => {
  test('what it writes is read back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 6 }),
        dialect,
        fc.constantFrom('utf-8', 'utf-8-sig', 'utf-16'),
        fc.constantFrom('none', 'gzip', 'zip'),
        async (rows, how, encoding, packing) => {
          const path = python.path('rows.csv');
          await python.ask('write_csv', { path, rows: [NAMES, ...rows], dialect: how, encoding, packing });
          const schema = { fields: Object.fromEntries(NAMES.map((name) => [name, 'string?'])) };
          const options = {
            format: 'csv',
            delimiter: how.delimiter,
            quote: how.quotechar,
            header: true,
            schema,
          } as const;
          const read: unknown[] = [];
          for await (const row of readRows(path, options)) read.push(NAMES.map((name) => row[name] ?? ''));
          expect(read).toEqual(rows);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('its dialects are detected', async () => {
    const words = fc.array(fc.constantFrom('a', 'b', ' ', '"', '\n', 'é'), { minLength: 1, maxLength: 6 });
    const word = words.map((parts) => `x${parts.join('')}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '|'),
        quotingAndEnd,
        async (rows, delimiter, [quoting, lineterminator]) => {
          const path = python.path('rows.csv');
          const how = { delimiter, quotechar: '"', quoting, lineterminator };
          await python.ask('write_csv', {
            path,
            rows: [NAMES, ...rows],
            dialect: how,
            encoding: 'utf-8',
            packing: 'none',
          });
          const read: unknown[] = [];
          for await (const row of readRows(path)) read.push(NAMES.map((name) => row[name]));
          expect(read).toEqual(rows);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
