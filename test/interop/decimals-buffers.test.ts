/** Decimals and buffers (docs/format.md 3 and 7). */
import fc from 'fast-check';
import { Decimal, PackError, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import * as make from './encoding.js';
import { exchange } from './exchange.js';
import { describeWithPython } from './peer.js';
import { buffers, decimals } from './specials.js';

const RUNS = 200;
const SEED = 7_101;

describeWithPython('decimals', (python) => {
  test.each([false, true])('are exchanged, with the same bytes; type in front: %s', async (rtti) => {
    await fc.assert(
      fc.asyncProperty(decimals, async (json) => {
        const [spelled] = await python.ask<Json[]>('echo', { values: [json] });
        const { ours, theirs } = await exchange(python, 'mapped_decimal', spelled!, rtti);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('are spelled alike, and compare alike', async () => {
    const samples = fc.sample(decimals, { seed: SEED, numRuns: 500 }) as { $dec: string }[];
    const echoed = await python.ask<{ $dec: string }[]>('echo', { values: samples });
    expect(samples.map(({ $dec }) => String(Decimal.from($dec)))).toEqual(echoed.map(({ $dec }) => $dec));
  });

  test.each(['NaN', 'sNaN', 'Infinity', '-Infinity'])('%s is refused by both', async ($dec) => {
    const value = { $dec };
    await expect(python.ask('pack', { type: 'mapped_decimal', value })).rejects.toThrow('Python');
    const Price = struct({ amount: t.decimal, any: t.any.optional() });
    expect(() => Price.pack({ amount: $dec })).toThrow(PackError);
    expect(() => Price.pack({ amount: Number($dec) })).toThrow(PackError);
  });

  test('of many digits, and of the largest exponents that Python has', async () => {
    for (const $dec of ['1'.repeat(20_000), '9E+999999', '-1E-999999', '0E-500', '-0', '0.0000001']) {
      const [spelled] = await python.ask<Json[]>('echo', { values: [{ $dec }] });
      const { ours, theirs } = await exchange(python, 'mapped_decimal', spelled!, true);
      expect(ours).toBe(theirs);
    }
  });
});

describeWithPython('buffers', (python) => {
  test.each([false, true])('are exchanged, with the same bytes; type in front: %s', async (rtti) => {
    await fc.assert(
      fc.asyncProperty(buffers, async (json) => {
        const { ours, theirs } = await exchange(python, 'proxied_buffer', json, rtti);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('that would compress well are stored as they are', async () => {
    const value = { $buf: '00'.repeat(100_000) };
    const { ours, theirs } = await exchange(python, 'proxied_buffer', value);
    expect(ours).toBe(theirs);
    expect(ours.length).toBe(2 * (8 + 100_000));
  });

  test('of any kind of memory', async () => {
    const Blob = struct({ data: t.buffer });
    const spec = { declared: [['data', 'proxied_buffer']] };
    const floats = Float32Array.of(1.5, -2);
    const shared = new Uint8Array(new SharedArrayBuffer(5)).fill(7);
    for (const data of [floats, new DataView(floats.buffer, 4), floats.buffer, shared]) {
      const packed = Buffer.from(Blob.pack({ data })).toString('hex');
      const bytes = ArrayBuffer.isView(data)
        ? Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)
        : Buffer.from(data);
      const read = await python.ask<Json>('unpack', { type: spec, data: packed });
      expect(make.normal(read)).toEqual({ $obj: 'proxy', attrs: { data: { $b: bytes.toString('hex') } } });
    }
  });
});
