import { knownConstruction } from './known-constructors.js';
import { PickleCursor } from './pickle-bytes.js';
import {
  PickleCall,
  type PickleCallKind,
  type PickleDict,
  PickleFrozenSet,
  PickleGlobal,
  PicklePersistentId,
  PickleTuple,
  type PickleValue,
} from './pickle-values.js';

/**
 * Most containers and calls in one pickle. One byte makes an empty dict, which takes some 200 bytes of memory
 * here: without a limit a file could ask for that many times its own size.
 */
const MAX_OBJECTS = 1_000_000;

/**
 * The stack machine that pickles are programs for, with the parts that could act left out: it pushes, collects
 * and remembers values, and calls nothing. Work and memory are proportional to the pickle's length.
 */
export class PickleMachine {
  readonly cursor: PickleCursor;
  /** Where the opcode being run starts. */
  opcodeAt = 0;
  readonly #stack: PickleValue[] = [];
  /** Stack heights at each open MARK. */
  readonly #marks: number[] = [];
  readonly #memo: Map<number, PickleValue> = new Map();
  #objectsLeft: number = MAX_OBJECTS;
  /** Elements that may still be copied: no pickle that Python writes copies more than it holds. */
  #copiesLeft: number;

  constructor(bytes: Uint8Array, base: number) {
    this.cursor = new PickleCursor(bytes, base);
    this.#copiesLeft = bytes.length;
  }

  /** Throws the error for an opcode that makes no sense where it stands. */
  fail(message: string): never {
    return this.cursor.fail(message, this.opcodeAt);
  }

  /** `value`, unless it could not be read. */
  require<T>(value: T | undefined, what: string): T {
    return value === undefined ? this.fail(`${what} cannot be read`) : value;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Pushes a new container or call. */
  pushObject(value: PickleValue): void {
    if (this.#objectsLeft-- <= 0) this.fail(`more than ${MAX_OBJECTS} objects`);
    this.#stack.push(value);
  }

  top(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) this.fail('an opcode finds no value to work on');
    return this.#stack.at(-1)!;
  }

  pop(): PickleValue {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** Removes the innermost mark and returns what was above it. */
  popMark(): PickleValue[] {
    const height = this.#marks.pop() ?? this.fail('an opcode finds no mark');
    return this.#stack.splice(height);
  }

  /** The opcode POP: drops one value, or a mark if that is on top. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  /** The value that the pickle stands for, at its end. */
  result(): PickleValue {
    const value = this.pop();
    if (this.#stack.length + this.#marks.length > 0) this.fail('values are left over at the end');
    return value;
  }

  remember(index: number | bigint = this.#memo.size): void {
    this.#memo.set(this.#memoIndex(index), this.top());
  }

  recall(index: number | bigint): void {
    const value = this.#memo.get(this.#memoIndex(index));
    if (value === undefined) this.fail(`nothing was remembered as ${index}`);
    this.push(value);
  }

  popTuple(size: number): void {
    const items: PickleValue[] = [];
    for (let i = 0; i < size; i++) items.unshift(this.pop());
    this.pushObject(new PickleTuple(items));
  }

  append(items: readonly PickleValue[]): void {
    const target = this.top();
    const list = target instanceof PickleCall ? target.items : target;
    if (!Array.isArray(list)) this.fail('items are appended to what is not a list');
    for (const item of items) list.push(item);
  }

  addToSet(items: readonly PickleValue[]): void {
    const target = this.top();
    if (target instanceof PickleCall) this.append(items);
    else if (!(target instanceof Set) || target instanceof PickleFrozenSet) this.fail('not a set to add to');
    else for (const item of items) target.add(item);
  }

  /** `entries` are keys and values in turn. */
  setItems(entries: readonly PickleValue[]): void {
    if (entries.length % 2 !== 0) this.fail('a key has no value');
    const target = this.top();
    if (target instanceof PickleCall) {
      for (const part of entries) target.entries.push(part);
    } else if (target instanceof Map) {
      for (let i = 0; i < entries.length; i += 2) target.set(entries[i]!, entries[i + 1]!);
    } else {
      this.fail('entries are set in what is not a dict');
    }
  }

  /** Records a call of `callable`, or makes the plain data that the call is known to spell. */
  call(kind: PickleCallKind, callable: PickleValue, args: PickleValue, keywords?: PickleDict): void {
    if (!(args instanceof PickleTuple)) this.fail('the arguments of a call are not a tuple');
    const inert =
      callable instanceof PickleGlobal ||
      callable instanceof PickleCall ||
      callable instanceof PicklePersistentId;
    if (!inert) this.fail('what is called is neither a class nor a function');
    const known =
      kind === 'reduce' ? knownConstruction(callable, args, (count) => this.#charge(count)) : undefined;
    this.pushObject(known ?? new PickleCall(kind, callable, args, keywords));
  }

  /** The opcode BUILD: gives the object on top its state. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (!(target instanceof PickleCall)) this.fail('a state is given to what is not an object');
    target.states.push(state);
  }

  #memoIndex(index: number | bigint): number {
    if (typeof index === 'bigint' || index < 0) this.fail(`${index} is not a memo index`);
    return index;
  }

  #charge(elements: number): void {
    this.#copiesLeft -= elements;
    if (this.#copiesLeft < 0) this.fail('one list is copied many times over');
  }
}
