/** Data sets whose shards threads build side by side, against those that one thread builds: the same bytes. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileInto } from '../compile.js';

/** Builds in a process whose modules were compiled, as threads need them. */
const RUN = `
  import { buildDataset, verifyDataset } from './node.js';
  import { mapping, struct, t } from './index.js';
  const Inner = struct({ at: t.datetime, note: t.string.nullable() });
  const Row = struct({ name: t.string, n: t.int64, tags: t.set(t.string), inner: Inner.optional(), any: t.any });
  const rows = (key) => Array.from({ length: 6_000 }, (_, i) => [key(i), {
    name: 'name ' + (i % 99), n: i % 7, tags: new Set(['a' + (i % 3), 'b']), any: i % 2 ? [i] : 'x',
    ...(i % 5 && { inner: { at: new Date(1e12 + i), note: i % 3 ? null : 'n' + i } }),
  }]);
  const cases = {
    text: [{ key: t.string, indexes: ['name', 'n'] }, (i) => 'key ö ' + i, { ordered: true, columns: ['n'] }],
    bytes: [{ key: t.bytes }, (i) => new Uint8Array([i, i >> 8, 255]), { index: 'compact' }],
    bigints: [{ key: t.biguint64, multi: true }, (i) => BigInt(i % 3000) + 2n ** 63n, { indexes: [{ name: 'by', field: 'tags', ordered: true }] }],
    signed: [{ key: t.int32, signed: true, width: 32 }, (i) => i - 3_000, { checksums: false }],
    functions: [{ key: t.string }, String, { indexes: [{ name: 'f', keys: (row) => row.name }], filter: true }],
  };
  const told = {};
  for (const [name, [keys, key, options]] of Object.entries(cases)) {
    const hashes = [];
    for (const threads of [1, 2]) {
      const path = process.argv[2] + '/' + name + threads;
      const { parts } = await buildDataset(path, mapping({ ...keys, value: Row }), rows(key), { shards: 8, reproducible: true, ...options, threads });
      hashes.push(parts.map(({ sha256 }) => sha256).join());
      if (!(await verifyDataset(path)).ok) hashes.push('damaged');
    }
    told[name] = new Set(hashes).size;
  }
  const stop = new AbortController();
  const onProgress = ({ phase }) => { if (phase === 'shards') stop.abort(new Error('enough')); };
  told.aborted = await buildDataset(process.argv[2] + '/aborted', mapping({ key: t.string, value: Row }), rows(String), { shards: 8, threads: 2, onProgress, signal: stop.signal }).catch(({ message }) => message);
  told.workers = process.getActiveResourcesInfo().filter((each) => /worker|MessagePort/i.test(each)).length;
  console.log(JSON.stringify(told));`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shard-threads-'));
  await compileInto(folder, 'node.ts', 'index.ts', 'datasets/building/shard-worker.ts');
  writeFileSync(join(folder, 'run.js'), RUN);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('shards are the same whoever builds them, and nothing is left behind', () => {
  const work = mkdtempSync(join(folder, 'work-'));
  const told = JSON.parse(
    execFileSync(process.execPath, [join(folder, 'run.js'), work], { encoding: 'utf8' }),
  );
  expect(told).toEqual({
    text: 1,
    bytes: 1,
    bigints: 1,
    signed: 1,
    functions: 1,
    aborted: 'enough',
    workers: 0,
  });
  expect(existsSync(join(work, 'aborted'))).toBe(false);
});
