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

/** Characters and bytes that are written, each value within another as so many: a few shared ones can spell more than any machine holds. */
const MOST = 8_000_000;
const VALUE = 20;

/** How many are left to be written. */
interface Budget {
  left: number;
  /** Whether what is too much is left out, and not an error. */
  readonly cuts: boolean;
}

/**
 * Valid JSON; integers past 2⁵³, NaN and infinities as text, bytes in base64. `indent`: spaces a level; one line without. Throws an `Error` for what is more than
 * can be shown.
 */
export function jsonOf(value: unknown, indent = 0): string {
  return written(value, JSON_STYLE, indent, '\n', { left: MOST, cuts: false });
}

/** On one line, in which only text is in quotes. `most`: how much is written, an ellipsis for more; as `jsonOf` without. */
export function spelled(value: unknown, most?: number): string {
  return written(value, PLAIN_STYLE, 0, '\n', { left: most ?? MOST, cuts: most !== undefined });
}

export function numberText(value: number | bigint): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function written(value: unknown, style: Style, indent: number, margin: string, budget: Budget): string {
  const size = typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
  if (VALUE + size > budget.left) {
    if (!budget.cuts) throw new Error('the value spells more than can be shown');
    const part = size > 0 && budget.left > 0 ? (value as string | Uint8Array).slice(0, budget.left) : '';
    budget.left = 0;
    return part.length === 0 ? '…' : `${jsonOf(part)}…`;
  }
  budget.left -= VALUE + size;
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return style.bigint(value);
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : style.infinite(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return JSON.stringify(base64(value));
  if (value instanceof Date) return style.leaf(value.toJSON());
  const inner = margin + ' '.repeat(indent);
  const within = (each: unknown) => written(each, style, indent, inner, budget);
  const all = (items: Iterable<unknown>) => withinBudget(items, budget, within);
  const block = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 || indent === 0
      ? open + parts.join(',') + close
      : `${open}${inner}${parts.join(`,${inner}`)}${margin}${close}`;
  const members = (entries: Iterable<readonly [unknown, unknown]>) => {
    const member = ([name, each]: readonly [unknown, unknown]) =>
      `${JSON.stringify(name)}:${indent === 0 ? '' : ' '}${within(each)}`;
    return block('{', withinBudget(entries, budget, member), '}');
  };
  if (value instanceof Map) {
    const shown = budget.cuts ? budget.left / VALUE : value.size;
    return haveNames(value, shown) ? members(value) : block('[', all(value), ']');
  }
  if (Array.isArray(value) || value instanceof Set) return block('[', all(value), ']');
  // Of views, only as much is read as is shown.
  if (budget.cuts && isView(value)) return block('[', all(value), ']');
  const leaf = leafText(value);
  if (leaf !== undefined) return style.leaf(leaf);
  // Records and views know their own form, of which numbers are left as they are.
  if ('toJSON' in value && typeof value.toJSON === 'function') return within(value.toJSON());
  const { prototype } = Object;
  const isPlain = [prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain ? members(Object.entries(value)) : within(JSON.parse(JSON.stringify(value)));
}

/** As many as there is room for; where what is too much is left out, no further one is so much as looked at. */
function withinBudget<T>(items: Iterable<T>, budget: Budget, write: (item: T) => string): string[] {
  const parts: string[] = [];
  for (const item of items) {
    const isFull = budget.cuts && budget.left <= 0;
    parts.push(isFull ? '…' : write(item));
    if (isFull) break;
  }
  return parts;
}

/** Whether the keys of the first entries of a dict are text. */
function haveNames(dict: ReadonlyMap<unknown, unknown>, count: number): boolean {
  let looked = 0;
  for (const key of dict.keys()) {
    if (looked >= count) break;
    if (typeof key !== 'string') return false;
    looked += 1;
  }
  return true;
}

/** Lists and sets that read their elements in place. */
function isView(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && 'toJSON' in value && !('get' in value && 'entries' in value);
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
