/** One counter in a file that four processes of Node and the Python library change at the same time. */
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import { describeWithPython } from '../interop/peer.js';
import { ended, program, start } from './faults.js';

const PROCESSES = 4;
const PARTIES = PROCESSES + 1;
/** All start each round together, so that they run at the same time whoever is first. */
const ROUNDS = 10;
const EACH = 2000;
const SUM = PARTIES * ROUNDS * EACH;

const Counters = struct({ arrived: t.uint32, u32: t.uint32, i64: t.bigint64, f64: t.float64 });
const declaration = mapping({ key: t.string, value: Counters });

/** Adds 1 in rounds to the field of `ours` that is named, by an addition or by a compare and swap. */
const ADDING = `
const [, field, how] = process.argv.slice(2);
const Counters = struct({ arrived: t.uint32, u32: t.uint32, i64: t.bigint64, f64: t.float64 });
const record = openMapping(target, mapping({ key: t.string, value: Counters }), { writable: true }).get('ours');
const swap = () => {
  for (;;) {
    const held = record[field];
    if (atomicCompareExchange(record, field, held, typeof held === 'bigint' ? held + 1n : held + 1) === held) return;
  }
};
const change = how === 'swap' ? swap : () => atomicAdd(record, field, 1);
for (let round = 1; round <= ${ROUNDS}; round++) {
  atomicAdd(record, 'arrived', 1);
  while (record.arrived < ${PARTIES} * round);
  for (let count = 0; count < ${EACH}; count++) change();
}`;

describeWithPython('a counter that four processes and Python change at once', (python) => {
  test.each([
    ['u32', 'add'],
    ['u32', 'swap'],
    ['i64', 'add'],
    ['i64', 'swap'],
    // Python's addition to floats is not exact among its own processes either; its compare and swap is.
    ['f64', 'swap'],
  ])('has the exact sum: %s, by %s', async (field, how) => {
    const path = python.path(`${field}-${how}.sb`);
    const zeros = { arrived: 0, u32: 0, i64: 0n, f64: 0 };
    const rows = ['other', 'ours'].map((key) => [key, zeros] as const);
    // Of one record that stands for both keys, changing one would change the other.
    await buildMapping(path, declaration, rows, { dedupe: false });
    await python.ask('open_writable', { path, mapper: 'StringIdMapper' });
    const adding = program(python.path('.'), 'adding', ADDING);
    const processes = Array.from({ length: PROCESSES }, () => ended(start(adding, path, field, how)));
    const request = { path, key: 'ours', field, rounds: ROUNDS, each: EACH, parties: PARTIES };
    const theirs = python.ask(`${how}_in_rounds`, request);
    expect(await Promise.all(processes)).toEqual(Array(PROCESSES).fill({ code: 0, output: '' }));
    await theirs;
    await python.ask('close_writable', { path });
    using map = openMapping(path, declaration);
    const [ours, other] = [map.get('ours')!.toObject(), map.get('other')!.toObject()];
    expect({ ours, other }).toEqual({
      ours: { ...zeros, arrived: PARTIES * ROUNDS, [field]: field === 'i64' ? BigInt(SUM) : SUM },
      other: zeros,
    });
  });
});
