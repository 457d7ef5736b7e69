/** Values of records as text: as JSON, the same that the command line prints, and as people read them. */

/** How what JSON has no form for is written. */
interface Style {
  readonly bigint: (value: bigint) => string;
  /** Numbers that are none, and infinite ones. */
  readonly infinite: (value: number) => string;
  /** Dates, times and decimals. */
  readonly leaf: (text: string) => string;
}

const JSON_STYLE: Style = {
  bigint: (value) => (Number.isSafeInteger(Number(value)) ? String(value) : JSON.stringify(String(value))),
  infinite: (value) => JSON.stringify(String(value)),
  leaf: (text) => JSON.stringify(text),
};
const PLAIN_STYLE: Style = { bigint: String, infinite: String, leaf: (text) => text };

/** Valid JSON; integers past 2⁵³, NaN and infinities as text, bytes in base64. `indent`: spaces a level; one line without. */
export function jsonOf(value: unknown, indent = 0): string {
  return written(value, JSON_STYLE, indent, '\n');
}

/** On one line, in which only text is in quotes. */
export function spelled(value: unknown): string {
  return written(value, PLAIN_STYLE, 0, '\n');
}

export function numberText(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function written(value: unknown, style: Style, indent: number, margin: string): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return style.bigint(value);
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : style.infinite(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(base64(value));
  if (value instanceof Date) return style.leaf(value.toJSON());
  const inner = margin + ' '.repeat(indent);
  const within = (each: unknown) => written(each, style, indent, inner);
  const block = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 || indent === 0
      ? open + parts.join(',') + close
      : `${open}${inner}${parts.join(`,${inner}`)}${margin}${close}`;
  const members = (entries: readonly (readonly [string, unknown])[]) =>
    block(
      '{',
      entries.map(([name, each]) => `${JSON.stringify(name)}:${indent === 0 ? '' : ' '}${within(each)}`),
      '}',
    );
  if (value instanceof Map) {
    const entries = [...value];
    return entries.every((entry): entry is [string, unknown] => typeof entry[0] === 'string')
      ? members(entries)
      : block('[', entries.map(within), ']');
  }
  if (Array.isArray(value) || value instanceof Set) return block('[', [...value].map(within), ']');
  const leaf = leafText(value);
  if (leaf !== undefined) return style.leaf(leaf);
  // Records and views know their own form, of which numbers are left as they are.
  if ('toJSON' in value && typeof value.toJSON === 'function') return within(value.toJSON());
  const { prototype } = Object;
  const isPlain = [prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain ? members(Object.entries(value)) : within(JSON.parse(JSON.stringify(value)));
}

/** What dates, times and decimals say of themselves; a zone is always an offset, which need not be said twice. */
export function leafText(value: object): string | undefined {
  const tag = (value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? '';
  if (tag === 'Temporal.ZonedDateTime') return String(value).replace(/\[.*$/, '');
  if (tag.startsWith('Temporal.')) return String(value);
  return isDecimal(value) ? String(value) : undefined;
}

interface DecimalLike {
  compare(other: DecimalLike): number;
  toNumber(): number;
}

export function isDecimal(value: object): value is DecimalLike {
  return 'toNumber' in value && typeof value.toNumber === 'function' && 'exponent' in value;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8190) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8190));
  }
  return btoa(text);
}
