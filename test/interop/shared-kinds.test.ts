/** One object in fields of several kinds of container is packed once, as by Python (docs/format.md 9). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { array } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { describeWithPython } from './peer.js';
import { structOf } from './records.js';

/** Types whose bytes are the same for one value, and a value, as Python is told it and as it is here. */
const FAMILIES: readonly (readonly [types: readonly string[], value: Json, ours: unknown])[] = [
  [['mapped_list', 'proxied_list'], ['x'], ['x']],
  [
    ['mapped_list', 'proxied_list'],
    [1, 'x', ['y', null]],
    [1, 'x', ['y', null]],
  ],
  [['mapped_tuple', 'proxied_tuple'], { $tuple: ['x', 2] }, Object.freeze(['x', 2])],
  [['mapped_frozenset', 'proxied_frozenset'], { $set: ['x', 'y'] }, new Set(['x', 'y'])],
  [['mapped_dict', 'proxied_dict'], { $dict: [['x', 1]] }, new Map([['x', 1]])],
];

describeWithPython('one object in several fields', (python) => {
  test.each(FAMILIES)('of %j', async (types, value, ours) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...types, 'mapped_object'), { minLength: 2, maxLength: 5 }),
        async (chosen) => {
          const declared = chosen.map((type, index): [string, string] => [`f${index}`, type]);
          const attrs = Object.fromEntries(
            declared.map(([name], index) => [name, index === 0 ? { $shared: 1, value } : { $shared: 1 }]),
          );
          const schema = { declared };
          const path = python.path('shared.sb');
          await python.ask('write_array', { path, schema, rows: [{ $obj: 'row', attrs }] });
          const row = Object.fromEntries(declared.map(([name]) => [name, ours]));
          const bytes = array(structOf(schema) as never).pack([row as never], { describeStructs: false });
          expect(Buffer.from(bytes).toString('hex')).toBe(readFileSync(path).toString('hex'));
        },
      ),
      { seed: 10_050, numRuns: 12 },
    );
  });
});
