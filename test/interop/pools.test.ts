/** Pools of values of any type: their dumps are read by Python. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { t } from 'sharedbuffers';
import { ObjectPool } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { registry } from '../golden/schemas.js';
import * as make from './encoding.js';
import { describeWithPython } from './peer.js';

describeWithPython('a pool', (python) => {
  test('of any values is dumped to what Python reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(make.sequences, { minLength: 1, maxLength: 6 }), async (list) => {
        using pool = new ObjectPool({ registry });
        const values = list.map((json) => make.viewed('mapped_list', make.packed('mapped_list', json)));
        const positions = values.map((value) => pool.pack(t.any, value));
        const path = python.path('pool.bin');
        await pool.dump(path);
        const data = readFileSync(path).toString('hex');
        for (const [index, offset] of positions.entries()) {
          const read = await python.ask<Json>('unpack', { type: 'mapped_object', data, offset });
          expect(make.readForm(read)).toEqual(make.readForm(list[index]!));
        }
      }),
      { seed: 6_601, numRuns: 25 },
    );
  });
});
