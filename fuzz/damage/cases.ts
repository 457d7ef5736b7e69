/**
 * The cases, by number. In order: every byte of every sample flipped four ways, and the sample cut short in front of it,
 * small samples first. And without end: random changes. What a case is depends on the corpus, the seed and its number alone.
 */
import type { Sample } from '../corpus/sample.js';
import { Random } from '../random.js';
import type { Edit } from './edit.js';

const MASKS = [0x01, 0x10, 0x80, 0xff] as const;
/** The flips, and the cut. */
const WAYS: number = MASKS.length + 1;
/** Changes in one random case, at most. */
const MAX_EDITS = 6;
const MAX_SPLICE = 256;
/** Words that lengths, counts and pointers are replaced by, beside those of the sample's own size. */
const WORDS: readonly number[] = [
  0,
  1,
  2 ** 15,
  2 ** 24 - 1,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 40,
  2 ** 53,
  -1,
  -8,
];

export interface Case {
  readonly sample: Sample;
  readonly edits: readonly Edit[];
}

export class Cases {
  readonly #samples: readonly Sample[];
  readonly #seed: number;
  /** Number of the first case in order of each sample, and at the end of all of them. */
  readonly #firsts: number[] = [0];

  constructor(samples: readonly Sample[], seed: number) {
    this.#samples = [...samples].sort((a, b) => a.bytes.length - b.bytes.length);
    this.#seed = seed;
    for (const { bytes } of this.#samples) this.#firsts.push(this.#firsts.at(-1)! + bytes.length * WAYS);
  }

  /** How many cases in order there are. */
  get ordered(): number {
    return this.#firsts.at(-1)!;
  }

  /** How many samples have all their cases among the first `count` of them. */
  whole(count: number): number {
    return this.#firsts.filter((first) => first <= count).length - 1;
  }

  inOrder(number: number): Case {
    const index = this.#firsts.findLastIndex((first) => first <= number);
    const within = number - this.#firsts[index]!;
    const at = Math.floor(within / WAYS);
    const mask = MASKS[within % WAYS];
    const edit: Edit = mask === undefined ? { kind: 'cut', length: at } : { kind: 'flip', at, mask };
    return { sample: this.#samples[index]!, edits: [edit] };
  }

  random(number: number): Case {
    const random = new Random(this.#seed, number);
    const sample = random.pick(this.#samples);
    const count = 1 + random.below(MAX_EDITS);
    return { sample, edits: Array.from({ length: count }, () => this.#edit(sample.bytes, random)) };
  }

  #edit(bytes: Uint8Array, random: Random): Edit {
    const at = random.below(bytes.length);
    switch (random.below(5)) {
      case 0:
        return { kind: 'flip', at, mask: 1 + random.below(255) };
      case 1:
        return {
          kind: 'set',
          at,
          bytes: Array.from({ length: 1 + random.below(8) }, () => random.below(256)),
        };
      case 2:
        return { kind: 'set', at: at - (at % random.pick([1, 2, 4, 8])), bytes: word(bytes.length, random) };
      case 3:
        return { kind: 'cut', length: at };
      default:
        return { kind: 'splice', at, remove: random.below(MAX_SPLICE), insert: this.#piece(random) };
    }
  }

  #piece(random: Random): Uint8Array {
    const { bytes } = random.pick(this.#samples);
    const start = random.below(bytes.length);
    return bytes.slice(start, start + random.below(MAX_SPLICE));
  }
}

/** A length, count or pointer that is likely to be wrong in a telling way, in 2, 4 or 8 bytes. */
function word(size: number, random: Random): number[] {
  const near = size - random.below(16);
  const value = BigInt(
    random.below(2) === 0 ? random.pick(WORDS) : random.below(2) === 0 ? near : random.below(size),
  );
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return [...bytes.subarray(0, random.pick([2, 4, 8]))];
}
