/**
 * Values of no declared type as JSON. What would be lost is tagged: `{"$bytes": "…"}`, `{"$set": […]}`; dicts are
 * objects, unless their keys are not text or could be taken for tags.
 */
import { SchemaError } from '../../errors.js';
import { DictView } from '../../values/dicts/dict-view.js';
import { NdArray } from '../../values/ndarrays/ndarray.js';
import { ListView } from '../../values/sequences/list-view.js';
import { SetView } from '../../values/sets/set-view.js';
import { BoundedText } from './bounded-text.js';
import { numberJson, TAGS, tagOf } from './json-forms.js';

export class ValueWriter {
  protected readonly text: BoundedText = new BoundedText();

  /** A value's JSON. */
  value(value: unknown): string {
    this.text.restart('');
    this.any(value);
    return this.text.content;
  }

  protected any(value: unknown): void {
    if (typeof value === 'bigint') {
      const json = numberJson(value);
      this.text.put(json.startsWith('"') ? `{"$int":${json}}` : json);
    } else if (typeof value === 'number') {
      const json = numberJson(value);
      this.text.put(json.startsWith('"') ? `{"$float":${json}}` : json);
    } else if (typeof value !== 'object' || value === null) this.text.put(JSON.stringify(value));
    else this.#object(value);
  }

  #object(value: object): void {
    const tag = tagOf(value);
    if (tag !== undefined) {
      this.text.spend(bytesOf(value));
      this.text.put(`{"${tag}":${TAGS.get(tag)!.write(value)}}`);
    } else if (Array.isArray(value) ? Object.isFrozen(value) : value instanceof ListView && value.tuple) {
      this.#tagged('$tuple', value as Iterable<unknown>);
    } else if (Array.isArray(value) || value instanceof ListView) this.items(value);
    else if (value instanceof Set || value instanceof SetView) this.#tagged('$set', value);
    else if (value instanceof Map || value instanceof DictView) this.dict(value);
    else this.struct(value);
  }

  /** A struct with its type code in front. */
  protected struct(_value: object): void {
    throw new SchemaError('the value is of a kind that has no JSON form');
  }

  #tagged(tag: string, items: Iterable<unknown>): void {
    this.text.put(`{"${tag}":`);
    this.items(items);
    this.text.put('}');
  }

  protected dict(dict: Iterable<[unknown, unknown]>): void {
    const entries = [...dict];
    this.text.spend(entries.length);
    if (!entries.every(([key]) => typeof key === 'string' && !key.startsWith('$'))) {
      this.#tagged('$dict', entries);
      return;
    }
    this.text.put('{');
    this.text.enter();
    entries.forEach(([key, value], index) => {
      this.text.put(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`);
      this.any(value);
    });
    this.text.leave();
    this.text.put('}');
  }

  protected items(items: Iterable<unknown>): void {
    this.text.put('[');
    this.text.enter();
    let first = true;
    for (const item of items) {
      if (!first) this.text.put(',');
      first = false;
      this.any(item);
    }
    this.text.leave();
    this.text.put(']');
  }
}

/** Bytes that are about to become text, which has a limit of its own. */
export function bytesOf(value: unknown): number {
  return value instanceof Uint8Array || value instanceof NdArray ? value.byteLength : 0;
}
