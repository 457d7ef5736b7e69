import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lengths, pieces } from '../../../test/tables/pieces.js';
import { ndjsonRows } from './ndjson.js';
import { lineBlocks, type Position } from './rows.js';

const start = (): Position => ({ line: 0, bytes: 0 });

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
