import { Sharing } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Layout } from '../../src/schema/layout.js';
import { PACKING } from '../../src/schema/packing-struct.js';
import type { ProxyBase } from '../../src/schema/proxies/proxy.js';
import { defineFields, type Struct, structClass } from '../../src/schema/struct-class.js';
import { Decoder, isNode } from './decode.js';
import { isContainerCase } from './elsewhere.js';
import { canonical, encode } from './encode.js';
import { expectedOf, type GoldenCase, goldenBytes, type Json, type JsonNode, manifest } from './manifest.js';
import { registry, structFor, typeNamed } from './schemas.js';
import { inZoneOf } from './times.js';

const cases = manifest.cases.filter((each) => each.kind === 'schema' && !isContainerCase(each));

function objectsOf({ input }: GoldenCase): readonly Json[] {
  return Array.isArray(input) ? input : [input];
}

function attributesOf(json: Json): JsonNode {
  const node = json as JsonNode;
  return (isNode(node.value) ? attributesOf(node.value) : node.attrs) as JsonNode;
}

/** The class to read and write a case with: the registered one where the object is of a registered type. */
function classOf(each: GoldenCase): ReturnType<typeof structFor> {
  const [first] = objectsOf(each);
  const node = first as JsonNode;
  const { $obj } = (isNode(node.value) ? node.value : node) as JsonNode;
  const registered = typeNamed(`registered:${String($obj)}`);
  if (registered !== undefined) return registered as ReturnType<typeof structFor>;
  const type = structFor(each.schema!, each.id, attributesOf(first!));
  return each.schema!.version === 1 ? asVersion1(type) : type;
}

/** Version 1 is only ever read, by the schema that a file holds; it ignores the alignment in bitmaps. */
function asVersion1(type: ReturnType<typeof structFor>): ReturnType<typeof structFor> {
  const { schema } = type as unknown as typeof Struct;
  const { slots, alignment } = schema.layout;
  const made = structClass(PACKING.Base, 'version 1');
  const first = new PACKING.Schema(schema.fields, new Layout(slots, alignment, 1), registry);
  defineFields(made, first, PACKING.makeSetter);
  return made as unknown as ReturnType<typeof structFor>;
}

function expectedObjects(each: GoldenCase): Json[] {
  // Python cannot read slots of its own local variables' names; docs/format.md 9 says to read them all.
  const unreadable = each.id.startsWith('reserved_name_') || each.unpack_error !== undefined;
  const expected = unreadable ? each.input : expectedOf(each);
  const booleans = new Set(each.schema!.slots.filter(([, type]) => type === 'bool').map(([name]) => name));
  return (Array.isArray(expected) ? expected : [expected]).map((json) => canonical(json as Json, booleans));
}

function read(each: GoldenCase, bytes: Uint8Array): Json[] {
  const type = classOf(each);
  return (each.offsets ?? [0]).map((offset) =>
    encode(type.unpackFrom(bytes, offset) as unknown as ProxyBase),
  );
}

function write(each: GoldenCase): Uint8Array {
  const type = classOf(each);
  const decoder = new Decoder();
  const sharing = new Sharing();
  const target = new Uint8Array(65536);
  let end = each.offsets?.[0] ?? 0;
  for (const json of objectsOf(each)) {
    const { value } = decoder.record(json, type, each.schema!.slots);
    end = inZoneOf(each, () => type.packInto(value as object, target, end, { sharing }));
  }
  return target.slice(0, end);
}

const named = cases.map((each): [string, GoldenCase] => [each.id, each]);

/** Cases that this library writes in other bytes, on purpose. */
const OTHER_BYTES = new Map([
  [
    'shared_obj_bool_int',
    'Python points to True where 1 is meant: docs/format.md 4 says not to repeat that bug',
  ],
]);
/** Inputs that Python converts and this library refuses: a type takes the JavaScript values it gives. */
const REFUSED = new Map([['var_coerce_fs_list', 'fs: an Array is not a Set for set']]);
/** Python leaves the time of day of a datetime in a date slot; docs/format.md 7 has midnight there. */
const MIDNIGHT = 'var_coerce_da_datetime';
const exact = named.filter(([id]) => !OTHER_BYTES.has(id) && !REFUSED.has(id) && id !== MIDNIGHT);

describe('reading gives what Python reads', () => {
  test.each(named)('%s', (_, each) => {
    expect(read(each, goldenBytes(each))).toEqual(expectedObjects(each));
  });
});

describe('writing gives the bytes that Python writes', () => {
  test.each(exact)('%s', (_, each) => {
    expect(Buffer.from(write(each)).toString('hex')).toBe(Buffer.from(goldenBytes(each)).toString('hex'));
  });
});

describe('writing other bytes on purpose', () => {
  test.each(named.filter(([id]) => OTHER_BYTES.has(id)))('%s reads back as what was packed', (_, each) => {
    const written = write(each);
    expect(Buffer.from(written).equals(goldenBytes(each))).toBe(false);
    expect(read(each, written)).toEqual(
      objectsOf(each).map((json) => ({ $obj: 'proxy', attrs: attributesOf(json) })),
    );
  });

  test(`${MIDNIGHT} drops the time of day`, () => {
    const each = cases.find(({ id }) => id === MIDNIGHT)!;
    expect(Buffer.from(write(each)).toString('hex')).toBe('0100000000000000100000000000000000bc7d5c00000000');
    expect(read(each, write(each))).toEqual(expectedObjects(each));
  });

  test.each(named.filter(([id]) => REFUSED.has(id)))('%s is refused', (id, each) => {
    expect(() => write(each)).toThrow(REFUSED.get(id));
  });
});
