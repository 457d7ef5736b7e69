/** numpy arrays (docs/format.md 7): of all element types and shapes, as bytes and as the values that elements have. */
import fc from 'fast-check';
import { NdArray, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { isNode } from '../golden/decode.js';
import { encode } from '../golden/encode.js';
import type { Json, JsonNode } from '../golden/manifest.js';
import { exchange } from './exchange.js';
import { NAMED, NUMBERED, ndarrays, ndarraysOf } from './ndarrays.js';
import { describeWithPython, type Peer } from './peer.js';

const SEED = 7_201;

const Holder = struct({ array: t.ndarray });

/** The array of a node, once it was packed and read. */
function arrayOf({ $nd }: JsonNode): NdArray {
  const { dtype, shape, data } = $nd as { dtype: string; shape: number[]; data: string };
  const array = NdArray.fromBytes(dtype, shape, Uint8Array.from(Buffer.from(data, 'hex')));
  return Holder.unpackFrom(Holder.pack({ array })).array;
}

/** Elements as Python's `tolist` gives them: records as tuples. */
function elementJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(elementJson);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array)
    return numberForm(encode(value));
  if ('re' in value && 'im' in value) return { $complex: [encode(value.re), encode(value.im)] };
  return { $tuple: Object.values(value).map(elementJson) };
}

/** One form for numbers of one value, whatever their type. */
function numberForm(json: Json): Json {
  if (Array.isArray(json)) return json.map(numberForm);
  if (!isNode(json)) return json;
  if (typeof json.$f === 'number') return json.$f;
  if ('$int' in json && Math.abs(Number(json.$int)) <= 2 ** 53) return Number(json.$int);
  return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, numberForm(item)]));
}

async function elementsInPython(python: Peer, value: Json): Promise<Json> {
  const data = await python.ask<string>('pack', { type: 'proxied_ndarray', value });
  return numberForm(await python.ask<Json>('elements', { data }));
}

/** Given as bytes, for long doubles differ from machine to machine. */
const LONG_DOUBLE = '<f16';

describeWithPython('numpy arrays', (python) => {
  test.each([...NUMBERED, ...NAMED])('of %s are exchanged, with the same bytes', async (dtype, size) => {
    await fc.assert(
      fc.asyncProperty(ndarraysOf([dtype, size]), fc.boolean(), async (json, rtti) => {
        const { ours, theirs } = await exchange(python, 'proxied_ndarray', json, rtti);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  test.each([...NUMBERED, ...NAMED].filter(([dtype]) => dtype !== LONG_DOUBLE))(
    'of %s have the same elements',
    async (dtype, size) => {
      await fc.assert(
        fc.asyncProperty(ndarraysOf([dtype, size]), async (json) => {
          const elements = elementJson(arrayOf(json as JsonNode).toArray());
          expect(elements).toEqual(await elementsInPython(python, json));
        }),
        { seed: SEED, numRuns: 25 },
      );
    },
  );

  test.each([false, true])('of records, nested ones too; type in front: %s', async (rtti) => {
    await fc.assert(
      fc.asyncProperty(ndarrays, async (json) => {
        const { ours, theirs } = await exchange(python, 'proxied_ndarray', json, rtti);
        expect(ours).toBe(theirs);
        if (JSON.stringify(json).includes(LONG_DOUBLE)) return;
        const elements = elementJson(arrayOf(json as JsonNode).toArray());
        expect(elements).toEqual(await elementsInPython(python, json));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test.each(['<', '>'])('of text, in byte order %s', async (order) => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 3 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(texts, async (items) => {
        const bytes = Buffer.alloc(items.length * 12);
        items.forEach((item, index) => {
          Array.from(item).forEach((point, place) => {
            const at = index * 12 + place * 4;
            if (order === '<') bytes.writeUInt32LE(point.codePointAt(0)!, at);
            else bytes.writeUInt32BE(point.codePointAt(0)!, at);
          });
        });
        const $nd = { dtype: `${order}U3`, shape: [items.length], data: bytes.toString('hex') };
        const { ours, theirs } = await exchange(python, 'proxied_ndarray', { $nd }, true);
        expect(ours).toBe(theirs);
        const elements = elementJson(arrayOf({ $nd }).toArray());
        expect(elements).toEqual(await elementsInPython(python, { $nd }));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test('with strides are stored in C order', async () => {
    const spec = { declared: [['array', 'proxied_ndarray']] };
    const data = Int16Array.from({ length: 24 }, (_, index) => index * index - 100);
    const views = [
      NdArray.of(data, [4, 6], [1, 4]),
      NdArray.of(data, [2, 3, 2], [12, 2, 1], 3),
      NdArray.of(data, [24], [-1], 23),
      NdArray.of(data, [3, 3], [0, 5]),
      NdArray.of(data, [], [], 7),
    ];
    for (const array of views) {
      const packed = Buffer.from(Holder.pack({ array })).toString('hex');
      const { attrs } = await python.ask<{ attrs: { array: JsonNode } }>('unpack', {
        type: spec,
        data: packed,
      });
      const { dtype, shape } = attrs.array.$nd as JsonNode;
      expect([dtype, shape]).toEqual(['<i2', [...array.shape]]);
      expect(await elementsInPython(python, attrs.array)).toEqual(elementJson(array.toArray()));
    }
  });

  test('are what typed arrays pack as', async () => {
    const spec = { declared: [['array', 'proxied_ndarray']] };
    const arrays = [
      Uint8Array.of(1, 255),
      new Uint8ClampedArray([1, 255]),
      Float32Array.of(1.5, -0, Number.NaN),
      BigInt64Array.of(-(2n ** 63n)),
      new Float64Array(0),
    ];
    const dtypes = ['|u1', '|u1', '<f4', '<i8', '<f8'];
    for (const [index, array] of arrays.entries()) {
      const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex');
      const attrs = { array: { $nd: { dtype: dtypes[index]!, shape: [array.length], data: bytes } } };
      const theirs = await python.ask('pack', { type: spec, value: { $obj: 'row', attrs } });
      expect(Buffer.from(Holder.pack({ array: array as Uint8Array })).toString('hex')).toBe(theirs);
    }
  });
});
