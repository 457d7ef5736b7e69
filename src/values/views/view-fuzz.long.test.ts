/** Flipped bytes under views and dicts: only errors of this library, and never without end. */
import fc from 'fast-check';
import { SharedBuffersError, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const Views = struct({ l: t.listView, u: t.tupleView(t.any), s: t.setView, d: t.dictView, p: t.dict });
const nested = new Map<unknown, unknown>([
  ['a', [1, 'x', null]],
  [[1, 'y'], new Set(['z', 2])],
  [new Set([1, 2]), 2.5],
  [null, new Map([['k', 'v'.repeat(700)]])],
  [7, 'text'],
]);
const samples = [
  { l: ['a', 1, [2, 'b']], u: [1, 2, 3], s: new Set(['x', 1, [2]]), d: nested, p: nested },
  { l: [1.5, 2], u: ['q'], s: new Set([1, 100]), d: { a: 1, b: 2 }, p: {} },
  { l: [], u: [], s: new Set([1000, 2000]), d: new Map([[1, 'one']]), p: nested },
].map((value) => Views.pack(value));

type Use = (record: InstanceType<typeof Views>) => unknown;
const USES: readonly Use[] = [
  (r) => r.l.toArray(),
  (r) => [...r.u],
  (r) => r.l.compare(['a', 1]),
  (r) => r.l.includes('b') || r.l.at(-1),
  (r) => r.u.toTypedArray(),
  (r) => r.s.has('x') || r.s.has(1) || r.s.has([2]) || r.s.has(new Set([1])),
  (r) => r.s.union(new Set([5])).size,
  (r) => [r.d.get('a'), r.d.get([1, 'y']), r.d.get(new Set([1, 2])), r.d.get(null), r.d.get(7)],
  (r) => [[...r.d.keys()], [...r.d.values()]],
  (r) => r.d.toMap(),
  (r) => r.p,
  (r) => r.toObject(),
  (r) => JSON.stringify(r),
  (r) => r.equals(r.toObject()),
  (r) => Views.pack(r),
];

function use(bytes: Uint8Array): void {
  for (const each of USES) {
    try {
      each(Views.unpackFrom(bytes));
    } catch (error) {
      if (!(error instanceof SharedBuffersError)) throw error;
    }
  }
}

test('undamaged, all uses work', () => {
  for (const bytes of samples.slice(0, 1)) {
    const record = Views.unpackFrom(bytes);
    expect(record.d.get([1, 'y'])).toEqual(new Set(['z', 2]));
    for (const each of USES) each(record);
  }
});

test('every byte, set to extremes', () => {
  for (const bytes of samples) {
    for (let at = 0; at < bytes.length; at += 1) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const damaged = bytes.slice();
        damaged[at] = byte;
        use(damaged);
      }
    }
  }
}, 60_000);

test('several bytes at once, and cut short', () => {
  const change = fc.tuple(fc.nat(4096), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.nat(400),
      (bytes, changes, cut) => {
        const damaged = bytes.slice(0, Math.max(40, bytes.length - cut));
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
        use(damaged);
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);
