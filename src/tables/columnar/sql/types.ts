/** Types of DuckDB, in the types here. `docs/guide.md` has the table. */
import type * as duckdb from '@duckdb/node-api';
import { ValueError } from '../../input/value-error.js';
import type { ScalarName } from '../../schema/schema.js';
import { type ColumnType, dictType, listType, scalarType, structType } from '../column-type.js';
import { scaledDecimal } from '../decimals.js';
import { plainInteger } from '../integers.js';
import { microsOf, type TimeUnit } from '../times.js';

type DuckDB = typeof duckdb;

const NUMBERS: Readonly<Record<string, ScalarName>> = {
  BOOLEAN: 'bool',
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  UTINYINT: 'uint8',
  USMALLINT: 'uint16',
  UINTEGER: 'uint32',
  FLOAT: 'float32',
  DOUBLE: 'float64',
};
/** Types whose values are text, by what they print. */
const PRINTED = ['VARCHAR', 'ENUM', 'TIME', 'TIME_TZ', 'TIME_NS', 'UUID', 'BIT'];
const TIMES: Readonly<Record<string, readonly [member: string, unit: TimeUnit]>> = {
  TIMESTAMP: ['micros', 'us'],
  TIMESTAMP_TZ: ['micros', 'us'],
  TIMESTAMP_S: ['seconds', 's'],
  TIMESTAMP_MS: ['millis', 'ms'],
  TIMESTAMP_NS: ['nanos', 'ns'],
};

/** Throws `ValueError` for a type that has no place here. `inside`: as an element of a list or a dict. */
export function typeOfColumn(type: duckdb.DuckDBType, api: DuckDB, inside = false): ColumnType {
  const id = api.DuckDBTypeId[type.typeId]!;
  const number = NUMBERS[id];
  if (number !== undefined) return scalarType(number);
  if (PRINTED.includes(id)) return scalarType('string', () => String);
  const time = TIMES[id];
  if (time !== undefined) {
    const [member, unit] = time;
    return scalarType(
      id === 'TIMESTAMP_TZ' ? 'datetime' : 'datetimeUtc',
      (times) => (raw) => times.instant(microsOf(finite(raw as never)[member]!, unit)),
    );
  }
  switch (id) {
    case 'BIGINT':
      return scalarType('int64', () => (raw) => plainInteger(raw as bigint));
    case 'UBIGINT':
      return scalarType('uint64', () => (raw) => plainInteger(raw as bigint));
    // Past 64 bits: as decimals, which hold any number of digits.
    case 'HUGEINT':
    case 'UHUGEINT':
    case 'BIGNUM':
      return scalarType('decimal', () => (raw) => scaledDecimal(raw as bigint, 0));
    case 'DECIMAL':
      return scalarType('decimal', () => (raw) => {
        const { value, scale } = raw as duckdb.DuckDBDecimalValue;
        return scaledDecimal(value, scale);
      });
    case 'DATE':
      return scalarType(
        'date',
        (times) => (raw) => times.date(finite(raw as never).days as unknown as number),
      );
    case 'BLOB':
      return scalarType('bytes', () => (raw) => (raw as duckdb.DuckDBBlobValue).bytes);
    case 'SQLNULL':
      return { shape: { kind: 'any' } };
    case 'LIST':
    case 'ARRAY': {
      const list = listType(typeOfColumn((type as duckdb.DuckDBListType).valueType, api, true), true);
      return {
        ...list,
        convert: (times) => (raw) => list.convert!(times)([...(raw as duckdb.DuckDBListValue).items]),
      };
    }
    case 'STRUCT': {
      const { entryNames, entryTypes } = type as duckdb.DuckDBStructType;
      const members = entryNames.map((name, index) => ({
        name,
        type: typeOfColumn(entryTypes[index]!, api, inside),
        optional: true,
      }));
      return structType(
        members,
        inside,
        (raw, index) => (raw as duckdb.DuckDBStructValue).entries[entryNames[index]!],
      );
    }
    case 'MAP': {
      const { keyType, valueType } = type as duckdb.DuckDBMapType;
      return dictType(typeOfColumn(keyType, api, true), typeOfColumn(valueType, api, true), true, (raw) =>
        (raw as duckdb.DuckDBMapValue).entries.map(({ key, value }): [unknown, unknown] => [key, value]),
      );
    }
    default:
      throw new ValueError(`is of type ${id}, which no type here holds`);
  }
}

function finite(
  value: { readonly isFinite: boolean } & Readonly<Record<string, bigint>>,
): Readonly<Record<string, bigint>> {
  if (!value.isFinite) throw new ValueError('the time is infinite, which no type here holds');
  return value;
}
