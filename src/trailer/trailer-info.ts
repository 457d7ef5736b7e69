/**
 * The description in a trailer: what a reader far away, or a careful one, wants to know in one read.
 *
 * ```
 * 0 u32 bytes of the JSON, u32 bytes of the schema
 * 8 JSON, a copy of the embedded schema, zeros up to a multiple of 8
 * ```
 */
/** Far more than any honest description takes. */
const MAX_JSON_BYTES = 65_536;
const BUILD_ID = /^[0-9a-f]{32}$/;
const KINDS = ['array', 'mapping', 'idMapper'] as const;

/** What a file is. */
export type ContainerKind = (typeof KINDS)[number];

/** What the builder knows of what it has built. */
export interface TrailerFacts {
  readonly kind: ContainerKind;
  /** Entries of the index; not in arrays. */
  readonly entries?: number | undefined;
  /** Records of the array; not in id mappers. */
  readonly records?: number | undefined;
  /** What the keys are; not in arrays. */
  readonly key?: KeyFacts | undefined;
  /** Position and bytes of every part, by its name. */
  readonly parts: { readonly [name: string]: readonly [position: number, bytes: number] };
  /** The first bytes of sections by their names, in base64: what a reader needs before it can use the rest. */
  readonly heads?: { readonly [name: string]: string } | undefined;
  /** Bytes that a record takes with all that is its own: of 99 in 100 at most, a sixteenth more or less; and of all. */
  readonly recordBytes?: { readonly p99: number; readonly max: number } | undefined;
  /** Whether records may point to what lies outside of them, as equal values that are written once do. */
  readonly sharing?: boolean | undefined;
  /** What the records were declared as, where that is known: JSON that whoever reads it has to check. */
  readonly types?: unknown;
}

export interface KeyFacts {
  readonly key: string;
  readonly width: 32 | 64;
  readonly multi: boolean;
  readonly approximate?: boolean | undefined;
  /** What the integers stand for. */
  readonly type?: string | undefined;
}

export interface TrailerInfo extends TrailerFacts {
  /** 32 hexadecimal digits: which build the file comes from. */
  readonly buildId: string;
  /** When it was built, in ms since 1970; not in reproducible builds. */
  readonly time?: number | undefined;
}

/** The description in its bytes, and the schema; `undefined` for what is none. Members of other names are passed by. */
export function parseInfo(bytes: Uint8Array): { info: TrailerInfo; schema: Uint8Array } | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [length, schemaLength] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (length > MAX_JSON_BYTES || 8 + length + schemaLength > bytes.length) return undefined;
  let info: unknown;
  try {
    info = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice(8, 8 + length)));
  } catch {
    return undefined;
  }
  if (!isInfo(info)) return undefined;
  return { info, schema: bytes.subarray(8 + length, 8 + length + schemaLength) };
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isCountOrNone = (value: unknown): boolean => value === undefined || isCount(value);

function isInfo(json: unknown): json is TrailerInfo {
  if (typeof json !== 'object' || json === null) return false;
  const { kind, entries, records, key, parts, heads, recordBytes, sharing, buildId, time } =
    json as Partial<TrailerInfo>;
  return (
    KINDS.includes(kind as ContainerKind) &&
    [entries, records, time].every(isCountOrNone) &&
    (key === undefined || isKey(key)) &&
    isParts(parts) &&
    (heads === undefined || isHeads(heads)) &&
    (recordBytes === undefined || (isCount(recordBytes?.p99) && isCount(recordBytes?.max))) &&
    (sharing === undefined || typeof sharing === 'boolean') &&
    typeof buildId === 'string' &&
    BUILD_ID.test(buildId)
  );
}

function isKey(json: unknown): boolean {
  const { key, width, multi, approximate, type } = (json ?? {}) as Partial<KeyFacts>;
  const known = typeof key === 'string' && (width === 32 || width === 64) && typeof multi === 'boolean';
  const typed = type === undefined || typeof type === 'string';
  return known && typed && (approximate === undefined || typeof approximate === 'boolean');
}

function isHeads(json: unknown): boolean {
  return (
    typeof json === 'object' && json !== null && Object.values(json).every((head) => typeof head === 'string')
  );
}

function isParts(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return Object.values(json).every((part) => Array.isArray(part) && part.length === 2 && part.every(isCount));
}
