/** Types of Parquet, in the types here. `docs/guide.md` has the table. */
import type { SchemaElement } from 'hyparquet';
import { parseFloat16 } from 'hyparquet/src/convert.js';
import type { InputError } from '../../../errors.js';
import { ValueError } from '../../input/value-error.js';
import { type ColumnType, dictType, listType, scalarType, structType } from '../column-type.js';
import { bigEndian, scaledDecimal, uuidText } from '../decimals.js';
import { plainInteger } from '../integers.js';
import { microsOf, type TimeUnit, timeOfDay } from '../times.js';
import type { Element } from './metadata.js';

const UNITS: Readonly<Record<string, TimeUnit>> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };
/** The Julian day of 1970-01-01. */
const EPOCH_DAY = 2_440_588;

/** Throws `ValueError` for a type that has no place here. `inside`: as an element of a list or a dict. */
export function typeOfElement(element: Element, inside = false): ColumnType {
  const { info, children } = element;
  if (info.repetition_type === 'REPEATED') return listType(unrepeated(element, true), false);
  if (children.length === 0) return unrepeated(element, inside);
  return unrepeated(element, inside);
}

function unrepeated(element: Element, inside: boolean): ColumnType {
  const { info, children } = element;
  if (children.length === 0) return leafType(info);
  if (info.logical_type?.type === 'VARIANT') throw new ValueError('is a variant');
  if (isList(info)) return listOf(element);
  if (isMap(element)) return mapOf(element);
  return groupType(children, inside);
}

function groupType(children: readonly Element[], inside: boolean): ColumnType {
  const members = children.map((child) => ({
    name: child.info.name,
    type: typeOfElement(child, inside),
    optional: child.info.repetition_type !== 'REQUIRED',
  }));
  return structType(members, inside, (raw, index) => (raw as Record<string, unknown>)[children[index]!.id]);
}

export function isList({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'LIST' || logical_type?.type === 'LIST';
}

/** A list has one child that repeats, which is the element, or a group around it; hyparquet takes it so, too. */
function listOf({ children }: Element): ColumnType {
  const [repeated] = children;
  if (children.length !== 1 || repeated!.info.repetition_type !== 'REPEATED') {
    throw new ValueError('is a list of an unknown form');
  }
  if (repeated!.children.length > 1) return listType(groupType(repeated!.children, true), false);
  const element = repeated!.children[0];
  if (element === undefined) return listType(unrepeated(repeated!, true), false);
  return listType(typeOfElement(element, true), element.info.repetition_type === 'OPTIONAL');
}

/** A map is read as what it is stored as, a repeated group, since hyparquet makes objects of maps, whose keys are text. */
function isMap({ info, children }: Element): boolean {
  const map =
    ['MAP', 'MAP_KEY_VALUE'].includes(info.converted_type ?? '') || info.logical_type?.type === 'MAP';
  const pairs = children[0];
  return (
    map && children.length === 1 && pairs?.info.repetition_type === 'REPEATED' && pairs.children.length === 2
  );
}

function mapOf({ children }: Element): ColumnType {
  const pairs = children[0]!;
  const [key, value] = pairs.children as [Element, Element];
  const nullable = value.info.repetition_type === 'OPTIONAL';
  return dictType(typeOfElement(key, true), typeOfElement(value, true), nullable, (raw) => {
    const entries = (raw as Record<string, Record<string, unknown>[] | null>)[pairs.id] ?? [];
    return entries.map((pair): [unknown, unknown] => [pair[key.id], pair[value.id]]);
  });
}

function leafType(info: SchemaElement): ColumnType {
  const { type, converted_type: converted, logical_type: logical } = info;
  switch (type) {
    case 'BOOLEAN':
      return scalarType('bool');
    case 'FLOAT':
      return scalarType('float32');
    case 'DOUBLE':
      return scalarType('float64');
    case 'INT96':
      return scalarType(
        'datetimeUtc',
        (times) => (raw) => times.instant(microsOf(nanosOf(raw as Uint8Array), 'ns')),
      );
    case 'INT32':
    case 'INT64':
      return integerType(info, type);
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      break;
    default:
      throw new ValueError('is a group without members');
  }
  if (isText(info)) return scalarType('string');
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = scaleOf(info);
    return scalarType('decimal', () => (raw) => scaledDecimal(bigEndian(raw as Uint8Array), scale));
  }
  if (converted === 'INTERVAL') throw new ValueError('is an interval, which no type here holds');
  if (logical?.type === 'UUID') return scalarType('string', () => (raw) => uuidText(raw as Uint8Array));
  if (logical?.type === 'FLOAT16')
    return scalarType('float32', () => (raw) => parseFloat16(raw as Uint8Array));
  return scalarType('bytes');
}

/** Whether bytes are text, which hyparquet then decodes. */
export function isText({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  const text = ['UTF8', 'ENUM', 'JSON'];
  return (
    type === 'BYTE_ARRAY' &&
    (text.includes(converted ?? '') || ['STRING', 'ENUM', 'JSON'].includes(logical?.type ?? ''))
  );
}

function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  const found = logical?.type === 'DECIMAL' ? logical.scale : (scale ?? 0);
  if (!(Math.abs(found) <= 1000)) throw new ValueError(`is of decimals with the scale ${found}`);
  return found;
}

function integerType(info: SchemaElement, type: 'INT32' | 'INT64'): ColumnType {
  const { converted_type: converted, logical_type: logical } = info;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = scaleOf(info);
    return scalarType('decimal', () => (raw) => scaledDecimal(raw as bigint | number, scale));
  }
  if (converted === 'DATE' || logical?.type === 'DATE')
    return scalarType('date', (times) => (raw) => times.date(Number(raw)));
  const unit =
    UNITS[
      (logical?.type === 'TIME' || logical?.type === 'TIMESTAMP' ? logical.unit : undefined) ??
        converted?.split('_')[1] ??
        ''
    ];
  if (unit !== undefined && (logical?.type === 'TIME' || converted?.startsWith('TIME_'))) {
    return scalarType('string', () => (raw) => timeOfDay(raw as bigint | number, unit));
  }
  if (unit !== undefined) {
    // The old annotation says nothing else than that these are exact times.
    const exact = logical?.type === 'TIMESTAMP' ? logical.isAdjustedToUTC : true;
    return scalarType(
      exact ? 'datetime' : 'datetimeUtc',
      (times) => (raw) => times.instant(microsOf(raw as bigint, unit)),
    );
  }
  if (logical?.type === 'NULL') return { shape: { kind: 'any' } };
  return widthType(info, type === 'INT32' ? 32 : 64);
}

function widthType(
  { converted_type: converted, logical_type: logical }: SchemaElement,
  stored: 32 | 64,
): ColumnType {
  const told = /^(U?)INT_(\d+)$/.exec(converted ?? '');
  const integer = logical?.type === 'INTEGER' ? logical : undefined;
  const bits = integer?.bitWidth ?? (told ? Number(told[2]) : stored);
  const signed = integer?.isSigned ?? told?.[1] !== 'U';
  if (![8, 16, 32, 64].includes(bits) || bits > stored)
    throw new ValueError(`is of integers of ${bits} bits`);
  const name = `${signed ? '' : 'u'}int${bits as 8 | 16 | 32 | 64}` as const;
  if (stored === 64) {
    return scalarType(name, () =>
      signed
        ? (raw) => plainInteger(raw as bigint)
        : (raw) => plainInteger(BigInt.asUintN(64, raw as bigint)),
    );
  }
  return bits === 32 && !signed ? scalarType(name, () => (raw) => (raw as number) >>> 0) : scalarType(name);
}

/** An element's type; throws `InputError` with the column for what has none. */
export function columnType(element: Element, refuse: (what: string) => InputError): ColumnType {
  try {
    return typeOfElement(element);
  } catch (error) {
    throw error instanceof ValueError ? refuse(error.message) : error;
  }
}

/** Of INT96, since 1970: 64 bits of nanoseconds, of which there may be any number below or above zero, and the Julian day. */
function nanosOf({ buffer, byteOffset, byteLength }: Uint8Array): bigint {
  const view = new DataView(buffer, byteOffset, byteLength);
  return BigInt(view.getInt32(8, true) - EPOCH_DAY) * 86_400_000_000_000n + view.getBigInt64(0, true);
}
