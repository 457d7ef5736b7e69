/** Structs (docs/format.md 9) of every shape: missing, None, nested, of every alignment and width of bitmap. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { encoded, normal, packed, sharesAlike } from './encoding.js';
import { describeWithPython } from './peer.js';
import { expectedOf, inputOf, samples, structOf, theirsOf } from './records.js';

const RUNS = 200;

describeWithPython('structs', (python) => {
  test('are exchanged, with the same bytes', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(samples(1), async (sample) => {
        const { schema, rows } = sample;
        const row = rows[0]!;
        const type = structOf(schema);
        const ours = type.pack(inputOf(sample, row) as never);
        const theirs = await python.ask<string>('pack', { type: schema, value: row });
        expect(encoded(type.unpackFrom(Uint8Array.from(Buffer.from(theirs, 'hex'))))).toEqual(
          expectedOf(sample, row),
        );
        const data = Buffer.from(ours).toString('hex');
        const read = await python.ask<Json>('unpack', { type: schema, data });
        expect(normal(read)).toEqual(theirsOf(sample, row));
        if (!sharesAlike(row)) return;
        expect(data).toBe(theirs);
        compared += 1;
      }),
      { seed: 9_001, numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });

  test.each([
    ['without variable values', { x: 1, y: 2 }],
    ['with a value stored before', { x: 1, label: 'north' }],
    ['with a value of its own', { x: 1, label: 'south' }],
    ['without values', {}],
  ])('end aligned in the buffer, wherever they start: %s', async (_, attrs) => {
    const json = ['north', { $obj: 'Point', attrs }, 'end'];
    const theirs = await python.ask('pack', { type: 'mapped_list', value: json });
    expect(packed('mapped_list', json)).toBe(theirs);
  });
});
