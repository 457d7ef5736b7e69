/** Files that have lost their head or their end: what is left of them is read. */
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { inspectRemote, type RemoteInspection } from 'sharedbuffers/remote';
import { describe, expect, test } from 'vitest';
import { damaged } from '../../../../fuzz/damage/edit.js';
import { FILES } from '../../../../test/verify-samples.js';

const Row = struct({ id: t.uint32, name: t.string, tags: t.list.optional() });
const Rows = mapping({ key: t.string, value: Row });
const COUNT = 3000;
const rowOf = (id: number) => ({ id, name: `name ${id % 50}`, tags: ['a', id] });
const entries = Array.from({ length: COUNT }, (_, id) => [`key ${id}`, rowOf(id)] as const);
const sealed = Rows.pack(entries, { checksums: true });
const plain = Rows.pack(entries, { checksums: false, sections: false });
const list = array(Row).pack(
  entries.map(([, row]) => row),
  { checksums: true },
);

const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const zeros = (bytes: Uint8Array, from: number, to: number) => bytes.slice().fill(0, from, to);

async function records(file: RemoteInspection): Promise<unknown[]> {
  const { length } = file.records!;
  const read = await file.records!.slice(0, length);
  return read.map((row) => (row as { toObject(): unknown }).toObject());
}

const all = entries.map(([, row]) => row);

async function partOf(bytes: Uint8Array, name: string) {
  using file = await inspectRemote(blob(bytes));
  return file.parts.find((part) => part.name === name)!;
}

async function schemaOf(bytes: Uint8Array): Promise<Uint8Array> {
  using file = await inspectRemote(blob(bytes));
  return (await file.schema())!;
}

describe('a file that is overwritten where it begins', () => {
  test('is read by its trailer, with its keys', async () => {
    for (const bytes of [zeros(sealed, 0, 16), zeros(list, 0, 56)]) {
      using file = await inspectRemote(blob(bytes), { name: 'torn.sb' });
      expect(file.problem?.message).toContain('its headers are taken from its trailer');
      expect(await records(file)).toEqual(all);
      if (file.kind === 'array') continue;
      expect((await file.mapping!.get('key 77'))?.toObject()).toEqual(rowOf(77));
      expect((await file.lookUp('key 77')).found).toBeGreaterThan(0);
      expect((await file.recordBytes(5)).spans.some(({ kind }) => kind === 'damaged')).toBe(false);
      // The bytes are those that are there.
      expect([...(await file.bytes(0, 16))]).toEqual(new Array(16).fill(0));
      const index = file.parts.find(({ name }) => name === 'index')!;
      const told = await file.spans(index.offset, 48);
      expect(told.some(({ kind, target }) => kind === 'pointer' && target !== undefined)).toBe(true);
    }
  });

  test('without a trailer has its records by its footer', async () => {
    using file = await inspectRemote(blob(zeros(plain, 0, 16)));
    expect(file.problem?.message).toContain('its records are, from its end');
    expect(await records(file)).toEqual(all);
  });
});

describe('a file whose end is cut off', () => {
  test('behind its records is whole, but for its trailer', async () => {
    for (const bytes of [sealed, list]) {
      using whole = await inspectRemote(blob(bytes));
      const trailer = whole.parts.find(({ name }) => name === 'trailer')!;
      for (const end of [trailer.offset, trailer.offset + 50, bytes.length - 5]) {
        using file = await inspectRemote(blob(bytes.subarray(0, end)));
        // An array needs nothing behind it.
        const isWhole = file.kind === 'array' && end === trailer.offset;
        expect(file.problem?.message ?? '').toMatch(isWhole ? /^$/ : /is cut off, behind all of its records/);
        expect(await records(file)).toEqual(all);
        if (file.kind === 'mapping') expect(await file.mapping!.has('key 5')).toBe(true);
      }
    }
  });

  test('amid its records has its keys and, by the schema of another file, those that are left', async () => {
    const { offset, length } = await partOf(sealed, 'records');
    const schema = await schemaOf(list);
    for (const share of [0.01, 0.5, 0.99]) {
      const cut = sealed.subarray(0, Math.floor(offset + length * share));
      using keys = await inspectRemote(blob(cut));
      expect([keys.kind, keys.lacksSchema, keys.idMapper !== undefined]).toEqual(['idMapper', true, true]);
      expect((await keys.entries(0, 10)).length).toBe(10);
      using file = await inspectRemote(blob(cut), { schema });
      const found = await records(file);
      expect(found).toEqual(all.slice(0, found.length));
      expect(found.length).toBeGreaterThan(COUNT * (share - 0.02));
      const [first] = entries;
      expect((await file.mapping!.get(first![0]))?.toObject()).toEqual(first![1]);
    }
  });

  test('says that what was given as a schema is none', async () => {
    const { offset, length } = await partOf(list, 'records');
    const cut = list.subarray(0, offset + length / 2);
    for (const schema of [new Uint8Array(0), new Uint8Array(100).fill(0x80)]) {
      using file = await inspectRemote(blob(cut), { schema });
      expect([file.lacksSchema, file.problem?.message]).toEqual([
        true,
        expect.stringMatching(/as the schema of another file is none$/),
      ]);
    }
  });

  test('amid the index of records has those that this still tells', async () => {
    const { offset, length } = await partOf(list, 'record index');
    const schema = await schemaOf(sealed);
    const cut = list.subarray(0, offset + length / 2 + 3);
    using without = await inspectRemote(blob(cut));
    expect([without.kind, without.lacksSchema]).toEqual([undefined, true]);
    using file = await inspectRemote(blob(cut), { schema });
    expect(file.problem?.message).toContain(`${COUNT / 2} of its ${COUNT} records`);
    expect(await records(file)).toEqual(all.slice(0, COUNT / 2));
  });
});

test('any file, cut anywhere or overwritten from its start on, is inspected without an error of another kind', async () => {
  const schema = await schemaOf(FILES.array!());
  for (const [name, pack] of Object.entries(FILES)) {
    for (const bytes of [pack(), pack({ checksums: false })]) {
      for (let at = 0; at < bytes.length; at += 397) {
        for (const torn of [damaged(bytes, [{ kind: 'cut', length: at }]), zeros(bytes, 0, at)]) {
          using file = await inspectRemote(blob(torn), { schema });
          for (const part of file.parts)
            expect([name, part.offset + part.length <= torn.length]).toEqual([name, true]);
          await file.spans(0, 64);
          const { length = 0 } = file.records ?? {};
          for (let item = 0; item < Math.min(3, length); item += 1) {
            await Promise.resolve(file.recordBytes(item)).catch(({ code }) =>
              expect(code).toMatch(/CORRUPT/),
            );
          }
        }
      }
    }
  }
});

test('the schema is bytes', async () => {
  const bytes = idMapper({ key: t.string }).pack([['a', 1]]);
  await expect(inspectRemote(blob(bytes), { schema: 'text' as never })).rejects.toThrow(
    'RemoteInspection.schema',
  );
});
