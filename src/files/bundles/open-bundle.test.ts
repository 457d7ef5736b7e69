import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { array, idMapper, mapping } from '../../containers/declaring/declare.js';
import {
  ArgumentError,
  ClosedError,
  CorruptBufferError,
  FileError,
  SharedBuffersError,
} from '../../errors.js';
import { struct } from '../../schema/struct.js';
import { t } from '../../schema/t.js';
import { buildBundle } from './build-bundle.js';
import { openBundle } from './open-bundle.js';

const golden = new URL('../../../test/fixtures/golden/mapping/bundle.zip', import.meta.url).pathname;
const Row = struct({ id: t.uint32, name: t.string, score: t.float64 });
const Users = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.uint64 });
const rows = Array.from({ length: 300 }, (_, id) => ({ id, name: `n${id}`, score: id / 4 }));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-bundle-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ownBundle(): Promise<string> {
  const path = join(folder, 'own.zip');
  writeFileSync(join(folder, 'users.sb'), Users.pack(rows.map((row) => [`user:${row.id}`, row])));
  await buildBundle(path, [
    ['readme.txt', new TextEncoder().encode('what this is')],
    ['users.sb', join(folder, 'users.sb')],
    ['rows.sb', array(Row).pack(rows)],
    ['ids.sb', Ids.pack(rows.map(({ id }) => [id * 3, id]))],
    ['empty', new Uint8Array(0)],
  ]);
  return path;
}

describe('a bundle from Python', () => {
  test('is read in place, wherever its entries start', async () => {
    using bundle = await openBundle(golden);
    expect(bundle.mapped).toBe(true);
    expect(bundle.names).toEqual(['readme.txt', 'users.map', 'nums.map', 'rows.array', 'deflated.map']);
    const users = bundle.mapping('users.map', Users);
    expect(users.size).toBe(200);
    expect(users.get('user:99')?.toObject()).toEqual({ id: 99, name: 'n99', score: 24.75 });
    const numbers = bundle.mapping('nums.map', mapping({ key: t.uint64, value: Row }));
    expect([...numbers.values()].every((row) => row.name === `n${row.id}`)).toBe(true);
    expect(bundle.array('rows.array').length).toBeGreaterThan(0);
  });

  test('says why a compressed entry or one that is no mapping cannot be read', async () => {
    using bundle = await openBundle(golden);
    expect(() => bundle.mapping('deflated.map', Users)).toThrow(FileError);
    expect(() => bundle.mapping('deflated.map', Users)).toThrow(/deflated\.map is compressed/);
    expect(() => bundle.array('readme.txt')).toThrow(/readme\.txt is compressed/);
    expect(() => bundle.array('nothing')).toThrow(ArgumentError);
    expect(() => bundle.array('users.map', Row)).toThrow(SharedBuffersError);
  });
});

describe('a bundle of our own', () => {
  test('gives back what went in, aligned, and opens without declarations', async () => {
    const path = await ownBundle();
    using bundle = await openBundle(path);
    expect(bundle.mapping('users.sb').get('user:7')?.toJSON()).toEqual(rows[7]);
    expect(Array.from(bundle.array('rows.sb', Row), (row) => row.toObject())).toEqual(rows);
    expect(bundle.idMapper('ids.sb', Ids).get(297)).toBe(99);
    const bytes = readFileSync(path);
    expect(bytes.indexOf(readFileSync(join(folder, 'users.sb'))) % 64).toBe(0);
  });

  test('is a zip file to other programs', async () => {
    const path = await ownBundle();
    const script = [
      'import sys, zipfile',
      'z = zipfile.ZipFile(sys.argv[1])',
      'print(z.testzip(), [(i.filename, i.file_size, i.compress_type) for i in z.infolist()])',
    ].join('\n');
    const said = execFileSync('python3', ['-c', script, path], { encoding: 'utf8' });
    const size = readFileSync(join(folder, 'users.sb')).length;
    expect(said).toContain('None');
    expect(said).toContain(`('users.sb', ${size}, 0)`);
    expect(said).toContain("('empty', 0, 0)");
  });

  test('closes everything that was opened from it', async () => {
    const bundle = await openBundle(await ownBundle());
    const users = bundle.mapping('users.sb', Users);
    const user = users.get('user:1');
    users.close();
    expect(() => user?.id).toThrow(ClosedError);
    const list = bundle.array('rows.sb', Row);
    bundle.close();
    bundle.close();
    expect(() => list.at(0)).toThrow(ClosedError);
    expect(() => bundle.array('rows.sb', Row)).toThrow(ClosedError);
  });

  test('leaves the target as it was when it cannot be built', async () => {
    const path = join(folder, 'kept.zip');
    writeFileSync(path, 'kept');
    const missing: [string, string][] = [['a', join(folder, 'missing')]];
    await expect(buildBundle(path, missing)).rejects.toThrow(FileError);
    const twice: [string, Uint8Array][] = [
      ['a', new Uint8Array(1)],
      ['a', new Uint8Array(1)],
    ];
    await expect(buildBundle(path, twice)).rejects.toThrow(ArgumentError);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(buildBundle(path, [], { signal })).rejects.toThrow('enough');
    expect(readFileSync(path, 'utf8')).toBe('kept');
    expect(readdirSync(folder)).toEqual(['kept.zip']);
  });

  test('with more entries than 16 bits count is zip64, and reads', async () => {
    const path = join(folder, 'many.zip');
    const one = Ids.pack([[5, 6]]);
    await buildBundle(
      path,
      Array.from({ length: 65_600 }, (_, index) => [`ids/${index}`, one] as const),
    );
    using bundle = await openBundle(path);
    expect(bundle.names.length).toBe(65_600);
    expect(bundle.idMapper('ids/65599', Ids).get(5)).toBe(6);
    writeFileSync(path, Buffer.concat([Buffer.alloc(100, 'x'), readFileSync(path)]));
    using moved = await openBundle(path);
    expect(moved.names.length).toBe(65_600);
    expect(moved.idMapper('ids/65599', Ids).get(5)).toBe(6);
  });
});

test('damaged and missing files are refused', async () => {
  const path = await ownBundle();
  await expect(openBundle(join(folder, 'missing'))).rejects.toThrow(/no such file/);
  truncateSync(path, 5_000);
  await expect(openBundle(path)).rejects.toThrow(CorruptBufferError);
  await expect(openBundle(path)).rejects.toThrow(`${path} is no zip file, or is cut short`);
});
