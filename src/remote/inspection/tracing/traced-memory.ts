/** A memory that notes what is read of it: what a decoder looks at is told by the decoder itself, and by no second description. */
import { Memory } from '../../../bytes/memory.js';
import { Window } from '../../../bytes/window.js';
import { CorruptBufferError } from '../../../errors.js';

/** A stretch that was looked at. */
export interface Read {
  readonly position: number;
  readonly length: number;
  /** A number by its type, bytes, or a stretch that was asked for by what it is. */
  readonly as: string;
  /** Of a number. */
  readonly value?: number | bigint | undefined;
}

type Note = (read: Read) => void;

/** The numbers that a view reads, and their bytes. */
const NUMBERS = [
  ['getUint8', 'u8', 1],
  ['getInt8', 'i8', 1],
  ['getUint16', 'u16', 2],
  ['getInt16', 'i16', 2],
  ['getUint32', 'u32', 4],
  ['getInt32', 'i32', 4],
  ['getFloat32', 'f32', 4],
  ['getFloat64', 'f64', 8],
  ['getBigUint64', 'u64', 8],
  ['getBigInt64', 'i64', 8],
] as const;

function tracedView(view: DataView, base: number, note: Note): DataView {
  const traced = new DataView(view.buffer, view.byteOffset, view.byteLength);
  for (const [name, as, length] of NUMBERS) {
    Object.defineProperty(traced, name, {
      value: (offset: number, littleEndian?: boolean) => {
        const value = view[name](offset, littleEndian);
        note({ position: base + offset, length, as, value });
        return value;
      },
    });
  }
  return traced;
}

/** The bytes, of which elements and parts that are taken are noted; everything else is the array's own. */
function tracedBytes(bytes: Uint8Array, base: number, note: Note): Uint8Array {
  const part =
    (take: 'subarray' | 'slice') =>
    (from = 0, to = bytes.length) => {
      const taken = bytes[take](from, to);
      note({ position: base + from, length: taken.length, as: 'bytes' });
      return taken;
    };
  const parts = { subarray: part('subarray'), slice: part('slice') };
  return new Proxy(bytes, {
    get(target, name) {
      if (name === 'subarray' || name === 'slice') return parts[name];
      if (typeof name === 'string' && /^\d+$/.test(name)) {
        const value = target[Number(name)];
        if (value !== undefined) note({ position: base + Number(name), length: 1, as: 'u8', value });
        return value;
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

class TracedWindow extends Window {
  readonly #inner: Window;
  readonly #traced: Uint8Array;
  readonly #note: Note;

  constructor(memory: TracedMemory, inner: Window, note: Note) {
    super(memory, inner.base, inner.bytes, true);
    this.#inner = inner;
    this.#note = note;
    this.#traced = tracedBytes(inner.bytes, inner.base, note);
    this.reach = inner.reach;
    this.view = tracedView(inner.view, inner.base, note);
    // Decoders then take the bytes, which notes what they take.
    this.buffer = undefined;
  }

  override get bytes(): Uint8Array {
    return this.#traced;
  }

  override need(offset: number, length: number): void {
    super.need(offset, length);
    if (length > 0) this.#note({ position: this.base + offset, length, as: 'need' });
  }

  override outside(offset: number, length: number): Error {
    return this.#inner.outside(offset, length);
  }
}

export class TracedMemory extends Memory {
  override readonly partial: boolean = true;
  readonly #inner: Memory;
  readonly #note: Note;

  constructor(inner: Memory, note: Note) {
    super(
      inner.byteLength,
      () => {
        throw new CorruptBufferError(`${inner.name} is read through another memory`);
      },
      inner.name,
    );
    this.#inner = inner;
    this.#note = note;
  }

  override windowAt(position: number): Window {
    return new TracedWindow(this, this.#inner.windowAt(position), this.#note);
  }

  override peek(position: number, length: number, what: string): Window {
    const inner = this.#inner.peek(position, length, what);
    this.#note({ position, length, as: what });
    return new TracedWindow(this, inner, this.#note);
  }
}
