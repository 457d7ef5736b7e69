import { fileURLToPath } from 'node:url';
import { type ArrayDeclaration, array, CorruptBufferError, Sharing } from 'sharedbuffers';
import { openArray } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import {
  arrayRows,
  type ContainerCase,
  containers,
  expectedJson,
  named,
  readJson,
  widest,
} from './containers.js';
import { Decoder } from './decode.js';
import { isReadElsewhere } from './exceptions.js';
import { goldenBytes, type Json, type JsonNode } from './manifest.js';
import { structFor } from './schemas.js';

/** Python's files do not say what the codes of the structs in these stand for. */
const STRUCT_CODES = new Set(['array_nested', 'array_objects']);

const cases = containers.filter(({ kind, id }) => kind === 'array' && !isReadElsewhere(id));

/** Python packs into a reused buffer: padding holds what was there before (docs/format.md, top). */
const STALE = 'array_50_stale_padding';

function typeOf(each: ContainerCase): ReturnType<typeof structFor> {
  return structFor(each.schema!, each.id, widest(arrayRows(each)));
}

function declared(each: ContainerCase): ArrayDeclaration<object, object> {
  return array(typeOf(each)) as unknown as ArrayDeclaration<object, object>;
}

function inputs(each: ContainerCase): object[] {
  const type = typeOf(each);
  return arrayRows(each).map(
    (row) => new Decoder().record(sharing(each, row), type, each.schema!.slots).value as object,
  );
}

/** The manifest does not show that in `array_nested` `p` and the first element of `o` are one object. */
function sharing({ id }: ContainerCase, row: Json): Json {
  if (id === 'array_objects') return withPoint(row);
  if (id !== 'array_nested') return row;
  const { p, o, l } = (row as JsonNode).attrs as { p: JsonNode; o: Json[]; l: Json[] };
  const point: JsonNode = { ...p, $obj: 'Point' };
  const inner: JsonNode = { ...(l[0] as JsonNode), $obj: 'Point' };
  return {
    $obj: 'proxy',
    attrs: { p: { $shared: 'p', value: point }, o: [{ $shared: 'p' }, o[1]!], l: [inner, ...l.slice(1)] },
  };
}

/** Rows as they are read do not say of which type a struct is. */
function withPoint(row: Json): Json {
  const { attrs } = row as JsonNode;
  const v = (attrs as JsonNode).v as JsonNode | null;
  return { $obj: 'proxy', attrs: { v: v !== null && '$obj' in Object(v) ? { ...v, $obj: 'Point' } : v } };
}

function write(each: ContainerCase): Uint8Array {
  const options = each.id === 'array_100_idmap' ? { sharing: new Sharing() } : {};
  return declared(each).pack(inputs(each), { ...options, describeStructs: false });
}

const path = ({ file }: ContainerCase): string =>
  fileURLToPath(new URL(`../fixtures/golden/${file}`, import.meta.url));
const expectedRows = (each: ContainerCase): Json[] => arrayRows(each).map(expectedJson);

describe('the formulas give the rows that the manifest lists', () => {
  test.each(named(cases))('%s', (_, each) => {
    const rows = arrayRows(each);
    for (const [index, row] of each.rows!) expect(expectedJson(rows[index]!)).toEqual(expectedJson(row));
  });
});

describe('reading by a declared schema gives what Python reads', () => {
  test.each(named(cases))('%s', (_, each) => {
    const rows = declared(each).fromBuffer(goldenBytes(each));
    expect(rows.length).toBe(each.length);
    expect([...rows].map(readJson)).toEqual(expectedRows(each));
    expect(Array.from(rows.cursor(), readJson)).toEqual(expectedRows(each));
    expect(Array.from({ length: rows.length }, (_item, i) => readJson(rows.at(i)))).toEqual(
      expectedRows(each),
    );
    expect(rows.at(rows.length)).toBeUndefined();
    expect(readJson(rows.at(-1) ?? null)).toEqual(expectedRows(each).at(-1) ?? null);
  });
});

describe('columns hold the field of every row', () => {
  test.each(named(cases))('%s', (_, each) => {
    const rows = declared(each).fromBuffer(goldenBytes(each)) as unknown as {
      column(name: string): Iterable<unknown>;
    };
    for (const [name] of each.schema!.slots) {
      const fields = expectedRows(each).map((row) => ((row as JsonNode).attrs as JsonNode)[name]);
      const column = Array.from(rows.column(name), (item) => (item === undefined ? item : readJson(item)));
      expect(column).toEqual(fields);
    }
  });
});

describe('reading by the schema in the file gives what Python reads', () => {
  test.each(named(cases.filter(({ id }) => !STRUCT_CODES.has(id))))('%s', (_, each) => {
    for (const mmap of [true, false]) {
      using rows = openArray(path(each), undefined, { mmap });
      expect(rows.length).toBe(each.length);
      expect(rows.schema.fields.map(({ name }) => name)).toEqual(each.schema!.declared.map(([name]) => name));
      expect(Array.from(rows, readJson)).toEqual(expectedRows(each));
    }
  });

  test('array_nested, but for the struct codes, which Python files do not describe', () => {
    const each = cases.find(({ id }) => id === 'array_nested')!;
    using rows = openArray(path(each));
    const points = expectedRows(each).map((row) => ((row as JsonNode).attrs as JsonNode).p);
    expect(Array.from(rows, (row) => readJson(row.p))).toEqual(points);
    expect(() => rows.at(0)!.o).toThrow(CorruptBufferError);
    expect(() => rows.at(0)!.o).toThrow(/type code 0x/);
  });
});

const exact = cases.filter(({ id }) => id !== STALE);

describe('writing gives the bytes that Python writes', () => {
  test.each(named(exact))('%s', (_, each) => {
    expect(Buffer.from(write(each)).equals(goldenBytes(each))).toBe(true);
  });

  test(`${STALE}, but for the padding`, () => {
    const each = cases.find(({ id }) => id === STALE)!;
    const [written, golden] = [write(each), goldenBytes(each)];
    const differing = [...golden.keys()].filter((at) => golden[at] !== written[at]);
    expect(written.length).toBe(golden.length);
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.every((at) => written[at] === 0)).toBe(true);
  });
});
