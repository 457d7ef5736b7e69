/** Verifying bytes: intact files of every kind are whole, and no flipped bit of small ones stays unseen. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, array, idMapper, mapping, Sharing, struct, t, verifyBuffer } from 'sharedbuffers';
import { buildBundle, buildMapping, openMapping, verify } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const GOLDEN = new URL('../../test/fixtures/golden/', import.meta.url);
const Row = struct({ id: t.uint32, name: t.string, tags: t.list.optional() });
const rows = [0, 1, 2].map((id) => ({ id, name: `name ${id}`, tags: ['a', id] }));
const entries = <K>(keyOf: (id: number) => K) =>
  rows.map((row): [K, (typeof rows)[0]] => [keyOf(row.id), row]);
const SEALED = { checksums: true, reproducible: true };

/** One small file of every kind. */
const FILES: Readonly<Record<string, () => Uint8Array>> = {
  array: () => array(Row).pack(rows, SEALED),
  'text keys': () =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      SEALED,
    ),
  'text keys, 32 bits, compact': () =>
    mapping({ key: t.string, value: Row, width: 32 }).pack(
      entries((id) => `k${id}`),
      {
        ...SEALED,
        index: 'compact',
      },
    ),
  'dense integers, columns': () =>
    mapping({ key: t.uint64, value: Row }).pack(
      entries((id) => id),
      { ...SEALED, columns: ['id'] },
    ),
  'sparse integers': () =>
    mapping({ key: t.uint64, value: Row }).pack(
      entries((id) => id * 2 ** 40),
      SEALED,
    ),
  'keys of any kind': () =>
    mapping({ key: t.any, value: Row }).pack(
      entries((id) => [id, 'x']),
      SEALED,
    ),
  'no sections': () =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      { ...SEALED, sections: false },
    ),
  'id mapper': () =>
    idMapper({ key: t.string }).pack(
      [
        ['a', 1],
        ['b', 2],
      ],
      SEALED,
    ),
  'id mapper of integers': () =>
    idMapper({ key: t.uint32, width: 32 }).pack(
      [
        [1, 1],
        [7, 2],
      ],
      SEALED,
    ),
  'approximate id mapper': () =>
    idMapper({ key: t.string, approximate: true }).pack(
      [
        ['a', 1],
        ['b', 2],
      ],
      SEALED,
    ),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an intact file is whole', () => {
  test.each(Object.keys(FILES))('%s', (name) => {
    const bytes = FILES[name]!();
    expect(verifyBuffer(bytes)).toMatchObject({
      ok: true,
      findings: [],
      checksums: 'ok',
      bytes: bytes.length,
    });
  });

  test.each(['array', 'mapping', 'idmapper'])('by Python: %s', (kind) => {
    const names = readdirSync(new URL(`${kind}/`, GOLDEN))
      .filter((name) => name.endsWith('.bin'))
      // Parts of a file; and two whose structs have a code that is registered nowhere here.
      .filter((name) => !name.includes('offset40') && !/array_(objects|nested)/.test(name));
    expect(names.length).toBeGreaterThan(5);
    const found = names.flatMap((name) => {
      const { findings } = verifyBuffer(readFileSync(new URL(`${kind}/${name}`, GOLDEN)));
      return findings.slice(0, 1).map((each) => ({ name, ...each }));
    });
    expect(found).toEqual([]);
  });
});

describe('every flipped bit is found', () => {
  test.each(Object.keys(FILES))('%s', (name) => {
    const bytes = FILES[name]!();
    const unseen: number[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = at % 3; bit < 8; bit += 3) {
        bytes[at]! ^= 1 << bit;
        if (verifyBuffer(bytes).ok) unseen.push(at * 8 + bit);
        bytes[at]! ^= 1 << bit;
      }
    }
    expect(unseen).toEqual([]);
  });
});

describe('verifying a file', () => {
  const Rows = mapping({ key: t.string, value: Row });

  test('tells what a bundle holds, and finds what is wrong in an entry', async () => {
    const path = join(folder, 'bundle.zip');
    await buildBundle(path, [
      ['rows', Rows.pack(entries((id) => `k${id}`))],
      ['read me', new TextEncoder().encode('no file of this library')],
    ]);
    expect(await verify(path)).toMatchObject({ ok: true, kind: 'bundle', entries: 3, records: 3 });
    const bytes = readFileSync(path);
    const unseen: number[] = [];
    const central = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    for (let at = 64; at < central - 64; at += 7) {
      bytes[at]! ^= 4;
      const { ok, findings } = verifyBuffer(bytes);
      if (ok || findings.length === 0) unseen.push(at);
      bytes[at]! ^= 4;
    }
    expect(unseen).toEqual([]);
    const at = bytes.indexOf('name 1', 0, 'latin1');
    bytes[at]! ^= 1;
    const { findings, ok } = verifyBuffer(bytes);
    expect(ok).toBe(false);
    expect(findings.map(({ code, path: where }) => [code, where])).toContainEqual(['checksum', 'rows']);
  });

  test('says that it was opened to be changed, which is no damage', async () => {
    const path = join(folder, 'changed.sb');
    await buildMapping(
      path,
      Rows,
      entries((id) => `k${id}`),
      { columns: ['id'] },
    );
    const { buildId, builtAt } = await verify(path);
    expect([buildId?.length, builtAt instanceof Date]).toEqual([32, true]);
    {
      using map = openMapping(path, Rows, { writable: true });
      map.get('k1')!.id = 99;
    }
    expect(await verify(path)).toMatchObject({ ok: true, checksums: 'changed', buildId, findings: [] });
  });

  test('tells how far it is, and ends when it is aborted', async () => {
    const path = join(folder, 'large.sb');
    const many = Array.from({ length: 20_000 }, (_, id): [string, (typeof rows)[0]] => [
      `k${id}`,
      { id, name: `name ${id}`, tags: [] },
    ]);
    await buildMapping(path, Rows, many);
    const reports: number[] = [];
    const result = await verify(path, { onProgress: ({ bytes }) => reports.push(bytes) });
    expect([result.ok, result.entries, result.records]).toEqual([true, 20_000, 20_000]);
    expect(reports.at(-1)).toBe(result.bytes);
    const reason = new Error('enough');
    await expect(verify(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const aborted = verify(path, { signal: controller.signal });
    setImmediate(() => controller.abort(reason));
    await expect(aborted).rejects.toBe(reason);
  });

  test('lists a thousand findings, and counts the others', () => {
    const many = Array.from({ length: 3000 }, (_, id) => ({ id, name: 'x', tags: [] }));
    const bytes = array(Row).pack(many);
    const view = new DataView(bytes.buffer);
    const index = Number(view.getBigUint64(8, true));
    for (let item = 1; item < 3000; item += 1) view.setUint32(index + item * 8, 8, true);
    const { ok, findings, leftOff } = verifyBuffer(bytes);
    expect([ok, findings.length, leftOff]).toEqual([false, 1000, 1999]);
    expect(findings[0]).toMatchObject({ code: 'record-place', path: '[1]' });
  });

  test('takes any bytes, and refuses what is none', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(7), new Uint8Array(500).fill(255)]) {
      expect(verifyBuffer(bytes)).toMatchObject({ ok: false, kind: undefined });
    }
    expect(() => verifyBuffer('text' as never)).toThrow(ArgumentError);
  });

  test('does not take time for shared pointers that multiply', () => {
    const shared = { id: 1, name: 'x'.repeat(5000), tags: Array.from({ length: 500 }, (_, n) => `tag ${n}`) };
    const bytes = array(Row).pack(
      Array.from({ length: 2000 }, () => ({ ...shared, tags: shared.tags })),
      { sharing: new Sharing(), ...SEALED },
    );
    expect(verifyBuffer(bytes).ok).toBe(true);
  });
});
