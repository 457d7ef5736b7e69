import { PackError } from '../../errors.js';
import {
  appendItems,
  type PickleOutput,
  saveDict,
  saveList,
  saveTuple,
  setItems,
} from './container-opcodes.js';
import { PickleLeaves } from './leaf-writer.js';
import { Opcode } from './opcodes.js';
import {
  PickleCall,
  PickleFrozenSet,
  PickleGlobal,
  type PickleInput,
  PicklePersistentId,
  PickleTuple,
} from './pickle-values.js';

const PROTOCOL = 2;
/** Deepest nesting written; `readPickle` reads no deeper. */
const MAX_DEPTH = 1000;
/** Levels named in an error: the innermost ones find the place, a thousand would hide it. */
const PATH_SHOWN = 10;

const SET: PickleGlobal = new PickleGlobal('__builtin__', 'set');
const FROZENSET: PickleGlobal = new PickleGlobal('__builtin__', 'frozenset');

/** A value as a pickle of protocol 2. Throws `PackError` where pickles have no such value. */
export function writePickle(value: PickleInput): Uint8Array {
  const writer = new PickleWriter();
  writer.save(value);
  return writer.finish();
}

/** Writes one pickle of protocol 2, byte for byte as Python 3 does (docs/format.md 12). */
export class PickleWriter {
  readonly #leaves: PickleLeaves = new PickleLeaves();
  readonly #out: PickleOutput;
  readonly #path: (string | number)[] = [];

  constructor() {
    this.#out = { leaves: this.#leaves, saveAt: (segment, value) => this.#saveAt(segment, value) };
    this.#leaves.op(Opcode.PROTO);
    this.#leaves.op(PROTOCOL);
  }

  /** Ends the pickle, whose value is the one saved last, and returns its bytes. */
  finish(): Uint8Array {
    this.#leaves.op(Opcode.STOP);
    return this.#leaves.sink.finish();
  }

  /** Takes the value saved last away again. It can still be referred to. */
  drop(): void {
    this.#leaves.op(Opcode.POP);
  }

  /** Gives an object that was written before another state. The object is then the value saved last. */
  saveState(object: PickleCall, state: PickleInput): void {
    this.save(object);
    this.#saveAt('state', state);
    this.#leaves.op(Opcode.BUILD);
  }

  /** Writes a value; one that was written before becomes a reference to it. */
  save(value: PickleInput): void {
    const leaves = this.#leaves;
    if (value === null) leaves.op(Opcode.NONE);
    else if (value === true) leaves.op(Opcode.NEWTRUE);
    else if (value === false) leaves.op(Opcode.NEWFALSE);
    else if (typeof value === 'number') this.#saveNumber(value);
    else if (typeof value === 'bigint') leaves.sink.integer(value);
    else if (typeof value === 'string') leaves.text(value);
    else if (typeof value !== 'object') this.#refuse(`a pickle cannot hold a value of type ${typeof value}`);
    else if (!leaves.recall(value)) this.#saveObject(value);
  }

  /** A whole JavaScript number is a Python int, −0 apart. */
  #saveNumber(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.#leaves.sink.integer(value);
    else this.#leaves.sink.float(value);
  }

  #saveObject(value: object): void {
    if (value instanceof PickleGlobal) this.#saveGlobal(value);
    else if (value instanceof Uint8Array) this.#leaves.bytes(value);
    else if (value instanceof PickleTuple) saveTuple(this.#out, value);
    else if (value instanceof PickleCall) this.#saveCall(value);
    else if (value instanceof Set) this.#saveSet(value);
    else if (Array.isArray(value)) saveList(this.#out, value);
    else if (value instanceof Map) saveDict(this.#out, value, [...value].flat(1));
    else if (value instanceof PicklePersistentId) this.#savePersistentId(value);
    else if (isPlain(value)) saveDict(this.#out, value, Object.entries(value).flat(1));
    else this.#refuse('a pickle cannot hold an instance of a JavaScript class; convert it to plain data');
  }

  #saveGlobal(global: PickleGlobal): void {
    if (`${global.module}${global.name}`.includes('\n'))
      this.#refuse('a global has a line break in its name');
    this.#leaves.global(global);
  }

  /** Protocol 2 has no opcode for sets: the call `set([...])` stands for one. */
  #saveSet(set: ReadonlySet<PickleInput>): void {
    this.#leaves.global(set instanceof PickleFrozenSet ? FROZENSET : SET);
    saveList(this.#out, [...set]);
    this.#leaves.op(Opcode.TUPLE1);
    this.#leaves.remember();
    this.#finishCall(set, Opcode.REDUCE);
  }

  #saveCall(call: PickleCall): void {
    if (call.kind === 'newobjEx') this.#refuse('protocol 2 has no form for an object with keyword arguments');
    this.#saveAt('callable', call.callable);
    // A tuple of its own each time, as in Python, which matters if the call is met again among its arguments.
    this.#saveAt('args', new PickleTuple(call.args.items));
    if (!this.#finishCall(call, call.kind === 'reduce' ? Opcode.REDUCE : Opcode.NEWOBJ)) return;
    appendItems(this.#out, call.items);
    setItems(this.#out, call.entries);
    for (const state of call.states) {
      this.#saveAt('state', state);
      this.#leaves.op(Opcode.BUILD);
    }
  }

  /** Ends a call's opcodes. If `object` was written on the way, refers to that one instead and returns false. */
  #finishCall(object: object, opcode: number): boolean {
    this.#leaves.op(opcode);
    if (!this.#leaves.has(object)) {
      this.#leaves.remember(object);
      return true;
    }
    this.#leaves.op(Opcode.POP);
    this.#leaves.recall(object);
    return false;
  }

  #savePersistentId({ id }: PicklePersistentId): void {
    this.#saveAt('id', id);
    this.#leaves.op(Opcode.BINPERSID);
  }

  #saveAt(segment: string | number, value: PickleInput): void {
    if (this.#path.length >= MAX_DEPTH) this.#refuse(`values are nested more than ${MAX_DEPTH} deep`);
    this.#path.push(segment);
    this.save(value);
    this.#path.pop();
  }

  #refuse(reason: string): never {
    const path = this.#path.slice(-PATH_SHOWN);
    throw path.reduceRight((error, segment) => error.within(segment), new PackError(reason));
  }
}

/** Whether this is an object literal's object, from whichever realm. */
function isPlain(value: object): value is { readonly [key: string]: PickleInput } {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
