/** Single records changed in place, by Python and by us: the same bytes. */
import { atomicAdd, atomicCompareExchange, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { describeWithPython, type SchemaSpec } from './peer.js';

const Counter = struct({ name: t.string, hits: t.uint32, total: t.int64, mean: t.float64, level: t.int8 });
const SPEC: SchemaSpec = {
  declared: [
    ['name', 'mapped_unicode'],
    ['hits', 'uint32'],
    ['total', 'int64'],
    ['mean', 'float64'],
    ['level', 'byte'],
  ],
};

describeWithPython('records in a buffer', (python) => {
  test('are assigned and changed atomically alike', async () => {
    const bytes = Counter.pack({ name: 'door', hits: 1, total: -2, mean: 0.5, level: -3 });
    const data = Buffer.from(bytes).toString('hex');
    const theirs = await python.ask<string>('change_record', {
      schema: SPEC,
      data,
      changes: [
        ['level', 'set', 7],
        ['hits', 'add', 41],
        ['total', 'cas', -2, 2 ** 40],
        ['total', 'cas', 5, 6],
        ['mean', 'add', { $f: 1.25 }],
      ],
    });
    const record = Counter.unpackFrom(bytes, 0, { writable: true });
    record.level = 7;
    atomicAdd(record, 'hits', 41);
    atomicCompareExchange(record, 'total', -2, 2 ** 40);
    atomicCompareExchange(record, 'total', 5, 6);
    atomicAdd(record, 'mean', 1.25);
    expect(Buffer.from(bytes).toString('hex')).toBe(theirs);
  });
});
