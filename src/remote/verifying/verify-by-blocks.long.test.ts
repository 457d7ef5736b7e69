/** Files checked by parts: what is told is what `verifyBuffer` tells of the whole. */
import { array, idMapper, mapping, struct, t, verifyBuffer } from 'sharedbuffers';
import { type SyncBytes, type VerifyResult, verifyByBlocks } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string, more: t.list(t.any) });
const Rows = mapping({ key: t.string, value: Row });
const row = (id: number) => ({ id, name: `row ${id}`, more: [id, `more ${id}`] });
const rows = Array.from({ length: 6000 }, (_, id) => [`key/${id}`, row(id)] as const);

const samples: Readonly<Record<string, Uint8Array>> = {
  mapping: Rows.pack(rows, { columns: ['id'], indexes: ['name'], ordered: true }),
  array: array(Row).pack(rows.map(([, each]) => each)),
  'id mapper': idMapper({ key: t.string }).pack(rows.map(([key], at) => [key, at])),
  // Longer than windows are at first.
  'long values': Rows.pack([...rows.slice(0, 9), ['long', { ...row(1), name: randomText(400_000) }]]),
  nothing: new Uint8Array(0),
  'something else': new Uint8Array(200_000).fill(7),
};

function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0x20 + (state % 90));
  }).join('');
}

function bytesOf(data: Uint8Array): SyncBytes & { most: number } {
  const bytes = {
    name: 'the buffer',
    byteLength: data.length,
    most: 0,
    read: (position: number, length: number) => {
      bytes.most = Math.max(bytes.most, length);
      return data.slice(position, position + length);
    },
  };
  return bytes;
}

async function verified(data: Uint8Array): Promise<VerifyResult> {
  const work = verifyByBlocks(bytesOf(data));
  for (;;) {
    const { done, value } = await work.next();
    if (done) return value;
    expect(value.done).toBeLessThanOrEqual(1);
  }
}

test.each(Object.keys(samples))('%s: the same as whole', async (name) => {
  expect(await verified(samples[name]!)).toEqual(verifyBuffer(samples[name]!));
});

test.each(Object.keys(samples).slice(0, 4))('%s, damaged: the same as whole', async (name) => {
  const whole = samples[name]!;
  for (let flip = 0; flip < 24; flip += 1) {
    const bytes = whole.slice();
    const at = Math.floor(((flip + 0.37) * whole.length) / 24);
    bytes[at] = bytes[at]! ^ (1 << (flip % 8));
    const [own, other] = [await verified(bytes), verifyBuffer(bytes)];
    const told = ({ findings, ...rest }: VerifyResult) => ({
      ...rest,
      findings: findings.map(({ code, offset, path }) => ({ code, offset, path })),
    });
    expect(told(own)).toEqual(told(other));
  }
});

test('reads by parts, however long the file is', async () => {
  const bytes = bytesOf(samples.mapping!);
  for await (const _ of verifyByBlocks(bytes));
  expect(bytes.most).toBeLessThanOrEqual(2 ** 17);
});

test('what cannot be read is thrown, and is no damage', async () => {
  const data = samples.mapping!;
  const read = (position: number, length: number) => {
    if (position > data.length / 2) throw new Error('the disk is gone');
    return data.slice(position, position + length);
  };
  const work = verifyByBlocks({ name: 'a file', byteLength: data.length, read });
  const all = async () => {
    for await (const _ of work);
  };
  await expect(all()).rejects.toThrow('the disk is gone');
});
