/** The records and keys of the benchmark: each follows from its number alone, so every process makes the same ones. */

/** A record as it is written, and as every contender must give it back. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly score: number;
  readonly tags: Set<number>;
  readonly bio: string;
}

/**
 * Keys: `user:N`; 0, 1, 2...; the record's id, a number below 2⁵² that looks random; or `group:N`, which four have, as keys of
 * the mapping or of an index beside it.
 */
export type KeyKind = 'string' | 'dense' | 'random' | 'multi' | 'secondary' | 'ordered';
export type Key = string | number;

const GIVEN =
  'Ada Alan Béla Chloé Dana Emil Fatima Grace Hugo Inés Jorge Kenji Lena Maria Nadia Omar Paula Quinn Rosa Sven Tara Ulla Vera Wanda Xenia Yusuf Zoë Liam Noor Ivan Olga Pablo'.split(
    ' ',
  );
const FAMILY =
  'Abbott Becker Castro Dupont Eriksen Fischer García Hansen Ibrahim Jensen Kowalski Larsen Moreau Novak Okafor Peters Quiroga Rossi Schmidt Tanaka Ueda Vargas Weber Xu Yilmaz Zhang Adler Bauer Costa Duarte Evans Ferrari'.split(
    ' ',
  );
const PROSE =
  'walks to work and reads on the way, keeps bees on a roof above the harbour, plays the cello badly but often, grows tomatoes, repairs old radios and once crossed the Andes on a mule named Turing';
const BIO_LENGTH = 40;
/** Groups that are built in turn: the records of one lie as many apart. */
const GROUPS = 1024;
/** After as many records all groups that were begun are complete. */
export const GROUPS_RECORDS: number = 4 * GROUPS;

/** Scrambles 32 bits so that every bit of the result depends on every bit of `n`; no two `n` give the same. */
export function mix(n: number): number {
  let x = n | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

export function userAt(index: number): User {
  const a = mix(index);
  const b = mix(index ^ 0x5bd1e995);
  const bio = b % (PROSE.length - BIO_LENGTH);
  return {
    id: a * 2 ** 20 + (b & 0xfffff),
    name: `${GIVEN[b & 31]} ${FAMILY[(b >>> 5) & 31]}`,
    score: (b * 2 ** 21 + (a >>> 11)) * (100 / 2 ** 53),
    tags: new Set([a & 63, 64 + ((a >>> 6) & 63), 128 + ((a >>> 12) & 63)]),
    bio: PROSE.slice(bio, bio + BIO_LENGTH),
  };
}

/** Whether several records have a key. */
export function isGroup(kind: KeyKind): kind is 'multi' | 'secondary' {
  return kind === 'multi' || kind === 'secondary';
}

/** One record a key. */
export function isText(kind: KeyKind): kind is 'string' | 'ordered' {
  return kind === 'string' || kind === 'ordered';
}

export function keyAt(kind: KeyKind, index: number): Key {
  if (isText(kind)) return `user:${index}`;
  if (isGroup(kind)) return `group:${Math.floor(index / GROUPS_RECORDS) * GROUPS + (index % GROUPS)}`;
  return kind === 'dense' ? index : userAt(index).id;
}

/** Entries `from` up to and without `records`. */
export function* entries(kind: KeyKind, records: number, from = 0): Generator<[Key, User]> {
  for (let index = from; index < records; index += 1) {
    const user = userAt(index);
    yield [kind === 'random' ? user.id : keyAt(kind, index), user];
  }
}

/** The same text, in a string of its own rather than a rope or a slice of another, as one that was read or parsed is. */
export function flat(text: string): string {
  return Buffer.from(text).toString();
}
