/** Pairs of objects that one comparison has met, and what it knows of them. */

/** Method of objects that are made anew for the same stored value each time: what tells that value from others. */
export const IDENTITY: unique symbol = Symbol('identity');

interface Identified {
  [IDENTITY](): readonly unknown[];
}

/** Objects remembered at most between two turns. */
const MANY = 2 ** 12;

type Tree = Map<unknown, unknown>;

export class Pairs<State> {
  #states: Tree | undefined;
  /** One object to stand for each identity. */
  #identities: Tree | undefined;

  /** What is known of all pairs with `a` in front, by what `keyOf` gives for the other. */
  of(a: object): Map<unknown, State> {
    this.#states ??= new Map();
    return branch(this.#states, this.keyOf(a)) as Map<unknown, State>;
  }

  /** What stands for an object: itself, or for what is read in place the value that it stands for. */
  keyOf(value: object): unknown {
    if (typeof (value as Partial<Identified>)[IDENTITY] !== 'function') return value;
    this.#identities ??= new Map();
    let node = this.#identities;
    for (const part of (value as Identified)[IDENTITY]()) node = branch(node, part);
    return node;
  }

  /** Forgets all pairs, if there are many: for comparisons with item after item. */
  next(): void {
    if (this.#states === undefined || this.#states.size < MANY) return;
    this.#states = undefined;
    this.#identities = undefined;
  }
}

function branch(map: Tree, key: unknown): Tree {
  const known = map.get(key);
  if (known !== undefined) return known as Tree;
  const made: Tree = new Map();
  map.set(key, made);
  return made;
}
