import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvRow } from '../input/csv/csv-rows.js';
import type { Row } from '../input/rows.js';
import type { JsonObject } from '../json/reserved-members.js';
import { schemaJson } from '../schema/schema-file.js';
import { type Inferring, RowInference } from './row-inference.js';

const NAMES = ['a', 'b', 'c', 'd', '__proto__', 'toString'];
const name = fc.constantFrom(...NAMES);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
);
const { value } = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    number,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
}));
const objects = fc.array(fc.dictionary(name, value, { maxKeys: 5 }), { minLength: 1, maxLength: 12 });
const cells = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    'true',
    'FALSE',
    '-0',
    '007',
    '18446744073709551615',
    '9007199254740993',
    '',
    ' 5 ',
    '.5',
    '1e400',
    '2024-02-29',
    '2024-02-29 12:00',
  ),
);
const texts = fc.array(
  fc.array(fc.option(cells, { nil: undefined }), { minLength: NAMES.length, maxLength: NAMES.length }),
  { minLength: 1, maxLength: 12 },
);
const ends = fc.array(fc.nat(12), { maxLength: 4 });

const KEYLESS: Inferring = {
  key: undefined,
  dumped: false,
  refuseKeys: false,
  typing: { compact: true, dates: true, booleans: undefined },
  shaping: { select: undefined, group: false },
};
const CSV = { kind: 'csv', columns: NAMES } as const;
const NDJSON = { kind: 'ndjson' } as const;

function inference(format: typeof CSV | typeof NDJSON, known: Inferring): RowInference {
  return new RowInference('in', format as never, known);
}

/** As threads give it: without classes. */
function posted<T>(value: T): T {
  return structuredClone(value);
}

function outcome(work: () => RowInference): unknown {
  try {
    const { schema, key } = work().conclude();
    return { schema: JSON.stringify(schemaJson(schema)), key };
  } catch (error) {
    return (error as Error).message;
  }
}

function whole(format: typeof CSV | typeof NDJSON, rows: readonly Row[], known: Inferring): RowInference {
  const all = inference(format, known);
  for (const row of rows) all.add(row);
  return all;
}

/** From parts that end at some rows. A row that throws ends its part, as in threads. */
function inParts(
  format: typeof CSV | typeof NDJSON,
  rows: readonly Row[],
  known: Inferring,
  cuts: readonly number[],
): RowInference {
  const all = inference(format, known);
  const bounds = [0, ...cuts.filter((cut) => cut < rows.length), rows.length].sort((a, b) => a - b);
  for (const [at, end] of bounds.entries()) {
    const part = inference(format, known);
    const lines: number[] = [];
    let failure: unknown;
    for (const row of rows.slice(bounds[at - 1] ?? 0, end)) {
      const { taken } = part.seen;
      try {
        part.add(row);
      } catch (error) {
        failure = error;
        break;
      }
      if (part.seen.taken > taken) lines.push(row.line);
    }
    all.takeIn(posted(part.seen), (row) => lines[row - 1]!);
    if (failure !== undefined) throw failure;
  }
  return all;
}

const numbered = (fields: readonly JsonObject[]): Row[] =>
  fields.map((each, at) => ({ line: at + 1, fields: each }));

describe('what parts of an input show, put together, is what the whole shows', () => {
  const keyed = (skip: boolean): Inferring => ({ ...KEYLESS, key: { names: ['a'], skip } });

  test.each([
    ['no keys', KEYLESS],
    ['keys', keyed(false)],
    ['missing keys', keyed(true)],
  ] as const)('of JSON with %s', (_, known) => {
    fc.assert(
      fc.property(objects, ends, (records, cuts) => {
        const rows = numbered(records);
        expect(outcome(() => inParts(NDJSON, rows, known, cuts))).toEqual(
          outcome(() => whole(NDJSON, rows, known)),
        );
      }),
    );
  });

  test('of CSV', () => {
    fc.assert(
      fc.property(texts, ends, (records, cuts) => {
        const rows = records.map((each, at) => new CsvRow(at + 1, each, NAMES));
        expect(outcome(() => inParts(CSV, rows, keyed(true), cuts))).toEqual(
          outcome(() => whole(CSV, rows, keyed(true))),
        );
      }),
    );
  });

  test('of records with too many fields, whose line is told', () => {
    const rows = numbered(
      Array.from({ length: 70 }, (_, at) => ({ [`f${at % 35}`]: 1, [`g${at % 35}`]: 1 }) as JsonObject),
    );
    const expected = outcome(() => whole(NDJSON, rows, KEYLESS));
    expect(expected).toMatch(/^in:33: the records have more than 64 different fields/);
    for (const cuts of [[10], [20, 32], [32], [33], [10, 20, 30, 40]]) {
      expect(outcome(() => inParts(NDJSON, rows, KEYLESS, cuts))).toBe(expected);
    }
  });
});
