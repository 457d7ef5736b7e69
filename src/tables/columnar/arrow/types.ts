/** Types of Arrow, in the types here. `docs/guide.md` has the table. */
import { Type } from '@uwdata/flechette';
import { ValueError } from '../../input/value-error.js';
import { type ColumnType, dictType, listType, type Member, scalarType, structType } from '../column-type.js';
import { scaledDecimal, uuidText } from '../decimals.js';
import { plainInteger } from '../integers.js';
import { microsOf, type TimeUnit, timeOfDay } from '../times.js';
import type { ArrowField, ArrowType } from './batches.js';

const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];
const EXTENSION = 'ARROW:extension:name';

/** Throws `ValueError` for a type that has no place here. `inside`: as an element of a list or a dict. */
export function typeOfField({ type, metadata }: ArrowField, inside = false): ColumnType {
  if (metadata?.get(EXTENSION) === 'arrow.uuid' && type.typeId === Type.FixedSizeBinary) {
    return scalarType('string', () => (raw) => uuidText(raw as Uint8Array));
  }
  return typeOf(type, inside);
}

function typeOf(type: ArrowType, inside: boolean): ColumnType {
  const unit = UNITS[type.unit ?? 0]!;
  switch (type.typeId) {
    case Type.Null:
      return { shape: { kind: 'any' } };
    case Type.Bool:
      return scalarType('bool');
    case Type.Int: {
      const bits = type.bitWidth as 8 | 16 | 32 | 64;
      const name = `${type.signed ? '' : 'u'}int${bits}` as const;
      return bits === 64 ? scalarType(name, () => (raw) => plainInteger(raw as bigint)) : scalarType(name);
    }
    case Type.Float:
      return scalarType(type.precision === 2 ? 'float64' : 'float32');
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return scalarType('string');
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return scalarType('bytes');
    case Type.Decimal: {
      const { scale = 0 } = type;
      if (Math.abs(scale) > 1000) throw new ValueError(`is of decimals with the scale ${scale}`);
      return scalarType('decimal', () => (raw) => scaledDecimal(raw as bigint | number, scale));
    }
    case Type.Date:
      // Days, or milliseconds of whole days.
      return scalarType('date', (times) =>
        type.unit === 0
          ? (raw) => times.date(raw as number)
          : (raw) => times.date(Math.floor(Number(raw) / 86_400_000)),
      );
    case Type.Time:
      return scalarType('string', () => (raw) => timeOfDay(raw as bigint | number, unit));
    case Type.Timestamp:
      return scalarType(
        type.timezone ? 'datetime' : 'datetimeUtc',
        (times) => (raw) => times.instant(microsOf(raw as bigint, unit)),
      );
    case Type.Dictionary:
      return typeOf(type.dictionary!, inside);
    case Type.RunEndEncoded:
      return typeOfField(type.children![1]!, inside);
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return listType(typeOfField(type.children![0]!, true), type.children![0]!.nullable);
    case Type.Struct:
      return structType(
        type.children!.map((child) => memberOf(child, inside)),
        inside,
        (raw, index) => (raw as unknown[])[index],
      );
    case Type.Map: {
      const [key, value] = type.children![0]!.type.children!;
      return dictType(
        typeOfField(key!, true),
        typeOfField(value!, true),
        value!.nullable,
        (raw) => raw as [unknown, unknown][],
      );
    }
    case Type.Duration:
      throw new ValueError('is a duration, which no type here holds');
    case Type.Interval:
      throw new ValueError('is an interval, which no type here holds');
    case Type.Union:
      throw new ValueError('is a union of types');
    default:
      throw new ValueError(`is of a type of Arrow that is not read (${type.typeId})`);
  }
}

function memberOf(child: ArrowField, inside: boolean): Member {
  return { name: child.name, type: typeOfField(child, inside), optional: child.nullable };
}
