import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvRows } from './csv.js';
import { ndjsonRows } from './ndjson.js';
import { lineBlocks, type Position } from './rows.js';

const start = (): Position => ({ line: 0, bytes: 0 });

/** Bytes in pieces that end anywhere. */
function pieces(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  let from = 0;
  for (const length of lengths) {
    cut.push(bytes.subarray(from, from + length));
    from += length;
  }
  return [...cut, bytes.subarray(from)];
}

const lengths = fc.array(fc.nat(12), { maxLength: 40 });
const text = fc.string({ unit: 'grapheme', maxLength: 6 });

test('lines come whole, however the bytes arrive', () => {
  const content = fc
    .array(fc.oneof(text, fc.constant('\n')), { maxLength: 20 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(content, lengths, (all, cuts) => {
      const position = start();
      const bytes = new TextEncoder().encode(all);
      const blocks = [...lineBlocks(pieces(bytes, cuts), 'x', position)];
      expect(blocks.join('')).toBe(all);
      for (const block of blocks.slice(0, -1)) expect(block.endsWith('\n')).toBe(true);
      expect(position.bytes).toBe(bytes.length);
    }),
  );
});

describe('NDJSON', () => {
  test('rows have the lines they stand in', () => {
    const row = fc.dictionary(text, fc.oneof(fc.integer(), text, fc.constant(null)), {
      maxKeys: 3,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.array(fc.option(row)), lengths, fc.constantFrom('\n', '\r\n'), (rows, cuts, end) => {
        const all = rows.map((each) => (each === null ? ' ' : JSON.stringify(each))).join(end);
        const read = [...ndjsonRows(pieces(new TextEncoder().encode(all), cuts), 'x', start())];
        const expected = rows.flatMap((fields, index) =>
          fields === null ? [] : [{ line: index + 1, fields }],
        );
        expect(JSON.stringify(read)).toBe(
          JSON.stringify(expected.map(({ line, fields }) => ({ line, fields }))),
        );
      }),
    );
  });
});

describe('CSV', () => {
  const cell = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'é', '1'), { maxLength: 5 });
  test('any text in any cell comes back, however the bytes arrive', () => {
    const row = fc.tuple(cell, cell).map((cells) => cells.map((parts) => parts.join('')));
    fc.assert(
      fc.property(fc.array(row), lengths, fc.constantFrom('\n', '\r\n'), (rows, cuts, newline) => {
        const all = Papa.unparse([['x', 'y'], ...rows], { newline, quotes: true });
        const read = [...csvRows(pieces(new TextEncoder().encode(all), cuts), 'x', ',', start())];
        expect(read.map(({ fields }) => [fields.x ?? '', fields.y ?? ''])).toEqual(rows);
        let line = 2;
        for (const [index, cells] of rows.entries()) {
          expect(read[index]!.line).toBe(line);
          line += 1 + cells.join('').split('\n').length - 1;
        }
      }),
    );
  });
});
