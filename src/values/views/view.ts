/** What all views share: containers read in place, which hold where they lie and nothing of what is stored there. */
import type { Window } from '../../bytes/window.js';
import { SharedBuffersError } from '../../errors.js';
import { Budget } from '../base/budget.js';
import type { CodecTable } from '../base/codec.js';
import { Decoding } from '../base/decoding.js';
import type { Readings } from '../base/readings.js';
import { COMPARE, type Comparison, deepEqual } from '../compare/equality.js';
import { IDENTITY } from '../compare/pairs.js';
import { JSON_FORM, ToJson } from './to-json.js';

/** Method that decodes a view: as an array, a Set or a Map; within a decoding, if one is given. */
export const PLAIN: unique symbol = Symbol('plain');
/** Method that gives what to pack in place of a view, read within the readings of the packing. */
export const PACKED: unique symbol = Symbol('packed');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/** Elements that `console.log` shows; Node cuts longer arrays there too. */
const SHOWN = 100;

type Inspect = (value: unknown, options: object) => string;

/** A container read in place. Each call is a decoding of its own; after `close()` all of them throw. */
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
  abstract [PLAIN](reader?: Decoding): P;

  /** A decoding of several elements, with one budget for the call. */
  protected reading(): Decoding {
    return new Decoding(this.table, new Budget());
  }

  /** @internal */
  [PACKED](readings: Readings): object {
    return this.plainWithin(readings);
  }

  /** Number of elements, and the first few of them, for `console.log`. */
  protected abstract shown(limit: number): [size: number, content: object];

  /** Whether a view, or the plain value it stands for, has the same content. */
  equals(other: unknown): boolean {
    return deepEqual(this, other);
  }

  /** What `JSON.stringify` uses: sets and views become arrays, byte strings base64, integers past 2⁵³ strings. */
  toJSON(): unknown {
    return new ToJson(this.window, this.offset).value(this);
  }

  /** @internal */
  [JSON_FORM](json: ToJson): unknown {
    return json.contents(this.plainWithin(json.readings));
  }

  /** @internal */
  [COMPARE](other: unknown, comparison: Comparison): boolean {
    const { readings } = comparison;
    const plain = isView(other) ? other.plainWithin(readings) : other;
    return comparison.equal(this.plainWithin(readings), plain);
  }

  /** @internal What a view stands for, read within the readings of a call. */
  plainWithin(readings: Readings): P {
    return this[PLAIN](readings.of(this.window, this.table));
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
