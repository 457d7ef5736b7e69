/** Kinds of id mappers, by the name of Python's class, and entries for them made at random. */
import fc from 'fast-check';
import { type IdMapperDeclaration, idMapper, t } from 'sharedbuffers';
import type { Json } from '../golden/manifest.js';

export interface Kind {
  /** Python's class. */
  readonly name: string;
  readonly text: boolean;
  readonly multi: boolean;
  /** Bytes of a number in the index. */
  readonly width: 4 | 8;
  readonly declaration: IdMapperDeclaration<EntryKey>;
}

export type EntryKey = string | number;
/** A key and its value. */
export type Entry = readonly [EntryKey, number];

export const KINDS: readonly Kind[] = [true, false].flatMap((text) =>
  ([8, 4] as const).flatMap((width) =>
    [false, true].map((multi): Kind => {
      const name = `${text ? 'String' : 'Numeric'}Id${width === 4 ? '32' : ''}${multi ? 'Multi' : ''}Mapper`;
      const bits = width === 4 ? 32 : 64;
      const declaration = text
        ? idMapper({ key: t.string, width: bits, multi })
        : idMapper({ key: t.uint64, width: bits, multi });
      return { name, text, multi, width, declaration: declaration as IdMapperDeclaration<EntryKey> };
    }),
  ),
);

/** Mappers of hashes, from which keys are not read back. */
export const APPROXIMATE: readonly Kind[] = ([8, 4] as const).map((width): Kind => {
  const declaration = idMapper({ key: t.string, width: width === 4 ? 32 : 64, approximate: true });
  return {
    name: `ApproxStringId${width === 4 ? '32' : ''}MultiMapper`,
    text: true,
    multi: true,
    width,
    declaration: declaration as unknown as IdMapperDeclaration<EntryKey>,
  };
});

/** A key as Python gives it back: text comes as its UTF-8 bytes. */
export function keyJson(key: EntryKey): Json {
  return typeof key === 'string' ? { $b: Buffer.from(key).toString('hex') } : key;
}

/** Short keys, which repeat, and long ones, which are stored compressed. */
const texts: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 10 },
  { arbitrary: fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), weight: 4 },
  { arbitrary: fc.string({ unit: fc.constantFrom('añ', '€'), minLength: 400, maxLength: 600 }), weight: 1 },
);

function numbers(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.nat(9),
    fc.maxSafeNat().map((value) => value % (max + 1)),
    fc.constant(max),
  );
}

export interface Entries {
  readonly items: readonly Entry[];
  /** Keys that are in no entry. */
  readonly misses: readonly EntryKey[];
}

export interface EntriesOptions {
  /** Whether every key comes once. */
  readonly distinct?: boolean;
}

export function entries(kind: Kind, { distinct = false }: EntriesOptions = {}): fc.Arbitrary<Entries> {
  const max = kind.width === 4 ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER;
  const key: fc.Arbitrary<EntryKey> = kind.text ? texts : numbers(max);
  const entry = fc.tuple(key, numbers(max));
  // A simple string mapper gives any of a key's entries in Python, so there every key comes once.
  const once = distinct || (kind.text && !kind.multi);
  const items = once
    ? fc.uniqueArray(entry, { maxLength: 80, selector: ([each]) => each })
    : fc.array(entry, { maxLength: 80 });
  return fc.tuple(items, fc.array(key, { maxLength: 5 })).map(([made, others]) => {
    const known = new Set(made.map(([each]) => each));
    return { items: made, misses: others.filter((each) => !known.has(each)) };
  });
}
