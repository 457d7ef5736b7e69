/** Whole files of up to 64 kB that would take `verify` for ever, each in its own way. */
import { crc32 } from 'node:zlib';
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { CRAFTED } from './crafted.js';

export interface CraftedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it is whole, however much it spells. */
  readonly ok?: boolean;
}

const Numbers = struct({ id: t.uint32 });
const PLAIN = { checksums: false } as const;

/** An array of none, with one record of these bytes. */
function withRecord(base: Uint8Array, record: Uint8Array): Uint8Array {
  const from = new DataView(base.buffer, base.byteOffset);
  const [schemaAt, schemaSize] = [from.getUint32(40, true), from.getUint32(48, true)];
  const start = 64;
  const index = Math.ceil((start + record.length) / 32) * 32;
  const bytes = new Uint8Array(index + 32 + schemaSize);
  const view = new DataView(bytes.buffer);
  bytes.set(base.subarray(0, 56));
  bytes.set(record, start);
  view.setUint32(index, start, true);
  bytes.set(base.subarray(schemaAt, schemaAt + schemaSize), index + 32);
  view.setUint32(0, bytes.length, true);
  view.setUint32(8, index, true);
  view.setUint32(16, 1, true);
  view.setUint32(40, index + 32, true);
  return bytes;
}

/** Those that every method is tried on. */
function* known(): Generator<CraftedFile> {
  for (const make of CRAFTED) {
    for (const { name, bytes, empty } of make()) {
      yield { name, bytes: empty === undefined ? bytes : withRecord(empty(), bytes) };
    }
  }
}

/** Claims of more than there is. */
function* counts(): Generator<CraftedFile> {
  const rows = array(Numbers).pack(
    Array.from({ length: 100 }, (_, id) => ({ id })),
    PLAIN,
  );
  for (const field of [0, 1, 2, 5, 6]) {
    const bytes = rows.slice();
    new DataView(bytes.buffer).setBigUint64(field * 8, 2n ** 40n, true);
    yield { name: `an array whose field ${field} is huge`, bytes, ok: false };
  }
  const ids = idMapper({ key: t.string }).pack([['a', 1]], PLAIN);
  for (const field of [0, 1]) {
    const bytes = ids.slice();
    new DataView(bytes.buffer).setBigUint64(field * 8, 2n ** 40n, true);
    yield { name: `an id mapper whose field ${field} is huge`, bytes, ok: false };
  }
}

/** Every slot of the table is taken, by what no key leads to. */
function* tables(): Generator<CraftedFile> {
  const rows = Array.from({ length: 700 }, (_, id) => ({ id }));
  const kinds = {
    'text keys': mapping({ key: t.string, value: Numbers }).pack(
      rows.map((row) => [`key ${row.id}`, row]),
      PLAIN,
    ),
    'integer keys': mapping({ key: t.uint64, value: Numbers }).pack(
      rows.map((row) => [row.id * 2 ** 24, row]),
      PLAIN,
    ),
  };
  for (const [kind, packed] of Object.entries(kinds)) {
    for (const fill of [0, 1, 255])
      yield { name: `a full table of ${kind}, ${fill}`, ...fullTable(packed, fill) };
  }
  yield { name: 'a table whose lists lie over one another', ...overlappingLists(kinds['text keys']) };
}

/** Where the buckets of a file lie, with the number of homes and the position of the header. */
function bucketsOf(view: DataView): { header: number; first: number; homes: number } {
  // A section of kind 7.
  const at = Array.from({ length: view.byteLength / 32 }, (_, row) => row * 32).find(
    (each) => view.getUint32(each, true) === 0x45534253 && view.getUint32(each + 8, true) === 7,
  )!;
  const header = at + 32;
  return { header, first: Math.ceil((header + 32) / 64) * 64, homes: view.getUint32(header, true) };
}

/** Every bucket is full of one tag and overflows. */
function fullTable(packed: Uint8Array, fill: number): { bytes: Uint8Array; ok: false } {
  const bytes = packed.slice();
  const view = new DataView(bytes.buffer);
  const { header, first, homes } = bucketsOf(view);
  view.setUint32(header + 24, 64, true);
  for (let bucket = first; bucket < first + homes * 64; bucket += 64) {
    bytes.fill(Math.max(fill, 1), bucket, bucket + 7);
    bytes[bucket + 7] = 0x80;
    bytes.fill(fill, bucket + 8, bucket + 64);
  }
  return { bytes, ok: false };
}

/** Every slot leads to one list, as long as the buckets. */
function overlappingLists(packed: Uint8Array): { bytes: Uint8Array; ok: false } {
  const bytes = packed.slice();
  const view = new DataView(bytes.buffer);
  const { header, first, homes } = bucketsOf(view);
  const kept = Math.floor(homes / 2);
  const words = (homes - kept) * 16;
  view.setUint32(header, kept, true);
  view.setUint32(header + 4, 0, true);
  view.setUint32(header + 12, words, true);
  for (let bucket = first; bucket < first + kept * 64; bucket += 64) {
    bytes[bucket + 7] = 0xff;
    for (let slot = 0; slot < 7; slot += 1) {
      view.setUint32(bucket + 8 + slot * 8, words / 2, true);
      view.setUint32(bucket + 12 + slot * 8, 0, true);
    }
  }
  return { bytes, ok: false };
}

/** A column that is there many times. */
function* columns(): Generator<CraftedFile> {
  const rows = Array.from({ length: 700 }, (_, id) => [id, { id }] as [number, { id: number }]);
  const Rows = mapping({ key: t.uint64, value: Numbers });
  const bytes = Rows.pack(rows, { ...PLAIN, columns: ['id'] });
  yield { name: 'a column', bytes, ok: true };
}

interface Stored {
  readonly name: string;
  readonly position: number;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
}

/** A zip file of these bytes, with a directory of these entries. */
function zip(front: Uint8Array, entries: readonly Stored[]): Uint8Array {
  const central = entries.map(({ name, position, data, method, flags }) => {
    const bytes = new Uint8Array(46 + name.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(8, flags ?? 0, true);
    view.setUint16(10, method ?? 0, true);
    view.setUint32(16, crc32(data), true);
    view.setUint32(20, data.length, true);
    view.setUint32(24, data.length, true);
    view.setUint16(28, name.length, true);
    view.setUint32(42, position, true);
    bytes.set(new TextEncoder().encode(name), 46);
    return bytes;
  });
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  const size = central.reduce((sum, each) => sum + each.length, 0);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, front.length, true);
  return Buffer.concat([front, ...central, end]);
}

/** The local header of an entry, as its directory has it, and its data. */
function local({ name, data, method, flags }: Omit<Stored, 'position'>): Uint8Array {
  const header = new Uint8Array(30 + name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(6, flags ?? 0, true);
  view.setUint16(8, method ?? 0, true);
  view.setUint32(14, crc32(data), true);
  view.setUint32(18, data.length, true);
  view.setUint32(22, data.length, true);
  view.setUint16(26, name.length, true);
  header.set(new TextEncoder().encode(name), 30);
  return Buffer.concat([header, data]);
}

function* bundles(): Generator<CraftedFile> {
  const text = 'y'.repeat(1_000_000);
  const v: unknown[] = ['x', ...Array.from({ length: 1500 }, () => text)];
  const List = struct({ v: t.list });
  const bomb = array(List).pack([{ v }], PLAIN);
  const overlapping = Array.from({ length: 900 }, (_, n) => ({ name: `${n}`, position: 0, data: bomb }));
  yield {
    name: 'a bundle of one entry 900 times',
    bytes: zip(local({ name: '0', data: bomb }), overlapping),
    ok: false,
  };
  const parts = Array.from({ length: 5 }, (_, n) => local({ name: `${n}`, data: bomb }));
  const side = parts.map((part, n) => ({ name: `${n}`, position: n * part.length, data: bomb }));
  yield { name: 'a bundle of bombs', bytes: zip(Buffer.concat(parts), side) };
  for (const [what, method, flags] of [
    ['compressed', 8, 0],
    ['encrypted', 0, 1],
  ] as const) {
    // biome-ignore format: pairs
    const entry = { name: 'one', data: bomb, method, flags };
    yield {
      name: `a bundle with an entry that is ${what}`,
      bytes: zip(local(entry), [{ ...entry, position: 0 }]),
      ok: false,
    };
  }
}

/** Made group by group, so that no more than one is in memory. */
export function* craftedFiles(): Generator<CraftedFile> {
  for (const make of [known, counts, tables, columns, bundles]) yield* make();
}
