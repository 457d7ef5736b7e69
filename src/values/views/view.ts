/** What all views share: containers read in place, which hold where they lie and nothing of what is stored there. */
import type { Window } from '../../bytes/window.js';
import { SharedBuffersError } from '../../errors.js';
import type { CodecTable } from '../base/codec.js';
import { COMPARE, deepEqual, IDENTITY } from '../compare/equality.js';
import { viewToJson } from './view-json.js';

/** Method that decodes a view: as an array, a Set or a Map. */
export const PLAIN: unique symbol = Symbol('plain');
/** Method that gives what to pack in place of a view. */
export const PACKED: unique symbol = Symbol('packed');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/** Elements that `console.log` shows; Node cuts longer arrays there too. */
const SHOWN = 100;

type Inspect = (value: unknown, options: object) => string;

/** A container read in place. Each element read is a decoding of its own; after `close()` all of them throw. */
export abstract class View<P extends object = object> {
  /** @internal */
  protected readonly window: Window;
  /** @internal */
  protected readonly offset: number;
  /** @internal */
  protected readonly table: CodecTable;

  /** @internal */
  constructor(window: Window, offset: number, table: CodecTable) {
    this.window = window;
    this.offset = offset;
    this.table = table;
  }

  /** @internal */
  abstract [PLAIN](): P;

  /** @internal */
  [PACKED](): object {
    return this[PLAIN]();
  }

  /** Number of elements, and the first few of them, for `console.log`. */
  protected abstract shown(limit: number): [size: number, content: object];

  /** Whether a view, or the plain value it stands for, has the same content. */
  equals(other: unknown): boolean {
    return deepEqual(this, other);
  }

  /** What `JSON.stringify` uses: sets and views become arrays, byte strings base64, integers past 2⁵³ strings. */
  toJSON(): unknown {
    return viewToJson(this[PLAIN](), this.window.memory.byteLength);
  }

  /** @internal */
  [COMPARE](other: unknown, equal: (a: unknown, b: unknown) => boolean): boolean {
    return equal(this[PLAIN](), isView(other) ? other[PLAIN]() : other);
  }

  /** @internal A view is another object each time it is read. */
  [IDENTITY](): readonly unknown[] {
    return [this.window.memory, Object.getPrototypeOf(this), this.window.base + this.offset];
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect?: Inspect): unknown {
    const name = this.constructor.name;
    try {
      const [size, content] = this.shown(SHOWN);
      if (inspect === undefined) return content;
      return `${name}(${size}) ${inspect(content, options)}${size > SHOWN ? ` (the first ${SHOWN})` : ''}`;
    } catch (error) {
      if (error instanceof SharedBuffersError) return `${name} { error: ${error.message} }`;
      throw error;
    }
  }
}

export function isView(value: unknown): value is View {
  return value instanceof View;
}
