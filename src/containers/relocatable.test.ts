/** Chunks, and sharing across records: what is read is the same as from records packed one by one. */
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import {
  ArgumentError,
  array,
  mapping,
  PackError,
  type PackedChunk,
  Sharing,
  struct,
  t,
} from 'sharedbuffers';
import { buildArrayFromChunks, buildMappingFromChunks, openArray, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileInto } from '../../test/compile.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chunks-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Inner = struct({ x: t.int16, label: t.string });
const fields = {
  id: t.uint32,
  name: t.string,
  tags: t.list.optional(),
  inner: Inner.nullable(),
  extra: t.any.optional(),
};
const Row = struct(fields);

type Plain = { id: number; name: string; tags?: unknown[]; inner: object | null; extra?: unknown };
const INNERS = [
  { x: 1, label: 'one and only one label, long enough to matter' },
  { x: -2, label: 'two' },
];
const LISTS = [
  ['a', 1, 'b'],
  [['deep', 'deeper'], 'a long text that many records have in common'],
];
const rowOf: fc.Arbitrary<Plain> = fc.record(
  {
    id: fc.nat(9),
    name: fc.constantFrom('short', 'a name that is rather long and met in many of the records'),
    tags: fc.constantFrom(...LISTS),
    inner: fc.constantFrom(null, ...INNERS),
    extra: fc.constantFrom<unknown>(
      'a name that is rather long and met in many of the records',
      1.5,
      LISTS[0],
    ),
  },
  { requiredKeys: ['id', 'name', 'inner'] },
);
const rowsOf = fc.array(rowOf, { maxLength: 30 });
const alignments = fc.constantFrom(1, 2, 3, 4, 5, 8, 12, 16, 24, 32);
const plain = (rows: Iterable<object>) =>
  Array.from(rows, (each) => (each as { toObject(): object }).toObject());

/** Rows that are met again are the same objects, as sharing by identity wants them. */
const repeated = (rows: Plain[]): Plain[] => [...rows, ...rows];

describe('sharing across records', () => {
  test('reads the same, however little is remembered, and takes fewer bytes', () => {
    fc.assert(
      fc.property(rowsOf, alignments, fc.constantFrom(8, 20, undefined), (rows, alignment, maxEntries) => {
        const Aligned = array(struct(fields, { alignment }));
        const all = repeated(rows) as never[];
        const alone = Aligned.pack(all);
        const shared = Aligned.pack(all, { sharing: new Sharing({ maxEntries }) });
        expect(plain(Aligned.fromBuffer(shared))).toEqual(plain(Aligned.fromBuffer(alone)));
        if (rows.length > 0 && maxEntries === undefined) expect(shared.length).toBeLessThan(alone.length);
      }),
      { numRuns: 150 },
    );
  });

  test('a second build with the same map starts anew', () => {
    const sharing = new Sharing();
    const rows = [{ id: 1, name: 'a name of some length', inner: INNERS[0]! }];
    expect(array(Row).pack(rows, { sharing })).toEqual(array(Row).pack(rows, { sharing }));
  });

  test('leads back over the borders of windows', () => {
    const far = 2.5 * 2 ** 30;
    const inner = { x: 3, label: 'met again far away' };
    const sharing = new Sharing();
    const first = Row.pack({ id: 1, name: 'first', inner }, { sharing, implicitOffset: 56 });
    const second = Row.pack({ id: 2, name: 'first', inner }, { sharing, implicitOffset: far });
    expect(second.length).toBe(8 + 8 * 3);
    const empty = array(Row).pack([]);
    const index = new BigUint64Array([56n, BigInt(far)]);
    const schema = empty.subarray(56);
    const end = far + second.length;
    const header = new BigUint64Array(
      [end + 16 + schema.length, end, 2, 2, 2, end + 16, schema.length].map(BigInt),
    );
    const path = join(folder, 'far.sb');
    const fd = openSync(path, 'w');
    const parts: [NodeJS.ArrayBufferView, number][] = [
      [header, 0],
      [first, 56],
      [second, far],
      [index, end],
      [schema, end + 16],
    ];
    for (const [part, at] of parts) writeSync(fd, part, 0, part.byteLength, at);
    closeSync(fd);
    using rows = openArray(path, Row);
    expect(plain(rows)).toEqual([
      { id: 1, name: 'first', inner },
      { id: 2, name: 'first', inner },
    ]);
  });

  test('after a record that fails, nothing of it is pointed to', () => {
    const sharing = new Sharing();
    const bad = [{ id: 1, name: 'text of the failed one', inner: { x: 1e9, label: '' } }];
    expect(() => array(Row).pack(bad, { sharing })).toThrow(PackError);
    expect(sharing.size).toBe(0);
  });
});

describe('chunks', () => {
  test('joined in any way, read as the rows', () => {
    fc.assert(
      fc.property(fc.array(rowsOf, { maxLength: 5 }), alignments, fc.boolean(), (parts, alignment, share) => {
        const Aligned = array(struct(fields, { alignment }));
        const chunks = parts.map((rows) => Aligned.packChunk(repeated(rows) as never[], { share }));
        const bytes = Aligned.joinChunks(structuredClone(chunks));
        const rows = parts.flatMap(repeated);
        expect(plain(Aligned.fromBuffer(bytes))).toEqual(
          plain(Aligned.fromBuffer(Aligned.pack(rows as never[]))),
        );
        if (!share) expect(bytes).toEqual(Aligned.pack(rows as never[]));
      }),
      { numRuns: 100 },
    );
  });

  test.each(['string', 'uint32', 'any'] as const)('of mappings with %s keys', async (key) => {
    const Rows = mapping({ key: t[key] as typeof t.string, value: Row });
    const keyOf = (n: number) => (key === 'string' ? `k${n}` : n) as string;
    const rows = Array.from({ length: 300 }, (_, n): [string, Plain] => [
      keyOf(n),
      { id: n % 7, name: `name ${n % 7}`, inner: INNERS[n % 2]! },
    ]);
    const chunks = [rows.slice(0, 100), [], rows.slice(100)].map((part) => Rows.packChunk(part as never));
    const path = join(folder, `${key}.sb`);
    await buildMappingFromChunks(path, Rows, chunks, { reproducible: true });
    expect(new Uint8Array(readFileSync(path))).toEqual(Rows.joinChunks(chunks, { reproducible: true }));
    using map = openMapping(path, Rows);
    expect([map.size, map.array.length]).toEqual([300, 300]);
    for (const [each, row] of rows) expect(map.get(each)?.toObject()).toEqual(row);
  });

  test('packed in worker threads make a file', async () => {
    const modules = join(folder, 'modules');
    mkdirSync(modules);
    await compileInto(modules, 'index.ts');
    const script = join(modules, 'packer.js');
    writeFileSync(
      script,
      `import { parentPort } from 'node:worker_threads';
      import { array, struct, t } from './index.js';
      const Row = struct({ id: t.uint32, name: t.string });
      const name = 'the same name everywhere';
      for (const first of [0, 100]) {
        const rows = Array.from({ length: 100 }, (_, n) => ({ id: first + n, name }));
        const chunk = array(Row).packChunk(rows);
        parentPort.postMessage(chunk, [chunk.bytes.buffer, chunk.offsets.buffer]);
      }`,
    );
    const Small = struct({ id: t.uint32, name: t.string });
    const chunks: PackedChunk[] = [];
    await new Promise<void>((resolve, reject) => {
      const worker = new Worker(script);
      worker.on('message', (chunk: PackedChunk) => chunks.push(chunk));
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
    const path = join(folder, 'worker.sb');
    await buildArrayFromChunks(path, Small, chunks);
    using read = openArray(path, Small);
    expect(Array.from(read, ({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, id) => id));
    expect(new Set(Array.from(read, ({ name }) => name))).toEqual(new Set(['the same name everywhere']));
  });

  test('of another schema, or damaged, are refused', () => {
    const Other = array(struct({ id: t.uint32 }));
    const chunk = Other.packChunk([{ id: 1 }, { id: 2 }]);
    expect(() => array(Row).joinChunks([chunk])).toThrow('another schema');
    for (const offsets of [[-8], [1], [64], [Number.NaN]]) {
      const damaged = { ...chunk, offsets: Float64Array.from(offsets) };
      expect(() => Other.joinChunks([damaged])).toThrow(ArgumentError);
    }
    expect(() => Other.joinChunks([{ ...chunk, bytes: chunk.bytes.subarray(1) }])).toThrow('damaged');
    const Rows = mapping({ key: t.string, value: Row });
    expect(() => Rows.joinChunks([{ ...Rows.packChunk([]), keys: ['a'] }])).toThrow('1 keys for 0 records');
  });

  test('name the row that does not fit', () => {
    const rows = [
      { id: 1, name: 'a', inner: null },
      { id: -1, name: 'a', inner: null },
    ];
    expect(() => array(Row).packChunk(rows)).toThrow('[1].id');
  });
});
