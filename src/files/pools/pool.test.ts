import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ArgumentError, ClosedError, PackError, Registry, SchemaError, struct, t } from 'sharedbuffers';
import { ObjectPool, type PoolFile } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Leaf = struct({ n: t.int32, text: t.string });
const Tree = struct({
  name: t.string,
  left: Leaf.nullable(),
  right: Leaf.nullable(),
  tags: t.list.optional(),
});
const Small = struct({ b: t.uint8, s: t.bytes }, { alignment: 1 });
const LONG = 'a text that is long enough for its sharing to be seen in sizes; '.repeat(4);
/** Smallest sections there are, always tried to the last byte. */
const tiny = () => new ObjectPool({ folder, sectionSize: 1, minFree: 0 });

type Item = { type: typeof Leaf | typeof Small; value: object };
const leaf = fc.record({
  n: fc.integer({ min: -100, max: 100 }),
  text: fc.string({ unit: 'binary', maxLength: 300 }),
});
const items: fc.Arbitrary<Item> = fc.oneof(
  leaf.map((value): Item => ({ type: Leaf, value })),
  fc
    .record({ b: fc.nat(255), s: fc.uint8Array({ maxLength: 500 }) })
    .map((value): Item => ({ type: Small, value })),
  fc.constant<Item>({ type: Leaf, value: { n: 7, text: LONG } }),
  fc.nat(2).map((n): Item => ({ type: Small, value: { b: n, s: pseudoRandom(9000 * n) } })),
);

/** Bytes that do not compress. */
function pseudoRandom(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  });
}

describe('a pool', () => {
  test('gives back what was packed, from all sections and from a dump', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(items, fc.boolean()), { maxLength: 60 }), async (packed) => {
        using pool = tiny();
        const positions = packed.map(([{ type, value }, apart]) =>
          apart
            ? pool.add(type as typeof Leaf, type.pack(value as never))
            : pool.pack(type as typeof Leaf, value as never),
        );
        for (const [at, [{ type, value }]] of packed.entries()) {
          expect(pool.unpack(type as typeof Leaf, positions[at]!).toObject()).toEqual(value);
        }
        const path = join(folder, 'dump');
        expect(await pool.dump(path)).toBe(pool.size);
        const bytes = readFileSync(path);
        expect(bytes.length).toBe(pool.size);
        const pieces: Uint8Array[] = [];
        await pool.dump({ write: (piece) => pieces.push(piece) });
        expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
        for (const [at, [{ type, value }]] of packed.entries()) {
          expect((type as typeof Leaf).unpackFrom(bytes, positions[at]!).toObject()).toEqual(value);
        }
      }),
      { numRuns: 60 },
    );
    expect(readdirSync(folder)).toEqual(['dump']);
  });

  test('builds a graph from proxies: what lies in the section is pointed to', () => {
    using pool = new ObjectPool({ folder, sectionSize: 2 ** 16 });
    const child = pool.unpack(Leaf, pool.pack(Leaf, { n: 1, text: LONG }));
    const before = pool.size;
    const tree = pool.unpack(Tree, pool.pack(Tree, { name: 'x', left: child, right: null }));
    const other = pool.unpack(Tree, pool.pack(Tree, { name: 'y', left: tree.left, right: child }));
    expect(pool.size - before).toBeLessThan(130);
    expect(other.toObject()).toEqual({ name: 'y', left: { n: 1, text: LONG }, right: { n: 1, text: LONG } });
    const { size } = pool;
    expect(pool.unpack(Tree, pool.pack(Tree, other)).equals(other)).toBe(true);
    expect(pool.size).toBe(size);
    expect(pool.sectionCount).toBe(1);
  });

  test('copies what lies in another section', () => {
    using pool = tiny();
    const child = pool.unpack(Leaf, pool.pack(Leaf, { n: 1, text: LONG }));
    pool.pack(Small, { b: 1, s: pseudoRandom(8000) });
    const tree = pool.unpack(Tree, pool.pack(Tree, { name: 'x', left: child, right: child }));
    expect(pool.sectionCount).toBeGreaterThan(1);
    expect(tree.toObject()).toEqual({ name: 'x', left: { n: 1, text: LONG }, right: { n: 1, text: LONG } });
  });

  test('is as a plain store of graphs whose parts are met again and again', () => {
    const refs = fc.array(fc.tuple(fc.option(fc.nat(50)), fc.option(fc.nat(50)), fc.boolean()), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(refs, (each) => {
        using pool = tiny();
        const leaves = Array.from({ length: 6 }, (_, n) => ({ n, text: LONG.slice(0, 100 + n) }));
        const list = ['shared', LONG];
        const wanted: object[] = [];
        const places: number[] = [];
        for (const [left, right, useProxy] of each) {
          const part = (at: number | null) => {
            if (at === null) return null;
            const known = useProxy && places.length > 0 ? places[at % places.length]! : -1;
            return known < 0 ? leaves[at % 6]! : (pool.unpack(Tree, known).left ?? leaves[at % 6]!);
          };
          const value = { name: 'tree', left: part(left), right: part(right), tags: list };
          const plain = (item: object | null) =>
            item instanceof Leaf ? (item as { toObject(): object }).toObject() : item;
          wanted.push({ ...value, left: plain(value.left), right: plain(value.right) });
          places.push(pool.pack(Tree, value));
        }
        for (const [at, place] of places.entries())
          expect(pool.unpack(Tree, place).toObject()).toEqual(wanted[at]);
      }),
      { numRuns: 60 },
    );
  });

  test('has what is preloaded in every section', () => {
    const common = { n: 5, text: LONG };
    using pool = tiny();
    pool.pack(Leaf, { n: 0, text: '' });
    pool.addPreload(Leaf, common);
    const places: number[] = [];
    for (let n = 0; n < 200; n += 1) {
      pool.clearSharing();
      places.push(pool.pack(Tree, { name: `tree ${n}`, left: common, right: null }));
    }
    for (const place of places) expect(pool.unpack(Tree, place).left?.toObject()).toEqual(common);
    // A tree takes 56 bytes with a pointer, over 200 more with a leaf of its own (its text is stored compressed or not).
    expect(pool.size).toBeLessThan(200 * 72 + pool.sectionCount * 512);
    expect(pool.sectionCount).toBeGreaterThan(2);
  });

  test('takes preloads larger than a section, and goes on', () => {
    using pool = tiny();
    const large = { b: 1, s: pseudoRandom(10_000) };
    pool.addPreload(Small, large);
    const places = [1, 2, 3].map((n) => pool.pack(Small, { b: n, s: pseudoRandom(3000) }));
    expect(places.map((place) => pool.unpack(Small, place).b)).toEqual([1, 2, 3]);
    expect(pool.unpack(Small, pool.pack(Small, large)).s).toEqual(large.s);
  });

  test('is the same after a record that fails', () => {
    using pool = tiny();
    const text = 'noted by the failed record';
    expect(() => pool.pack(Tree, { name: text, left: { n: 1e10, text }, right: null })).toThrow(PackError);
    const place = pool.pack(Leaf, { n: 1, text });
    expect(pool.unpack(Leaf, place).toObject()).toEqual({ n: 1, text });
  });

  test('refuses positions and bytes that are none', () => {
    using pool = tiny();
    expect(() => pool.unpack(Leaf, 0)).toThrow(ArgumentError);
    const place = pool.pack(Leaf, { n: 1, text: 'x' });
    for (const wrong of [-1, 0.5, Number.NaN, pool.size, 1e9]) {
      expect(() => pool.unpack(Leaf, place + wrong)).toThrow(ArgumentError);
    }
    expect(() => pool.add(Leaf, new Uint8Array(3))).toThrow(ArgumentError);
    for (const sectionSize of [0, -1, Number.NaN, 2 ** 31]) {
      expect(() => new ObjectPool({ sectionSize })).toThrow('sectionSize');
    }
  });

  test('that is closed reads no more, and its files serve the next', () => {
    const freeList: PoolFile[] = [];
    const options = { folder, sectionSize: 4096, minFree: 0, freeList };
    const first = new ObjectPool(options);
    const proxies = Array.from({ length: 30 }, (_, n) =>
      first.unpack(Leaf, first.pack(Leaf, { n, text: `${n}`.repeat(200) })),
    );
    const { sectionCount } = first;
    first.close();
    first.close();
    expect(freeList.length).toBe(sectionCount);
    expect(() => proxies[0]!.n).toThrow(ClosedError);
    expect(() => first.pack(Leaf, { n: 1, text: '' })).toThrow(ClosedError);
    expect(() => first.unpack(Leaf, 0)).toThrow(ClosedError);
    const second = new ObjectPool(options);
    const proxy = second.unpack(Leaf, second.pack(Leaf, { n: 2, text: 'two' }));
    expect([proxy.text, freeList.length]).toEqual(['two', sectionCount - 1]);
    expect(() => proxies[0]!.n).toThrow(ClosedError);
    second.close(true);
    expect(freeList.length).toBe(sectionCount - 1);
    for (const file of freeList) file.close();
  });

  test('leaves the folder as it was', () => {
    expect(readdirSync(folder)).toEqual(['dump']);
  });
});

describe('values of no struct', () => {
  const VALUES: readonly unknown[] = [
    'text',
    LONG,
    12,
    0.5,
    -(2 ** 40),
    2n ** 63n,
    [1, 'two', [3]],
    new Map<unknown, unknown>([['a', [1, 2]]]),
    new Set(['x', 'y']),
    Uint8Array.of(1, 2),
    Object.freeze([1, 'x']),
  ];

  test('are packed and read as they are', () => {
    using pool = tiny();
    const positions = VALUES.map((value) => pool.pack(t.any, value));
    expect(positions.map((position) => pool.unpack(t.any, position))).toEqual(VALUES);
    const list = pool.pack(t.list(t.string), ['a', 'b']);
    const read = pool.unpack(t.list(t.string), list);
    expectTypeOf(read).toEqualTypeOf<string[]>();
    expect(read).toEqual(['a', 'b']);
    expect(pool.unpack(t.string, pool.pack(t.string, LONG))).toBe(LONG);
    const view = pool.unpack(t.dictView, pool.pack(t.dictView, new Map([['k', 1]])));
    expect(view.get('k')).toBe(1);
  });

  test('are shared, and hold proxies by pointers', () => {
    const registry = new Registry();
    const Point = struct({ x: t.int32, label: t.string }, { registry });
    registry.register(Point, 0x80);
    using pool = new ObjectPool({ folder, registry });
    const value = [LONG, 'x'];
    const first = pool.pack(t.any, value);
    const before = pool.size;
    expect(pool.pack(t.any, value)).toBe(first);
    expect(pool.size).toBe(before);
    pool.pack(t.any, [value, value, LONG]);
    expect(pool.size - before).toBeLessThan(60);
    const point = pool.unpack(Point, pool.pack(Point, { x: 5, label: LONG }));
    const [read] = pool.unpack(t.any, pool.pack(t.any, [point])) as [InstanceType<typeof Point>];
    expect(read.toObject()).toEqual({ x: 5, label: LONG });
  });

  test('are preloaded into each section', () => {
    using pool = new ObjectPool({ folder, sectionSize: 1, minFree: 0 });
    const tags = [LONG];
    pool.addPreload(t.any, tags);
    for (let n = 0; n < 20; n += 1) {
      const read = pool.unpack(t.any, pool.pack(t.any, [tags, n, `${n}`.repeat(900)]));
      expect(read).toEqual([tags, n, `${n}`.repeat(900)]);
    }
  });

  test('are refused where they have no form', () => {
    using pool = tiny();
    expect(() => pool.pack(t.uint32, 5)).toThrow(SchemaError);
    expect(() => pool.pack(undefined as never, 5)).toThrow('give a struct, t.any');
    expect(() => pool.pack(t.any, () => 1)).toThrow(PackError);
    expect(() => pool.unpack(t.any, 0)).toThrow(ArgumentError);
    pool.pack(t.any, 'x');
    expect(() => pool.unpack(t.any, pool.size)).toThrow(ArgumentError);
  });
});
