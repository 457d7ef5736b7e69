import { array, CorruptBufferError, idMapper, mapping, openBuffer, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
const ROWS = [1, 2, 3].map((id) => ({ id, name: `row ${id}` }));
const ENTRIES = ROWS.map((row) => [row.name, row] as const);
const IDS = ROWS.map(({ id, name }) => [name, id] as const);

const Rows = array(Row).pack(ROWS);
const Named = mapping({ key: t.string, value: Row }).pack(ENTRIES);
const Bare = mapping({ key: t.string, value: Row }).pack(ENTRIES, { sections: false });
const Numbered = mapping({ key: t.uint32, width: 32, value: Row }).pack(ROWS.map((row) => [row.id, row]));
const Ids = idMapper({ key: t.string, width: 32 }).pack(IDS);

describe('a buffer is opened as what it is', () => {
  test('an array', () => {
    const rows = openBuffer(Rows);
    expect(rows.kind === 'array' && rows.at(-1)?.toObject()).toEqual(ROWS[2]);
  });

  test.each([
    ['that says what its keys are', Named, 'row 2'],
    ['that does not', Bare, 'row 2'],
    ['of numbers', Numbered, 2],
  ])('a mapping %s', (_, bytes, key) => {
    const map = openBuffer(bytes);
    expect(map.kind === 'mapping' && map.get(key)?.toObject()).toEqual(ROWS[1]);
  });

  test('an id mapper', () => {
    const ids = openBuffer(Ids);
    expect(ids.kind === 'idMapper' && ids.get('row 3')).toBe(3);
  });

  test('an id mapper whose trailer says what its keys are, and one whose values are past 2⁵³', () => {
    const key = Uint8Array.of(1, 2);
    const ofBytes = openBuffer(idMapper({ key: t.bytes }).pack([[key, 7]], { checksums: true }));
    expect(ofBytes.kind === 'idMapper' && [[...ofBytes.keys()], ofBytes.get(key)]).toEqual([[key], 7]);
    const wide = openBuffer(idMapper({ key: t.uint64 }).pack([[5, 2n ** 63n]]));
    expect(wide.kind === 'idMapper' && wide.get(5)).toBe(2n ** 63n);
  });

  test('within another, to be written to', () => {
    const all = new Uint8Array(Named.length + 100).fill(7);
    all.set(Named, 64);
    const map = openBuffer(all.buffer, { offset: 64, length: Named.length, writable: true });
    if (map.kind === 'mapping') map.get('row 1')!.id = 9;
    expect(mapping().fromBuffer(all, { offset: 64, length: Named.length }).get('row 1')?.id).toBe(9);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('{"id": 1}\n'.repeat(9))],
    ['what is cut short', Named.subarray(0, -8)],
  ])('but not %s', (_, bytes) => {
    expect(() => openBuffer(bytes)).toThrow(CorruptBufferError);
  });
});
