import fc from 'fast-check';
import { array, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { RecordArray } from '../../containers/record-array.js';
import { compileWhere } from './compile.js';

const Inner = struct({ x: t.float64.optional(), name: t.string });
const Row = struct({
  n: t.int32,
  big: t.int64,
  f: t.float64.optional(),
  s: t.string.optional(),
  b: t.bool.optional(),
  day: t.date.optional(),
  at: t.datetime.optional(),
  d: t.decimal.optional(),
  raw: t.bytes.optional(),
  tags: t.list(t.string).optional(),
  ids: t.set(t.int32).optional(),
  more: t.dict(t.string, t.int32).optional(),
  v: t.any.optional().nullable(),
  inner: Inner.optional(),
  'odd name': t.int32.optional(),
});

const rows = [
  {
    n: 1,
    big: 2 ** 40,
    f: 1.5,
    s: 'Rosario',
    b: true,
    day: new Date('2024-02-29'),
    at: new Date('2024-02-29T12:00:00Z'),
    d: '1.50',
    raw: new Uint8Array([1, 2]),
    tags: ['port', 'river'],
    ids: new Set([1, 70_000]),
    more: new Map([['color', 3]]),
    v: 'text',
    inner: { x: 2, name: 'in' },
    'odd name': 9,
  },
  { n: 2, big: 9_007_199_254_740_993n, f: Number.NaN, s: '', b: false, v: 7 },
  { n: 3, big: 9_007_199_254_740_992n, v: null },
];

/** Without a declaration, as the command line opens files. */
function opened(): RecordArray<object> {
  const bytes = array(Row).pack(rows as never);
  return array().fromBuffer(bytes) as unknown as RecordArray<object>;
}
const records = opened();

/** The `n` of the records that the condition takes. */
function taken(text: string): number[] {
  const where = compileWhere(text, { array: records, key: undefined });
  return [...records]
    .filter((record) => where(record, undefined))
    .map((record) => (record as { n: number }).n);
}

describe('takes the records that it says', () => {
  test.each<[string, number[]]>([
    ['n > 1', [2, 3]],
    ['1 < n', [2, 3]],
    ['n >= 2 && n != 3', [2]],
    ['n == 1 || n == 3', [1, 3]],
    ['!(n == 1)', [2, 3]],
    ['!b', [2, 3]],
    ['b', [1]],
    ['b == false', [2]],
    ['n == 1 || n == 2 && b', [1]],
    ['(n == 1 || n == 2) && !b', [2]],
    ['n in [1, 3, 5]', [1, 3]],
    ['!(n in [1, 3])', [2]],
    ['s in ["Rosario", null]', [1, 3]],
    ['n in []', []],
    ['n > 1.5e0 && n < 25e-1', [2]],
    ['n > -1', [1, 2, 3]],
    ['big == 9007199254740993', [2]],
    ['big > 9007199254740992', [2]],
    ['big == 9007199254740992', [3]],
    ['f == null', [3]],
    ['f != null', [1, 2]],
    ['f < 2', [1]],
    ['f >= 0 || f < 0', [1]],
    ['f != 1.5', [2, 3]],
    ['s == ""', [2]],
    ["s == 'Rosario'", [1]],
    ['s != "Rosario"', [2, 3]],
    ['s < "S"', [1, 2]],
    ['s.startsWith("Ros")', [1]],
    ['startsWith(s, "Ros")', [1]],
    ['s.endsWith("rio")', [1]],
    ['s.contains("ari")', [1]],
    ['!s.contains("ari")', [2, 3]],
    ['s.lower() == "rosario"', [1]],
    ['s.upper().startsWith("RO")', [1]],
    ['s.length() > 3', [1]],
    ['day == "2024-02-29"', [1]],
    ['day < "2024-03-01"', [1]],
    ['day > "2024-03-01"', []],
    ['at == "2024-02-29 12:00:00"', [1]],
    ['at > "2024-02-29"', [1]],
    ['at < "2024-02-29T14:00:00+02:00"', []],
    ['at <= "2024-02-29T14:00:00+02:00"', [1]],
    ['d == 1.5', [1]],
    ['d > 1.49999999999999999999', [1]],
    ['d < f', []],
    ['d == f', [1, 3]],
    ['raw == "AQI="', [1]],
    ['tags.contains("river")', [1]],
    ['tags.length() == 2', [1]],
    ['ids.contains(70000)', [1]],
    ['more.contains("color")', [1]],
    ['more.color == 3', [1]],
    ['more.colour == null', [1, 2, 3]],
    ['v == 7', [2]],
    ['v == "text"', [1]],
    ['v > 5', [2]],
    ['v == null', [3]],
    ['inner.x == 2', [1]],
    ['inner.name == "in"', [1]],
    ['inner.x == null', [2, 3]],
    ['inner == null', [2, 3]],
    ['`odd name` == 9', [1]],
    ['f == inner.x', [3]],
    ['f != inner.x', [1, 2]],
    ['f <= inner.x', [1]],
    ['f < inner.x', [1]],
    ['n<2&&b', [1]],
    ['s == "a\\"b" || s == "Rosario"', [1]],
  ])('%s', (text, expected) => {
    expect(taken(text)).toEqual(expected);
  });
});

describe('says what is wrong, and where', () => {
  test.each<[string, RegExp]>([
    ['popluation > 1', /column 1: there is no field popluation: there are n, big, f, s/],
    ['taggs == null', /column 1: there is no field taggs: is it tags\?/],
    ['n > 1 && inner.nam == "x"', /column 10: there is no field nam: is it name\? in inner/],
    ['s > 5', /column 3: text and the number 5 do not compare: write "5" for text/],
    ['n == "5"', /column 3: a number and the text "5" do not compare: numbers have no quotes/],
    ['n in [1, "2"]', /column 3: a number and the text "2" do not compare/],
    ['b == 1', /true or false and the number 1 do not compare/],
    ['b > true', /no order/],
    ['n > null', /null has no order/],
    ['day > "tomorrow"', /column 7: "tomorrow" is no date: write "2026-01-31"/],
    ['day == "2023-02-29"', /is no date/],
    ['at == "noon"', /is no time/],
    ['day == at', /a date and a time do not compare/],
    ['n = 1', /column 3: equality is ==/],
    ['n === 1', /equality is ==/],
    ['n <> 1', /inequality is !=/],
    ['n == 1 and b', /column 8: and is &&/],
    ['n == 1 & b', /and is &&/],
    ['s like "x"', /contains/],
    ['n', /column 1: this is a number, not a condition/],
    ['s && b', /column 1: this is text, not a condition/],
    ['n ==', /column 5: the expression ends where/],
    ['(n == 1', /column 8: the expression ends where \) should be/],
    ['n == 1)', /there is \) where/],
    ['s == "x', /column 6: the " that opens here is not closed/],
    ['n == 1; process.exit()', /column 7: ";" has no meaning here/],
    ['n.constructor == 1', /n is a number, which has no fields/],
    ['__proto__ == 1', /there is no field __proto__/],
    ['toString == 1', /there is no field toString/],
    ['inner.constructor == 1', /there is no field constructor/],
    ['s.trim() == ""', /column 3: there is no function trim: there are startsWith/],
    ['s.constructor("x")', /there is no function constructor/],
    ['s.startsWith()', /startsWith takes 2 values: name.startsWith\("San"\)/],
    ['n.startsWith("1")', /startsWith takes text here, and this is a number/],
    ['s.contains(1)', /text has nothing but text in it/],
    ['1 < n < 3', /comparisons are joined by &&/],
    ['n == 1e999', /beyond the numbers/],
    ['', /column 1: the expression ends where/],
    ['n in 1', /\[ should be/],
    ['n in [m]', /a number, a text, true, false or null should be/],
    [`${'('.repeat(5000)}n == 1`, /nest deeper than 100/],
    [`${'!'.repeat(5000)}b`, /nest deeper than 100/],
    [`s${'.lower()'.repeat(5000)} == ""`, /nest deeper than 100/],
    [`n == 1${' '.repeat(70_000)}`, /more than 65536 characters/],
  ])('%s', (text, message) => {
    expect(() => taken(text)).toThrow(message);
  });
});

test('keys are compared too', () => {
  const by = (text: string) => compileWhere(text, { array: records, key: 'string' });
  expect(by('$key.startsWith("AR-")')({}, 'AR-ROS')).toBe(true);
  expect(by('$key == "x"')({}, 'AR-ROS')).toBe(false);
  const number = compileWhere('$key > 18446744073709551614', { array: undefined, key: 'uint64' });
  expect(number({}, 18446744073709551615n)).toBe(true);
  expect(number({}, 18446744073709551614n)).toBe(false);
  const value = compileWhere('$value == 3', { array: undefined, key: 'uint64' });
  expect(value({ $value: 3 }, 1)).toBe(true);
});

test('long lists of alternatives take no depth', () => {
  const text = Array.from({ length: 3000 }, (_, n) => `n == ${n + 2}`).join(' || ');
  expect(taken(text)).toEqual([2, 3]);
});

test('compares numbers as they are, whatever they are', () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  const Pair = struct({ a: t.int64, b: t.float64 });
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), numbers, (a, literal) => {
      const one = array().fromBuffer(
        array(Pair).pack([{ a, b: 0 }] as never),
      ) as unknown as RecordArray<object>;
      const where = (sign: string) =>
        compileWhere(`a ${sign} ${String(literal)}`, { array: one, key: undefined })([...one][0]!, undefined);
      expect(where('<')).toBe(a < literal);
      expect(where('>')).toBe(a > literal);
      expect(where('>=')).toBe(a >= literal);
      expect(where('==')).toBe(!(a < literal) && !(a > literal));
    }),
  );
});

test('no text ends in anything but a condition or a usage error', () => {
  const words = fc.constantFrom(
    'n',
    's',
    'b',
    'inner',
    '.',
    '(',
    ')',
    '[',
    ']',
    '==',
    '<',
    '&&',
    '||',
    '!',
    'in',
    '"x"',
    '1',
    'null',
    'contains',
    ',',
    '$key',
    "'",
    '`',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 12 }).map((all) => all.join(' ')),
      ),
      (text) => {
        try {
          taken(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'SB_ARGUMENT', message: expect.stringMatching(/^--where/) });
        }
      },
    ),
    { numRuns: 2000 },
  );
});
