/** Records of generated schemas go through `dump` and `build` unharmed. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import type { AnyType } from '../../src/schema/type.js';
import { Folder, lines, output } from './harness.js';

const folder = new Folder();

/** A type, and values of it. */
type Typed = readonly [type: AnyType, values: fc.Arbitrary<unknown>];

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const bytes = fc.uint8Array({ maxLength: 8 });
const double = fc.double({ noDefaultInfinity: false });
const day = fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true });
/** No list of integers spans more than int64 (docs/format.md 4). */
const whole = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

const { any } = fc.letrec<{ any: unknown; key: unknown }>((tie) => ({
  key: fc.oneof(text, bytes, whole, fc.boolean()),
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(text, bytes, whole, double, fc.boolean(), day),
    fc.array(fc.oneof(tie('any'), fc.constant(null)), { maxLength: 4 }),
    fc.array(tie('any'), { maxLength: 3 }).map((items) => Object.freeze(items)),
    fc.uniqueArray(text, { maxLength: 4 }).map((items) => new Set<unknown>(items)),
    fc.array(fc.tuple(text, tie('any')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(fc.tuple(fc.integer(), tie('any')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
}));

const typed: fc.Arbitrary<Typed> = fc.constantFrom<Typed>(
  [t.uint8, fc.integer({ min: 0, max: 255 })],
  [t.int64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [t.uint64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  [t.float64, double],
  [t.float32, fc.float()],
  [t.bool, fc.boolean()],
  [t.string, text],
  [t.bytes, bytes],
  [t.list, fc.array(any, { maxLength: 4 })],
  [t.list(t.int32), fc.array(fc.integer(), { maxLength: 4 })],
  [t.tuple, fc.array(any, { maxLength: 4 }).map((items) => Object.freeze(items))],
  [t.set(t.string), fc.uniqueArray(text, { maxLength: 4 }).map((items) => new Set(items))],
  [t.dict, fc.array(fc.tuple(text, any), { maxLength: 4 }).map((entries) => new Map(entries))],
  [t.date, day],
  [t.datetime, day],
  [t.any, any],
  [
    struct({ x: t.float64.optional(), y: t.string.nullable() }),
    fc.record({ x: double, y: fc.option(text) }, { requiredKeys: ['y'] }),
  ],
);

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 4 }),
  fc.constantFrom(
    '$key',
    '$struct',
    '$bytes',
    '$window',
    '$offset',
    '__proto__',
    'constructor',
    'toString',
    'toJSON',
    'then',
    'é',
  ),
);

interface Case {
  readonly record: ReturnType<typeof struct>;
  readonly rows: readonly (readonly [string, object])[];
}

const cases: fc.Arbitrary<Case> = fc
  .uniqueArray(fc.tuple(name, typed), { selector: ([field]) => field, minLength: 1, maxLength: 6 })
  .chain((fields) => {
    const types = Object.create(null) as Record<string, AnyType>;
    for (const [field, [type]] of fields) types[field] = type.optional().nullable();
    const values = fields.map(([field, [, arbitrary]]) =>
      fc.tuple(fc.constant(field), fc.option(fc.option(arbitrary), { nil: undefined })),
    );
    const row = fc.tuple(...values).map((entries) => {
      const record = Object.create(null) as Record<string, unknown>;
      for (const [field, value] of entries) if (value !== undefined) record[field] = value;
      return record;
    });
    const rows = fc.uniqueArray(fc.tuple(text, row), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 5,
    });
    return rows.map((each) => ({ record: struct(types), rows: each }));
  });

test('by the schema that stat gives, and by the inferred one', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ record, rows }) => {
      const path = folder.path('original.sb');
      const copy = folder.path('copy.sb');
      await buildMapping(path, mapping({ key: t.string, value: record as never }), rows as never);
      const dump = await output(['dump', path]);
      expect(lines(dump)).toHaveLength(rows.length);

      const schema = folder.write('schema.json', await output(['stat', path, '--json']));
      await output(['build', '-', '-o', copy, '-q', '--reproducible', '--schema', schema], { stdin: dump });
      expect(await output(['dump', copy])).toBe(dump);
      using original = openMapping(path);
      using built = openMapping(copy);
      for (const [key, value] of original) expect(value.equals(built.get(key))).toBe(true);

      await output(['build', '-', '-o', copy, '-q'], { stdin: dump });
      expect(lines(await output(['dump', copy]))).toEqual(lines(dump));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 40_000 },
  );
});

test('a file built by its own schema again is the same, byte for byte', async () => {
  const path = folder.path('first.sb');
  const rows = Array.from(
    { length: 50 },
    (_, n) => [`k${n}`, { n, tags: [`t${n % 3}`], o: { x: n / 2 } }] as const,
  );
  const Row = struct({ n: t.int64, tags: t.list(t.string), o: struct({ x: t.float64 }) });
  await buildMapping(path, mapping({ key: t.string, value: Row }), rows as never, { reproducible: true });
  const schema = folder.write('own.json', await output(['stat', path, '--json']));
  const copy = folder.path('second.sb');
  await output(['build', '-', '-o', copy, '-q', '--reproducible', '--schema', schema], {
    stdin: await output(['dump', path]),
  });
  expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
});

test('fields that hide methods go through NDJSON and CSV', async () => {
  const row = { key: 'k', toJSON: 'x', toObject: 2, equals: true, constructor: 'z' };
  const names = Object.keys(row);
  const path = folder.path('names.sb');
  const inputs = {
    ndjson: `${JSON.stringify(row)}\n`,
    csv: `${names.join(',')}\n${Object.values(row).join(',')}\n`,
  };
  for (const [format, text] of Object.entries(inputs)) {
    const input = folder.write(`names.${format}`, text);
    await output(['build', input, '-o', path, '-q', '--key', 'key']);
    const [dumped] = lines(await output(['dump', path])) as [Record<string, unknown>];
    for (const name of names.slice(1)) expect(dumped[name]).toEqual(row[name as keyof typeof row]);
    expect(JSON.parse(await output(['get', path, 'k']))).toMatchObject({ toJSON: 'x' });
    using map = openMapping(path);
    expect(JSON.parse(JSON.stringify(map.get('k' as never)))).toMatchObject({ toJSON: 'x', toObject: 2 });
  }
});

test.each(['parquet', 'arrow'])(
  'through %s, with the schema it carries, to the bytes of a build from JSON',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ record, rows }) => {
        const path = folder.path('original.sb');
        await buildMapping(path, mapping({ key: t.string, value: record as never }), rows as never);
        const json = folder.write('rows.ndjson', await output(['dump', path]));
        const schema = folder.write('schema.json', await output(['stat', path, '--json']));
        const [expected, copy, table] = ['a.sb', 'b.sb', `table.${format}`].map((each) =>
          folder.path(each),
        ) as [string, string, string];
        await output(['build', json, '-o', expected, '--schema', schema, '--reproducible', '-q']);
        await output(['dump', path, '-o', table, '--format', format]);
        await output(['build', table, '-o', copy, '--reproducible', '-q']);
        expect(readFileSync(copy).equals(readFileSync(expected))).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);
