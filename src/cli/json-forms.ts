/** Forms that values take in JSON, shared by writing, reading and inference. */

/** Names with a meaning in records; a field of such a name is written with one more `$`. */
const RESERVED = /^\$+(key|struct)$/;

export function escapedName(name: string): string {
  return RESERVED.test(name) ? `$${name}` : name;
}

/** The field that a member of a record's object stands for; `undefined` for one with a meaning of its own. */
export function fieldName(name: string): string | undefined {
  if (!name.startsWith('$') || !RESERVED.test(name)) return name;
  return name.startsWith('$$') ? name.slice(1) : undefined;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** Decodes base64; `undefined` unless it is exactly what `base64` writes, so that nothing is passed over. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

/** `value` as a JSON object, which arrays are not. */
export function asObject(value: unknown): { readonly [name: string]: unknown } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: unknown })
    : undefined;
}

/** A value that says its own type, where no type is declared. */
export type TaggedForm =
  | { readonly tag: 'bytes'; readonly value: Uint8Array }
  | { readonly tag: 'int'; readonly value: bigint }
  | { readonly tag: 'float'; readonly value: number }
  | { readonly tag: 'set' | 'tuple'; readonly items: readonly unknown[] };

const FLOATS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

/** A float that JSON numbers cannot hold, from its string; `undefined` for any other string. */
export function specialFloat(text: unknown): number | undefined {
  return FLOATS.get(text);
}

/** Decimal digits, as integers past 2^53 are written. */
export function wholeNumber(text: string): bigint | undefined {
  return text.length <= 21 && /^(0|-?[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

/** The tagged form that an object is; `undefined` for any other object. */
export function taggedForm(object: { readonly [name: string]: unknown }): TaggedForm | undefined {
  const names = Object.keys(object);
  const tag = names[0];
  if (names.length !== 1 || tag === undefined || !tag.startsWith('$')) return undefined;
  const value = object[tag];
  if ((tag === '$set' || tag === '$tuple') && Array.isArray(value)) {
    return { tag: tag === '$set' ? 'set' : 'tuple', items: value };
  }
  if (tag === '$float') {
    const float = specialFloat(value);
    return float === undefined ? undefined : { tag: 'float', value: float };
  }
  if (typeof value !== 'string') return undefined;
  if (tag === '$bytes') {
    const bytes = fromBase64(value);
    return bytes && { tag: 'bytes', value: bytes };
  }
  const integer = tag === '$int' ? wholeNumber(value) : undefined;
  return integer === undefined ? undefined : { tag: 'int', value: integer };
}
