/** What opening costs: the same few small reads whatever the size, and no view of a whole window. */
import { describe, expect, test } from 'vitest';
import type { Source } from '../bytes/container-source.js';
import { Memory } from '../bytes/memory.js';
import { struct } from '../schema/struct.js';
import { t } from '../schema/t.js';
import { array, idMapper, mapping } from './declaring/declare.js';

const Row = struct({ name: t.string, count: t.uint32 });
const Rows = array(Row);
const ByName = mapping({ key: t.string, value: Row });
const ByNumber = mapping({ key: t.uint32, value: Row });
const Undeclared = mapping({ key: t.string });
const Ids = idMapper({ key: t.string });

const rows = (size: number): { name: string; count: number }[] =>
  Array.from({ length: size }, (_, count) => ({ name: `row ${count}`, count }));
const byName = (size: number): Uint8Array =>
  ByName.pack(rows(size).map((row): [string, typeof row] => [row.name, row]));

interface Kind {
  readonly name: string;
  pack(size: number): Uint8Array;
  open(source: Source): unknown;
}

const KINDS: readonly Kind[] = [
  { name: 'an array', pack: (size) => Rows.pack(rows(size)), open: (source) => Rows.open(source) },
  { name: 'a mapping of texts', pack: byName, open: (source) => ByName.open(source) },
  { name: 'a mapping without a declaration', pack: byName, open: (source) => Undeclared.open(source) },
  {
    name: 'a mapping of numbers',
    pack: (size) => ByNumber.pack(rows(size).map((row): [number, typeof row] => [row.count * 7, row])),
    open: (source) => ByNumber.open(source),
  },
  {
    name: 'an id mapper',
    pack: (size) => Ids.pack(rows(size).map(({ name, count }): [string, number] => [name, count])),
    open: (source) => Ids.open(source),
  },
];

/** Lengths of the views that opening made. */
function viewsOf({ pack, open }: Kind, size: number): number[] {
  const bytes = pack(size);
  const views: number[] = [];
  const memory = new Memory(bytes.length, (base, length) => {
    views.push(length);
    return bytes.subarray(base, base + length);
  });
  open({ memory, notMappedBecause: undefined, from: 'file', close: () => memory.close() });
  return views;
}

describe('opening', () => {
  test.each(KINDS)('$name reads the same at any size', (kind) => {
    const views = viewsOf(kind, 20_000);
    expect(views).toEqual(viewsOf(kind, 1_000));
    expect(views.length).toBeLessThan(20);
    expect(views.reduce((sum, length) => sum + length, 0)).toBeLessThan(2_000);
  });
});
