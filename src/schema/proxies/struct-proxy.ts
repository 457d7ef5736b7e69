/** What every struct read in place can do. */
import { SharedBuffersError } from '../../errors.js';
import { COMPARE, type Comparing } from '../../values/base/own-forms.js';
import type { Readings } from '../../values/base/readings.js';
import { deepEqual } from '../../values/compare/equality.js';
import { IDENTITY } from '../../values/compare/pairs.js';
import { type Inspect, isHidden, printingOf } from '../../values/views/printing.js';
import { JSON_FORM, PLACE, ToJson } from '../../values/views/to-json.js';
import { fieldWithin, presentFields } from './fields.js';
import { CLASS_NAME, FIELDS, ProxyBase } from './proxy.js';
import { toPlain } from './to-object.js';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Base class of struct classes. Slots of the same name hide these methods. */
export class StructProxy extends ProxyBase {
  /** A plain object with a copy of every field present, nested structs included. */
  toObject(): object {
    return toPlain(this);
  }

  /** What `JSON.stringify` uses: sets become arrays, byte strings base64, integers past 2⁵³ strings. */
  toJSON(): unknown {
    return new ToJson(this['\ud800window'], this['\ud800offset']).value(this);
  }

  /** Whether another proxy or object has the same fields with the same content. */
  equals(other: unknown): boolean {
    return deepEqual(this, other);
  }

  /** @internal */
  [JSON_FORM](json: ToJson): unknown {
    const object = {};
    for (const [name, value] of presentFields(this, json.readings)) json.member(object, name, value);
    return object;
  }

  /** @internal No plain object, which Vitest assigns to before it prints how two differ, and would to the file. */
  get [Symbol.toStringTag](): string {
    return 'Record';
  }

  /** @internal lodash puts a tag out of the way while it looks at a value. */
  set [Symbol.toStringTag](value: unknown) {
    Object.defineProperty(this, Symbol.toStringTag, { value, configurable: true });
  }

  /** @internal */
  get [PLACE](): unknown {
    return this['\ud800window'].base + this['\ud800offset'];
  }

  /** @internal */
  [COMPARE](other: unknown, comparison: Comparing): boolean {
    if (typeof other !== 'object' || other === null || Symbol.iterator in other) return false;
    const names = new Set([
      ...this[FIELDS],
      ...(other instanceof ProxyBase ? other[FIELDS] : Object.keys(other)),
    ]);
    const { readings } = comparison;
    for (const name of names) {
      const [a, b] = [fieldWithin(this, name, readings), fieldWithin(other, name, readings)];
      if (!comparison.equal(a, b)) return false;
    }
    return true;
  }

  /** @internal A struct is another proxy each time it is read. */
  [IDENTITY](): readonly unknown[] {
    const window = this['\ud800window'];
    return [window.memory, Object.getPrototypeOf(this), window.base + this['\ud800offset']];
  }

  /** @internal */
  [INSPECT](depth: unknown, given: object, inspect?: Inspect): unknown {
    if (isHidden(depth)) return `[${this[CLASS_NAME]}]`;
    const { readings, options } = printingOf(given, depth);
    const object = shown(this, readings);
    return inspect === undefined ? object : `${this[CLASS_NAME]} ${inspect(object, options)}`;
  }
}

/** The fields for `console.log`, which must not throw: for a damaged record, what is wrong with it. */
function shown(proxy: StructProxy, readings: Readings): object {
  try {
    return toPlain(proxy, readings);
  } catch (error) {
    if (error instanceof SharedBuffersError) return { error: error.message };
    throw error;
  }
}
