/** A PMTiles archive (specification, version 3) of tiles of one zoom, nothing in it compressed: its package only reads. */

const HEADER_BYTES = 127;
const TILES_A_LEAF = 4096;
const [NO_COMPRESSION, TYPE_UNKNOWN] = [1, 0];

interface Entry {
  readonly tileId: number;
  readonly runLength: 0 | 1;
  readonly offset: number;
  readonly length: number;
}

function directory(entries: readonly Entry[]): Buffer {
  const bytes: number[] = [];
  const put = (value: number) => {
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
    bytes.push(left);
  };
  put(entries.length);
  let last = 0;
  for (const { tileId } of entries) {
    put(tileId - last);
    last = tileId;
  }
  for (const { runLength } of entries) put(runLength);
  for (const { length } of entries) put(length);
  entries.forEach(({ offset }, at) => {
    const before = entries[at - 1];
    put(before !== undefined && before.offset + before.length === offset ? 0 : offset + 1);
  });
  return Buffer.from(bytes);
}

/** The archive of `tiles`, whose ids follow one another from `firstId` on. */
export function pmtilesOf(tiles: readonly Buffer[], firstId: number, zoom: number): Buffer {
  let offset = 0;
  const entries = tiles.map((tile, index): Entry => {
    const entry = { tileId: firstId + index, runLength: 1, offset, length: tile.length } as const;
    offset += tile.length;
    return entry;
  });
  const leaves: Buffer[] = [];
  const root: Entry[] = [];
  let leafAt = 0;
  for (let from = 0; from < entries.length; from += TILES_A_LEAF) {
    const leaf = directory(entries.slice(from, from + TILES_A_LEAF));
    root.push({ tileId: entries[from]!.tileId, runLength: 0, offset: leafAt, length: leaf.length });
    leaves.push(leaf);
    leafAt += leaf.length;
  }
  const rootBytes = directory(root);
  const metadata = Buffer.from('{}');
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles\x03', 'latin1');
  const lengths = [rootBytes.length, metadata.length, leafAt, offset];
  let position = HEADER_BYTES;
  lengths.forEach((length, at) => {
    header.writeBigUInt64LE(BigInt(position), 8 + at * 16);
    header.writeBigUInt64LE(BigInt(length), 16 + at * 16);
    position += length;
  });
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(tiles.length), at);
  header.set([1, NO_COMPRESSION, NO_COMPRESSION, TYPE_UNKNOWN, zoom, zoom], 96);
  return Buffer.concat([header, rootBytes, metadata, ...leaves, ...tiles]);
}
