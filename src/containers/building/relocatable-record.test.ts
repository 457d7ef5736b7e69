import { struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { StructCodec } from '../../schema/struct-codec.js';
import { TYPE } from '../../schema/type.js';
import { RecordPacker } from './relocatable-record.js';

const Inner = struct({ id: t.uint8, list: t.list(t.any) }, { alignment: 32 });

test.each([1, 2, 4, 8, 16, 32] as const)(
  'with alignment %s a record has the same bytes alone and behind others that are kept',
  (alignment) => {
    const Row = struct(
      { name: t.string, inner: Inner, tags: t.set(t.uint16), more: t.any.optional() },
      { alignment },
    );
    const rows = Array.from({ length: 40 }, (_, id) => ({
      name: 'x'.repeat(id),
      inner: { id, list: [id, 'a', [id]] },
      tags: new Set([id, 700 + id]),
      more: id % 2 === 0 ? new Map([[id, 'b']]) : undefined,
    }));
    const packer = new RecordPacker(Row[TYPE].codec as StructCodec, undefined);
    const alone = rows.map((row) => Row.pack(row));
    let position = 56;
    for (const [index, row] of rows.entries()) {
      expect(packer.pack(row, position)).toBe(position);
      expect(packer.bytes).toEqual(alone[index]);
      if (index === 5) expect(() => packer.pack({ ...row, name: 7 }, position)).toThrow('name');
      packer.pack(row, position);
      packer.keep();
      position += alone[index]!.length;
      expect(56 + packer.kept).toBe(position);
    }
    expect(Buffer.concat(alone).equals(packer.takeKept())).toBe(true);
    expect(packer.kept).toBe(0);
  },
);
