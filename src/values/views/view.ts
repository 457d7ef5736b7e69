/** What all views share: containers read in place, which hold where they lie and nothing of what is stored there. */
import type { Window, WindowOwner } from '../../bytes/window.js';
import { ArgumentError, SharedBuffersError } from '../../errors.js';
import { Budget, COST } from '../base/budget.js';
import { type CodecTable, describe } from '../base/codec.js';
import { Decoding } from '../base/decoding.js';
import { COMPARE, type Comparing, PLAIN_FORM } from '../base/own-forms.js';
import type { Readings } from '../base/readings.js';
import { deepEqual } from '../compare/equality.js';
import { IDENTITY } from '../compare/pairs.js';
import { type Inspect, isHidden, printingOf } from './printing.js';
import { JSON_FORM, PLACE, ToJson } from './to-json.js';

/** Method that decodes a view: as an array, a Set or a Map; within a decoding, if one is given. */
export const PLAIN: unique symbol = Symbol('plain');
/** Method that gives what to pack in place of a view, read within the readings of the packing. */
export const PACKED: unique symbol = Symbol('packed');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const COPIED = Symbol.for('@jest/serializableProperties');
/** Elements that `console.log` shows; Node cuts longer arrays there too. */
const SHOWN = 100;
/** Elements that the text of a view shows. */
const FEW = 10;
/** An index, or what would be one. */
const INDEX = /^-?\d+$/;

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
    if (!guarded) guard();
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

  /** Number of elements, and the first few of them, for `console.log`; read within a decoding. */
  protected abstract shown(limit: number, reader: Decoding): [size: number, content: object];

  /**
   * Whether a view, or the plain value it stands for, has the same content.
   *
   * @param other What it is compared with.
   */
  equals(other: unknown): boolean {
    return deepEqual(this, other);
  }

  /** What `JSON.stringify` uses: sets and views become arrays, byte strings base64, integers past 2⁵³ strings. */
  get toJSON(): () => unknown {
    return () => new ToJson(this.window, this.offset).value(this);
  }

  /** @internal Jest prints copies of what differs: all that a copy of a view needs is its form, taken from the view. */
  get [COPIED](): readonly string[] {
    return ['toJSON'];
  }

  /** @internal No plain object, which Vitest copies without what is private. */
  get [Symbol.toStringTag](): string {
    return 'View';
  }

  /** @internal lodash puts a tag out of the way while it looks at a value. */
  set [Symbol.toStringTag](value: unknown) {
    Object.defineProperty(this, Symbol.toStringTag, { value, configurable: true });
  }

  /** @internal */
  get [PLACE](): unknown {
    return this;
  }

  /** @internal */
  [JSON_FORM](json: ToJson): unknown {
    return json.contents(this.plainWithin(json.readings));
  }

  /** @internal */
  [COMPARE](other: unknown, comparison: Comparing): boolean {
    const { readings } = comparison;
    const plain = isView(other) ? other.plainWithin(readings) : other;
    return comparison.equal(this.plainWithin(readings), plain);
  }

  /** @internal */
  get memory(): WindowOwner {
    return this.window.memory;
  }

  /** @internal What a view stands for, read within the readings of a call. */
  plainWithin(readings: Readings): P {
    return this[PLAIN](readings.of(this.window, this.table));
  }

  /** @internal */
  [PLAIN_FORM](readings: Readings): P {
    readings.budget.admit(this.memory);
    return this.plainWithin(readings);
  }

  /** @internal A view is another object each time it is read. */
  [IDENTITY](): readonly unknown[] {
    return [this.window.memory, Object.getPrototypeOf(this), this.window.base + this.offset];
  }

  /** What it is, its size and its first few elements: `ListView(3) [1, "a", an Array]`. */
  toString(): string {
    const [size, content] = this.shown(FEW, this.reading());
    const items =
      content instanceof Map
        ? Array.from(content, ([key, value]) => `${describe(key)} => ${describe(value)}`)
        : Array.from(content as Iterable<unknown>, describe);
    if (size > FEW) items.push('…');
    const [open, close] = Array.isArray(content) ? '[]' : '{}';
    return `${this.constructor.name}(${size}) ${open}${items.join(', ')}${close}`;
  }

  /** @internal A view is no number, so `<` and the like have no answer. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== 'number') return this.toString();
    throw new ArgumentError(
      `${describe(this)} is no number, and has no order but by methods: compare, isSubsetOf`,
    );
  }

  /** @internal */
  [INSPECT](depth: unknown, given: object, inspect?: Inspect): unknown {
    const name = this.constructor.name;
    if (isHidden(depth)) return `[${name}]`;
    try {
      const { readings, options } = printingOf(given, depth);
      const [size, content] = this.shown(SHOWN, readings.of(this.window, this.table));
      readings.budget.spend(this.window, this.offset, COST.view * Math.min(size, SHOWN));
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

let guarded = false;

/**
 * Makes errors of what would go wrong without a word: assigning to an index, which would give the view a property that
 * nothing reads, and lodash's copies, which lack what is private. Methods and fields are found before the proxy, so that
 * they are as fast as without it. Done as the first view is made, since importing the library does nothing.
 */
function guard(): void {
  guarded = true;
  Object.defineProperty(View.prototype, 'window', { get: () => undefined, set: refuseCopy });
  const set: ProxyHandler<object>['set'] = (target, name, value, receiver) => {
    if (typeof name === 'string' && INDEX.test(name)) refuseChange();
    return Reflect.set(target, name, value, receiver);
  };
  Object.setPrototypeOf(View.prototype, new Proxy({}, { set }));
}

function refuseChange(): never {
  throw new ArgumentError(
    'a view is read in place and cannot be changed: pack a changed copy, of toArray() or the like',
  );
}

function refuseCopy(): never {
  throw new ArgumentError(
    'a view is read in place and is not cloned: clone its toArray(), toSet() or toMap()',
  );
}
