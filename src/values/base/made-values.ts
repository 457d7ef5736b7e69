/** Containers and long strings by where they lie: what is stored once is made once, and cycles come out as cycles. */

/** A JavaScript Map holds 2²⁴ entries. */
const FULL = 2 ** 23;
/** Values after which those made before the last turn may go, where items are handed out one by one. */
const MANY = 2 ** 12;

type Places = Map<number, unknown>;

export class MadeValues {
  /** By type, since one place can be read as several, and position. The last type is at hand: there are few. */
  #places: Map<unknown, Places> | undefined;
  #type: unknown;
  #ofType: Places | undefined;
  #size = 0;
  /** What did not fit, or what was made before the last turn. */
  #earlier: Map<unknown, Places>[] | undefined;
  /** The first value of all, which most often is the only one: maps cost more than a short list takes to read. */
  readonly #firstType: unknown;
  readonly #firstPosition: number;
  readonly #first: unknown;

  constructor(type: unknown, position: number, value: unknown) {
    this.#firstType = type;
    this.#firstPosition = position;
    this.#first = value;
  }

  /** The value made from the bytes at a position as this type; `undefined` when there is none. */
  find(type: unknown, position: number): unknown {
    if (type === this.#firstType && position === this.#firstPosition) return this.#first;
    const known = (type === this.#type ? this.#ofType : this.#places?.get(type))?.get(position);
    if (known !== undefined || this.#earlier === undefined) return known;
    for (const places of this.#earlier) {
      const value = places.get(type)?.get(position);
      if (value === undefined) continue;
      // What is met again stays through the next turn.
      this.add(type, position, value);
      return value;
    }
    return undefined;
  }

  add(type: unknown, position: number, value: unknown): void {
    if (this.#size >= FULL) {
      this.#earlier = [...(this.#earlier ?? []), this.#places!];
      this.#restart();
    }
    if (type !== this.#type || this.#ofType === undefined) {
      this.#places ??= new Map();
      let places = this.#places.get(type);
      if (places === undefined) {
        places = new Map();
        this.#places.set(type, places);
      }
      this.#type = type;
      this.#ofType = places;
    }
    this.#ofType!.set(position, value);
    this.#size += 1;
  }

  /** Lets go of what was neither made nor met since the last turn, if there is enough to be worth it, or `full` says so. */
  turn(full: boolean): boolean {
    if (this.#places === undefined || (this.#size < MANY && !full)) return false;
    this.#earlier = [this.#places];
    this.#restart();
    return true;
  }

  #restart(): void {
    this.#places = undefined;
    this.#type = undefined;
    this.#ofType = undefined;
    this.#size = 0;
  }
}
