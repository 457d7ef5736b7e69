/** Zip files whose directories claim, repeat or name more than is there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idMapper, mapping, SharedBuffersError, struct, t } from 'sharedbuffers';
import { type Bundle, openBundle, verify } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli } from '../cli/harness.js';

const Ids = idMapper({ key: t.string });
const Rows = mapping({ key: t.string, value: struct({ n: t.int }) });
const IDS = Ids.pack([['a', 1]]);
/** Characters of the longest message, with twenty names in it that are escaped. */
const LONGEST = 30_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Claims {
  readonly names: readonly string[];
  readonly data?: Uint8Array;
  /** Entries that the end record claims. */
  readonly entries?: number;
  /** Entries, and bytes of the directory, that a zip64 end record claims. */
  readonly wide?: readonly [entries: bigint, size?: bigint];
  readonly flags?: number;
}

/** A zip file with one local header, which all entries of the directory lead to. */
function zip({ names, data = IDS, entries = names.length, wide, flags = 0 }: Claims): Uint8Array {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  const central = names.map((name) => {
    const bytes = Buffer.from(name, 'latin1');
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50);
    header.writeUInt16LE(flags, 8);
    header.writeUInt32LE(data.length, 20);
    header.writeUInt32LE(data.length, 24);
    header.writeUInt16LE(bytes.length, 28);
    return Buffer.concat([header, bytes]);
  });
  const start = local.length + data.length;
  const size = central.reduce((sum, each) => sum + each.length, 0);
  const wider = Buffer.alloc(wide === undefined ? 0 : 76);
  if (wide !== undefined) {
    wider.writeUInt32LE(0x06064b50);
    wider.writeBigUInt64LE(wide[0], 32);
    wider.writeBigUInt64LE(wide[1] ?? BigInt(size), 40);
    wider.writeBigUInt64LE(BigInt(start), 48);
    wider.writeUInt32LE(0x07064b50, 56);
    wider.writeBigUInt64LE(BigInt(start + size), 64);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, data, ...central, wider, end]);
}

function file(claims: Claims): string {
  const path = join(folder, 'hostile.zip');
  writeFileSync(path, zip(claims));
  return path;
}

/** The errors of reading an entry that is there and one that is not, in every way that does not fit it. */
function errorsOf(bundle: Bundle): Error[] {
  const [first] = bundle.names;
  const calls = [() => bundle.mapping('none'), () => bundle.mapping(first!), () => bundle.array(first!)];
  return calls.flatMap((call) => {
    try {
      call();
      return [];
    } catch (error) {
      return [error as Error];
    }
  });
}

describe('a directory that claims', () => {
  test.each<[string, Omit<Claims, 'names'>]>([
    ['65,534 entries', { entries: 65_534 }],
    ['as many as a bundle can have', { entries: 0xffff, wide: [1_000_000n] }],
    ['millions', { entries: 0xffff, wide: [5_000_000n] }],
    ['more than a number holds', { entries: 0xffff, wide: [2n ** 63n] }],
    ['a terabyte', { entries: 0xffff, wide: [2n, 2n ** 40n] }],
    ['more bytes than the file has', { entries: 0xffff, wide: [2n, 2n ** 20n] }],
  ])('%s is damaged', async (_, claims) => {
    const path = file({ names: ['a', 'b'], ...claims });
    await expect(openBundle(path)).rejects.toMatchObject({ name: 'CorruptBufferError' });
    expect((await verify(path)).ok).toBe(false);
  });
});

test('1,200 entries over the same bytes are opened, each of them', async () => {
  using bundle = await openBundle(file({ names: Array.from({ length: 1200 }, (_, n) => `${n}`) }));
  for (const name of bundle.names) expect(bundle.idMapper(name, Ids).get('a')).toBe(1);
});

test.each([
  ['letters', 'x', 0],
  ['control characters', '\u0007', 0],
  ['code page 437', '\u0080', 0],
  ['no UTF-8', '\u0080', 0x0800],
])('names of 64 kB of %s are read, and not spelled out in messages', async (_, letter, flags) => {
  const names = Array.from({ length: 50 }, (__, n) => `${n}`.padEnd(65_535, letter));
  const path = file({ names, flags });
  using bundle = await openBundle(path);
  expect(new Set(bundle.names.map((name) => name.length))).toEqual(new Set([65_535]));
  expect(bundle.idMapper(bundle.names[49]!, Ids).get('a')).toBe(1);
  const errors = errorsOf(bundle);
  expect(errors.length).toBe(3);
  for (const error of errors) {
    expect(error).toBeInstanceOf(SharedBuffersError);
    expect(error.message.length).toBeLessThan(LONGEST);
  }
  const { findings } = await verify(path);
  expect(findings.length).toBeGreaterThan(50);
  for (const { message, path: entry = '' } of findings)
    expect(message.length + entry.length).toBeLessThan(LONGEST);
});

test('a bundle in a bundle is named as what it is', async () => {
  const inner = zip({ names: ['rows'], data: Rows.pack([['a', { n: 1 }]]) });
  const path = file({ names: ['inner.zip'], data: inner });
  using bundle = await openBundle(path);
  const messages = errorsOf(bundle).map(({ message }) => message);
  expect(messages.filter((message) => message.includes('inner.zip is a zip bundle'))).toHaveLength(2);
  expect((await verify(path)).findings.every(({ code }) => code === 'bundle' || code === 'checksum')).toBe(
    true,
  );
});

describe('the command line says in one line what such a file is', () => {
  const files: [string, Claims][] = [
    ['1,200 entries', { names: Array.from({ length: 1200 }, (_, n) => `${n}`) }],
    ['a claim', { names: ['a'], entries: 65_534 }],
    ['a claim of zip64', { names: ['a'], entries: 0xffff, wide: [5_000_000n] }],
    ['long names', { names: Array.from({ length: 50 }, (_, n) => `${n}`.padEnd(65_535, 'x')) }],
    ['a bundle', { names: ['inner.zip'], data: zip({ names: ['a'] }) }],
  ];
  test.each(files)('%s', async (_, claims) => {
    const path = file(claims);
    for (const argv of [
      ['stat', path],
      ['dump', path],
      ['get', path, 'a'],
    ]) {
      // biome-ignore format: rows
      const { code, stdout, stderr } = await cli(argv);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^sharedbuffers: [^\n]*hostile\.zip is a zip bundle[^\n]*\n$/);
    }
  });
});
