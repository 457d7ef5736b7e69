/** What columns are refused when a build starts, and what numbers when it runs. */
import { ArgumentError, mapping, PackError, Sharing, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({
  h: t.float64,
  a: t.uint8,
  j: t.uint64,
  text: t.string.optional(),
  maybe: t.float64.optional(),
  yes: t.bool,
});
const Rows = mapping({ key: t.string, value: Row });
const few = [0, 1, 2].map((id) => ({ h: id, a: id, j: id, yes: true }));
const entries = few.map((row, id) => [`${id}`, row] as const);

describe('what can be no column', () => {
  const pack =
    (columns: unknown, options: object = {}) =>
    () =>
      Rows.pack(entries, { columns: columns as string[], ...options });

  test.each(['nobody', 'text', 'maybe', 'yes', 'toString'])(
    '%s is refused, and what can is named',
    (name) => {
      expect(pack(['h', name])).toThrow(ArgumentError);
      expect(pack(['h', name])).toThrow('here h, a, j');
      const Texts = mapping({ key: t.string, value: struct({ text: t.string }) });
      expect(() => Texts.pack([], { columns: [name] })).toThrow('here none');
    },
  );

  test('a name given twice is refused, and anything but a list of names', () => {
    expect(pack(['h', 'a', 'h'])).toThrow('"h" cannot be a column twice');
    for (const columns of ['h', 7, null, [7], [['h']], { 0: 'h', length: 1 }])
      expect(pack(columns)).toThrow(ArgumentError);
  });

  test('nor go columns with what stands against them', () => {
    expect(pack(['h'], { sections: false })).toThrow(ArgumentError);
    expect(pack(['h'], { sharing: new Sharing() })).toThrow(ArgumentError);
    expect(pack([], { sections: false, sharing: new Sharing() })).not.toThrow();
  });

  test('an integer that no float64 holds is refused, with its record and field', () => {
    const big = [entries[0]!, ['big', { ...few[1]!, j: 2n ** 53n }] as const];
    const packed = () => Rows.pack(big, { columns: ['j'] });
    expect(packed).toThrow(PackError);
    expect(packed).toThrow(/^\[1\]\.j: .*2\^53 - 1/);
  });
});
