/** Verifying bytes: intact files of every kind are whole, and no flipped bit of small ones stays unseen. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, array, mapping, Sharing, struct, t, verifyBuffer } from 'sharedbuffers';
import { buildBundle, buildMapping, openMapping, verify } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entries, FILES, Row, type rows, SEALED } from '../../test/verify-samples.js';

const GOLDEN = new URL('../../test/fixtures/golden/', import.meta.url);
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

  test('with columns of integers of 64 bits, read as numbers or as bigints', () => {
    for (const type of [t.int64, t.uint64, t.biguint64, t.bigint64] as const) {
      const Numbers = mapping({ key: t.string, value: struct({ n: type as typeof t.int64 }) });
      const n = (type === t.int64 || type === t.uint64 ? 2 ** 53 - 1 : 2n ** 60n) as number;
      const bytes = Numbers.pack([['a', { n }]], { columns: ['n'] });
      expect(verifyBuffer(bytes).findings).toEqual([]);
      if (typeof n === 'bigint') continue;
      const column = Buffer.from(bytes.buffer).indexOf(Buffer.from(new Float64Array([n]).buffer));
      for (const other of [1.5, Number.NaN, 7]) {
        new DataView(bytes.buffer).setFloat64(column, other, true);
        expect(verifyBuffer(bytes).findings.map(({ code }) => code)).toContain('column');
      }
    }
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

// All bits of each byte: test/faults/flipped-bits.test.ts.
describe('a flipped bit of each byte is found', () => {
  test.each(Object.keys(FILES))('%s', (name) => {
    const bytes = FILES[name]!();
    const unseen: number[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const bit = at % 8;
      bytes[at]! ^= 1 << bit;
      if (verifyBuffer(bytes).ok) unseen.push(at * 8 + bit);
      bytes[at]! ^= 1 << bit;
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
    // Which extra field it is that pads: with another number it is a field that nobody knows.
    const kind = bytes.lastIndexOf('\x35\xd9', central, 'latin1');
    for (let at = 64; at < central - 64; at += 7) {
      if (at === kind || at === kind + 1) continue;
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
    const result = await verify(path, {
      onProgress: ({ bytes, total }) => {
        expect(total).toBe(readFileSync(path).length);
        reports.push(bytes);
      },
    });
    expect([result.ok, result.entries, result.records]).toEqual([true, 20_000, 20_000]);
    expect(reports.at(-1)).toBe(result.bytes);
    expect(reports).toEqual([...reports].sort((one, other) => one - other));
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
