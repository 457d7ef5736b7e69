/** Tables whose types are not those that are to be: a schema that is given says otherwise, or files of one table differ. */
import { struct, t } from 'sharedbuffers';
import { buildArray } from 'sharedbuffers/node';
import { buildFrom, inferSchema } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { Folder, lines, output } from '../../cli/harness.js';
import { duckdb } from './duckdb.js';

const folder = new Folder();
const at = (name: string) => folder.path(name);
const dumped = async (name: string) => lines(await output(['dump', at(name)]));

test.each(['parquet', 'arrow'])(
  '%s of this library, by another schema than it was written by',
  async (format) => {
    const Row = struct({
      id: t.int64,
      any: t.any,
      numbers: t.list,
      may: t.any.optional().nullable(),
      by: t.dict(t.float64, t.int8),
    });
    const rows = [
      { id: 1, any: new Set([1]), numbers: [1, 'a'], by: new Map([[0.5, 1]]) },
      { id: 2, any: '1', numbers: [], may: null, by: new Map() },
      { id: 3, any: 1, numbers: [[2]], may: 'x', by: new Map([[1, 2]]) },
    ];
    await buildArray(at('in.sb'), Row, rows);
    await output(['dump', at('in.sb'), '-o', at(`in.${format}`)]);
    const schema = {
      // In another order, and with other numbers.
      fields: {
        may: 'any? | null',
        by: 'dict<float64, int32>',
        numbers: 'list',
        any: 'any',
        id: 'int32',
      },
    } as const;
    await buildFrom(at('out.sb'), at(`in.${format}`), { schema });
    const [got, expected] = [await dumped('out.sb'), await dumped('in.sb')];
    expect(got).toEqual(expected);
    expect(got.map((row) => Object.hasOwn(row as object, 'may'))).toEqual([false, true, true]);
  },
);

describe('numbers of several files are as wide as the widest', () => {
  const typeOf = async (...types: string[]) => {
    const parts = types.map((_, index) => at(`part-${index}.parquet`));
    for (const [index, type] of types.entries())
      await duckdb(`COPY (SELECT ${index}::${type} AS n) TO '${parts[index]}' (FORMAT parquet)`);
    const { fields } = await inferSchema(parts);
    await buildFrom(at('wide.sb'), parts);
    expect(await dumped('wide.sb')).toEqual(types.map((_, n) => ({ n })));
    return fields.n;
  };

  test.each([
    [['INTEGER', 'BIGINT'], 'int64?'],
    [['BIGINT', 'TINYINT', 'SMALLINT'], 'int64?'],
    [['UTINYINT', 'TINYINT'], 'int16?'],
    [['UINTEGER', 'SMALLINT'], 'int64?'],
    [['UINTEGER', 'USMALLINT'], 'uint32?'],
    [['FLOAT', 'DOUBLE'], 'float64?'],
  ])('%s', async (types, expected) => {
    expect(await typeOf(...types)).toBe(expected);
  });

  test.each([
    ['UBIGINT', 'BIGINT'],
    ['INTEGER', 'DOUBLE'],
    ['INTEGER', 'VARCHAR'],
  ])('but %s and %s have none', async (...types) => {
    await expect(typeOf(...types)).rejects.toThrow(
      /part-1\.parquet: column n is .*, and .* in .*part-0.*schema/,
    );
  });
});
