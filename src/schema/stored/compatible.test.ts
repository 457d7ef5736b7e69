import { array, compatible, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { StoredSchema, StoredSlot } from '../pickle/schema-pickle.js';
import { structFromStored } from './embedded-schema.js';

const BASE = { id: t.uint32, name: t.string, tags: t.list(t.string) };
const Base = struct(BASE);

describe('structs are compatible', () => {
  test.each([
    ['declared twice', struct(BASE)],
    ['in another order', struct({ tags: t.list(t.string), name: t.string, id: t.uint32 })],
    ['where fields may be missing', struct({ ...BASE, name: t.string.optional().nullable() })],
    ['read as a view', struct({ ...BASE, tags: t.listView })],
    ['with a name and user data', struct(BASE, { name: 'Other', userData: { by: 'us' } })],
    ['extended', class extends Base {}],
  ])('%s', (_, other) => {
    expect(compatible(Base, other)).toBe(true);
    expect(compatible(other, Base)).toBe(true);
  });

  test.each([
    ['with a field more', struct({ ...BASE, more: t.bool })],
    ['with a field less', struct({ id: t.uint32, name: t.string })],
    ['with another name', struct({ id: t.uint32, label: t.string, tags: t.list })],
    ['with another type of the same size', struct({ ...BASE, id: t.int32 })],
    ['with another kind of container', struct({ ...BASE, tags: t.tuple })],
    ['of another alignment', struct(BASE, { alignment: 4 })],
  ])('not %s', (_, other) => {
    expect(compatible(Base, other)).toBe(false);
    expect(compatible(other, Base)).toBe(false);
  });

  test('if the structs within them are', () => {
    const outer = (fields: Parameters<typeof struct>[0]) => struct({ at: struct({ in: struct(fields) }) });
    expect(compatible(outer(BASE), outer(BASE))).toBe(true);
    expect(compatible(outer(BASE), outer({ ...BASE, id: t.int32 }))).toBe(false);
    expect(compatible(outer(BASE), struct({ at: t.any }))).toBe(false);
  });

  test('that hold themselves', () => {
    const cyclic = (name: 'uint32' | 'int32') => {
      const slots: StoredSlot[] = [{ name: 'a', type: { kind: 'builtin', name } }];
      const stored: StoredSchema = {
        slots,
        declared: ['next', 'a'],
        alignment: 8,
        version: 2,
      };
      slots.unshift({ name: 'next', type: { kind: 'struct', schema: stored } });
      return structFromStored(stored) as unknown as typeof Base;
    };
    expect(compatible(cyclic('uint32'), cyclic('uint32'))).toBe(true);
    expect(compatible(cyclic('uint32'), cyclic('int32'))).toBe(false);
  });

  test('as files have them', () => {
    const rows = array().fromBuffer(array(Base).pack([]));
    expect(compatible(rows.type as unknown as typeof Base, Base)).toBe(true);
  });

  test('or no structs at all', () => {
    for (const type of [t.string, null, undefined, {}, 'x']) {
      expect(() => compatible(Base, type as never)).toThrow(SchemaError);
      expect(() => compatible(type as never, Base)).toThrow(SchemaError);
    }
  });
});
