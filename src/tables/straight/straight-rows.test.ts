/** Blocks whose plain rows are written straight, against the readers and packers that take anything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputOf } from '../../../test/tables/pieces.js';
import { ArrayDeclaration } from '../../containers/declaring/declarations.js';
import { askedFormat, formatOf, rowsOf } from '../input/input-format.js';
import { declarationOf } from '../input/key-input.js';
import type { BuildFromOptions } from '../plan/build-from-options.js';
import { keyed } from '../plan/plan-keys.js';
import { lookAt, rowPlan } from '../plan/plan-rows.js';
import { atLine } from '../plan/row-errors.js';
import { RowInference } from '../plan/row-inference.js';
import { EntryMaker, type RowPlan } from '../plan/second-pass.js';
import type { Schema } from '../schema/schema.js';
import { readSchema } from '../schema/schema-file.js';
import { typesOf } from '../schema/schema-to-types.js';
import { type BlockResult, BlockWork } from '../threads/block-work.js';
import { lenient } from '../threads/lenient-schema.js';
import { posted } from '../threads/posted-error.js';

interface Case {
  readonly plan: RowPlan;
  readonly looked: ReturnType<typeof lookAt>;
  readonly infers: boolean;
  readonly text: string;
}

/** `sample`: what the schema is guessed from, as from the first block. */
function prepared(
  text: string,
  kind: 'ndjson' | 'csv',
  options: BuildFromOptions,
  sample: string,
  given?: Schema,
): Case {
  const input = inputOf(sample);
  const format = formatOf(
    input,
    askedFormat({ format: kind, ...(kind === 'csv' && { delimiter: ',', quote: '"', header: true }) }),
  );
  const looked = lookAt(input, format, given, options);
  if (given !== undefined) {
    return {
      plan: rowPlan(looked, keyed(given, looked.known.key, looked.first), options),
      looked,
      infers: false,
      text,
    };
  }
  const inference = new RowInference(input.name, looked.format, looked.known);
  for (const row of rowsOf(input, looked.format, { line: 0, bytes: 0 })) inference.add(row);
  const first = rowPlan(looked, inference.conclude(), options);
  const schema = lenient(first.schema);
  return { plan: { ...first, schema, types: typesOf(schema) }, looked, infers: true, text };
}

const body = ({ looked, text }: Case): string =>
  looked.format.kind === 'csv' ? text.slice(text.indexOf('\n') + 1) : text;

type Shown = Pick<BlockResult, 'seen' | 'lines' | 'packed' | 'misfit' | 'skipped' | 'failure'>;

function straight(made: Case): Shown {
  const { plan, looked, infers } = made;
  const { input: _, types: __, format: ___, ...rest } = plan;
  const work = new BlockWork({ format: looked.format, known: infers ? looked.known : undefined, plan: rest });
  const line = looked.format.kind === 'csv' ? 2 : 1;
  let result: BlockResult | undefined;
  // The second time, everything is used again.
  for (let time = 0; time < 2; time += 1) {
    result = work.run({ name: 'in', bytes: new TextEncoder().encode(body(made)), line });
  }
  const { seen, lines, packed, misfit, skipped, failure } = result!;
  return { seen, lines, packed, misfit, skipped, failure };
}

function general({ plan, looked, infers, text }: Case): Shown {
  const { root } = plan.types;
  const chunks =
    plan.schema.key === undefined
      ? undefined
      : declarationOf(plan.schema.key, root).chunkPacker({ share: false });
  const records = new ArrayDeclaration<object, unknown>(root).chunkPacker({ share: false });
  const inference = infers ? new RowInference('in', looked.format, looked.known) : undefined;
  const maker = new EntryMaker(plan, 'in');
  const lines: number[] = [];
  let [misfit, skipped] = [false, 0];
  let failure: BlockResult['failure'];
  try {
    const input = { ...inputOf(text), name: 'in' };
    for (const row of rowsOf(input, looked.format, { line: 0, bytes: 0 })) {
      if (inference !== undefined && !inference.add(row)) {
        skipped += 1;
        continue;
      }
      try {
        const entry = misfit ? undefined : maker.entry(row);
        if (entry === undefined && !misfit) {
          skipped += 1;
          continue;
        }
        if (entry !== undefined && chunks === undefined) records.add(entry[1] as object);
        else if (entry !== undefined) chunks!.add(entry[0]!, entry[1] as object);
      } catch (error) {
        if (inference === undefined) throw atLine(error, 'in', row.line);
        misfit = true;
      }
      lines.push(row.line);
    }
  } catch (error) {
    failure = posted(error);
  }
  const packed = misfit ? undefined : (chunks ?? records).take();
  return { seen: inference?.seen, lines: Float64Array.from(lines), packed, misfit, skipped, failure };
}

const texts = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'ab',
    'é',
    '\u{1f600}',
    '\\N',
    ' x ',
    'true',
    '5',
    'null',
    '\ufeff',
    'a"b',
    'a,b',
    'a\nb',
    '\\',
  ),
  fc.integer({ min: 35, max: 45 }).map((length) => 'n'.repeat(length)),
  fc.integer({ min: 500, max: 520 }).map((length) => 'é'.repeat(length / 2) + 'x'.repeat(length % 2)),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const floats = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((value) => String(value / 1e6)),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '0.0',
    '5.0',
    '1e3',
    '1E400',
    '.5',
    '1.',
    '-',
    '0.1',
    '0.30000000000000004',
  ),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.nat(30)).map(([whole, rest]) => `${whole}.${rest}`),
  fc.bigInt({ min: 2n ** 52n, max: 2n ** 54n }).map((value) => `0.${value}`),
);
const integers = fc.oneof(
  fc.maxSafeInteger().map(String),
  fc.integer({ min: -300, max: 70_000 }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '007',
    '9007199254740992',
    '9007199254740993',
    '18446744073709551615',
    '5.0',
    '+1',
    ' 1',
  ),
);
const dates = fc.oneof(
  fc
    .date({ min: new Date(Date.UTC(1, 1)), max: new Date(Date.UTC(9998, 1)), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '0000-01-01',
    '2024-13-01',
    '2024-1-01',
    '2024-01-0x',
  ),
);
const moments = fc.oneof(
  fc
    .date({ min: new Date(Date.UTC(1, 1)), max: new Date(Date.UTC(9998, 1)), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 19).replace('T', ' ')),
  fc.constantFrom(
    '2024-02-29T23:59:59',
    '2024-02-29 24:00:00',
    '2024-02-29 12:00',
    '2024-02-29 12:00:00.5',
    '1969-12-31 23:59:59',
  ),
);
const flags = fc.constantFrom('true', 'false', 'true', 'false', 'TRUE', 'yes', 'tru', 'truth');

/** Mostly what its field has, sometimes anything else. */
const cell = (usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: odd });

const NAMES = ['id', 'text', 'more', 'whole', 'part', 'flag', 'day', 'time'] as const;
const anyCell = fc.oneof(texts, floats, integers, dates, moments, flags);
const row = fc.record({
  id: cell(fc.integer({ min: 1, max: 10 ** 6 }).map(String), anyCell),
  text: cell(texts, anyCell),
  more: cell(texts, anyCell),
  whole: cell(integers, anyCell),
  part: cell(floats, anyCell),
  flag: cell(flags, anyCell),
  day: cell(dates, anyCell),
  time: cell(moments, anyCell),
});
const SAMPLE = {
  id: '1',
  text: 'a',
  more: 'b',
  whole: '1',
  part: '0.5',
  flag: 'true',
  day: '2024-02-29',
  time: '2024-02-29 12:00:00',
};
const isJson = (text: string): boolean => {
  try {
    return !/^"/.test(text) && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
};
const FIELDS = {
  text: 'string',
  more: 'string?',
  whole: 'int16?',
  part: 'float64',
  flag: 'bool',
  day: 'date?',
  time: 'datetime',
};
const schema = () => readSchema({ fields: FIELDS }, 'schema.json');

/** A row of JSON: as it is written in most files, or with something done to it. */
function jsonLine(cells: Record<string, string>, { drop, spaces, shuffle, twist }: Twist): string {
  const members = NAMES.filter((name) => name !== drop).map((name) => {
    const text = cells[name]!;
    const isText = ['text', 'more', 'day', 'time'].includes(name) || !isJson(text);
    const value = isText ? JSON.stringify(text) : text;
    return `"${name}":${spaces ? ' ' : ''}${name === twist ? 'null' : value}`;
  });
  if (shuffle) members.reverse();
  return `{${members.join(spaces ? ', ' : ',')}}`;
}

interface Twist {
  readonly drop: string | undefined;
  readonly spaces: boolean;
  readonly shuffle: boolean;
  readonly twist: string | undefined;
}
const twist: fc.Arbitrary<Twist> = fc.record({
  drop: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, fc.constantFrom(...NAMES)),
  spaces: fc.boolean(),
  shuffle: fc.oneof({ weight: 10, arbitrary: fc.constant(false) }, fc.constant(true)),
  twist: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, fc.constantFrom(...NAMES)),
});
const options = fc.constantFrom<BuildFromOptions>(
  { key: 'id' },
  {},
  { key: 'text', skipMissingKey: true },
  { key: 'whole' },
);
const usual = { drop: undefined, spaces: false, shuffle: false, twist: undefined };
const rare = fc.constantFrom(
  '',
  '  ',
  '{',
  '[]',
  '{}',
  '{"id":1,"id":2}',
  '{"other":1}',
  '\ufeff{}',
  '{"id":"a"} x',
  '{"text":"\t"}',
);
const RUNS = { numRuns: 300 };

test('lines of JSON come to what reading and packing them gives', () => {
  const lines = fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.tuple(row, twist).map(([cells, how]) => jsonLine(cells, how)) },
      { weight: 1, arbitrary: rare },
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      lines,
      options,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.boolean(),
      (made, key, end, last, given) => {
        const sample = jsonLine(SAMPLE, usual) + end;
        const text = sample + made.join(end) + (last ? end : '');
        const asked = given ? { ...key, ignoreUnknown: true } : key;
        const one = prepared(text, 'ndjson', asked, sample, given && !('key' in key) ? schema() : undefined);
        expect(straight(one)).toEqual(general(one));
      },
    ),
    RUNS,
  );
});

test('cells of CSV come to what reading and packing them gives', () => {
  const written = (text: string, quoted: boolean) =>
    quoted || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = fc.array(fc.tuple(row, twist), { maxLength: 12 });
  fc.assert(
    fc.property(lines, options, fc.constantFrom('\n', '\r\n'), fc.boolean(), (made, key, end, given) => {
      const names = given ? NAMES.filter((name) => name !== 'id') : NAMES;
      const line = (cells: Record<string, string>, how: Twist) =>
        names.map((name) => (name === how.drop ? '' : written(cells[name]!, how.spaces))).join(',') + end;
      const head = names.join(',') + end;
      const sample = head + line(SAMPLE, usual);
      const text = sample + made.map(([cells, how]) => line(cells, how)).join('');
      const isGiven = given && !('key' in key);
      if (given && key.key === 'id') return;
      const one = prepared(text, 'csv', key, sample, isGiven ? schema() : undefined);
      expect(straight(one)).toEqual(general(one));
    }),
    RUNS,
  );
});
