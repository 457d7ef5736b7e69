/** Which keys are looked up: drawn by a seed, so that every contender is asked for the same ones. */
import { type Cell, type Distribution, USUAL } from './cells.js';
import { flat, type Key, type KeyKind, keyAt, mix } from './data.js';
import { Zipf } from './zipf.js';

/** The `draw`th number of a seed, from 0 up to and without 1. */
function random(seed: number, draw: number): number {
  return mix(seed + draw) / 2 ** 32;
}

/** `count` indexes of records in random order, drawn from `from` up to and without `to`. */
export function drawIndexes(
  from: number,
  to: number,
  seed: number,
  count: number,
  distribution: Distribution = 'uniform',
): number[] {
  const mixed = mix(seed);
  if (distribution === 'uniform') {
    return Array.from({ length: count }, (_, draw) => from + Math.floor(random(mixed, draw) * (to - from)));
  }
  const zipf = new Zipf(to - from);
  let turn = 0;
  const next = () => random(mixed, turn++);
  return Array.from({ length: count }, () => from + zipf.index(next));
}

/** The same objects whenever they are asked for, and hashed before the first time. */
class Held {
  readonly #kind: KeyKind;
  readonly #from: number;
  /** Made when it is first drawn. What is no number keeps numbers boxed. */
  readonly #keys: (Key | undefined)[];
  readonly #hashing = new Map<Key, undefined>([['', undefined]]);

  constructor(kind: KeyKind, from: number, to: number) {
    this.#kind = kind;
    this.#from = from;
    this.#keys = new Array<Key | undefined>(to - from).fill(undefined);
  }

  key(index: number): Key {
    const place = index - this.#from;
    const known = this.#keys[place];
    if (known !== undefined) return known;
    const key = keyAt(this.#kind, index);
    const made = typeof key === 'string' ? flat(key) : key;
    this.#hashing.has(made);
    this.#keys[place] = made;
    return made;
  }
}

/** Draws keys for one process, and holds those that are held. */
export class Drawer {
  readonly #held = new Map<string, Held>();

  draw(kind: KeyKind, from: number, to: number, seed: number, count: number, cell: Cell = USUAL): Key[] {
    const indexes = drawIndexes(from, to, seed, count, cell.distribution);
    if (cell.keys === 'fresh') {
      return indexes.map((index) => {
        const key = keyAt(kind, index);
        return typeof key === 'string' ? flat(key) : key;
      });
    }
    const held = this.#heldOf(kind, from, to);
    // Filled with what is no number first: numbers then stay the boxed ones that are held.
    const keys = new Array<Key>(count).fill('');
    for (const [place, index] of indexes.entries()) keys[place] = held.key(index);
    return keys;
  }

  #heldOf(kind: KeyKind, from: number, to: number): Held {
    const name = `${kind}/${from}/${to}`;
    const known = this.#held.get(name);
    if (known !== undefined) return known;
    const held = new Held(kind, from, to);
    this.#held.set(name, held);
    return held;
  }
}
