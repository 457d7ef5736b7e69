/** Small files of every kind, to be damaged. */
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';

export const Row = struct({ id: t.uint32, name: t.string, tags: t.list.optional() });
export const rows = [0, 1, 2].map((id) => ({ id, name: `name ${id}`, tags: ['a', id] }));
export const entries = <K>(keyOf: (id: number) => K) =>
  rows.map((row): [K, (typeof rows)[0]] => [keyOf(row.id), row]);
export const SEALED = { checksums: true, reproducible: true };

/** One small file of every kind, by default with checksums. */
export const FILES: Readonly<Record<string, (options?: { checksums: boolean }) => Uint8Array>> = {
  array: (options) => array(Row).pack(rows, { ...SEALED, ...options }),
  'text keys': (options) =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      { ...SEALED, ...options },
    ),
  'text keys, 32 bits, compact': (options) =>
    mapping({ key: t.string, value: Row, width: 32 }).pack(
      entries((id) => `k${id}`),
      {
        ...SEALED,
        ...options,
        index: 'compact',
      },
    ),
  'text keys, with a filter': (options) =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      { ...SEALED, ...options, filter: true },
    ),
  'text keys, in order': (options) =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${2 - id}`),
      { ...SEALED, ...options, ordered: true },
    ),
  'text keys, indexes': (options) =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      { ...SEALED, ...options, indexes: ['id', { name: 'own', keys: () => ['a', 'b'], ordered: true }] },
    ),
  dates: (options) =>
    mapping({ key: t.date, value: Row }).pack(
      entries((id) => new Date(id * 86_400_000) as never),
      { ...SEALED, ...options },
    ),
  floats: (options) =>
    mapping({ key: t.float64, value: Row }).pack(
      entries((id) => id - 1.5),
      { ...SEALED, ...options },
    ),
  'dense integers, columns': (options) =>
    mapping({ key: t.uint64, value: Row }).pack(
      entries((id) => id),
      { ...SEALED, ...options, columns: ['id'] },
    ),
  'sparse integers': (options) =>
    mapping({ key: t.uint64, value: Row }).pack(
      entries((id) => id * 2 ** 40),
      { ...SEALED, ...options },
    ),
  'text keys, several records each': (options) =>
    mapping({ key: t.string, value: Row, multi: true }).pack(
      entries((id) => `k${id >> 1}`),
      { ...SEALED, ...options },
    ),
  'integer keys, several records each': (options) =>
    mapping({ key: t.uint64, value: Row, multi: true }).pack(
      entries((id) => (id >> 1) * 2 ** 40),
      { ...SEALED, ...options },
    ),
  'keys of any kind': (options) =>
    mapping({ key: t.any, value: Row }).pack(
      entries((id) => [id, 'x']),
      { ...SEALED, ...options },
    ),
  'no sections': (options) =>
    mapping({ key: t.string, value: Row }).pack(
      entries((id) => `k${id}`),
      { ...SEALED, ...options, sections: false },
    ),
  'id mapper': (options) =>
    idMapper({ key: t.string }).pack(
      [
        ['a', 1],
        ['b', 2],
      ],
      { ...SEALED, ...options },
    ),
  'id mapper of integers': (options) =>
    idMapper({ key: t.uint32, width: 32 }).pack(
      [
        [1, 1],
        [7, 2],
      ],
      { ...SEALED, ...options },
    ),
  'approximate id mapper': (options) =>
    idMapper({ key: t.string, approximate: true }).pack(
      [
        ['a', 1],
        ['b', 2],
      ],
      { ...SEALED, ...options },
    ),
};
