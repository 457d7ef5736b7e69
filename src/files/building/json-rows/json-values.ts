/**
 * Values of JSON by the types that are declared for them: arrays for sets, text for times, bytes and large integers. What is in
 * another form than these is left as it is: packing takes it, or says why not.
 */
import { PackError } from '../../../errors.js';
import { StructCodec } from '../../../schema/struct-codec.js';
import { any } from '../../../values/any/any.js';
import { type Codec, describe, FixedCodec, MAX_DEPTH } from '../../../values/base/codec.js';
import { define } from '../../../values/base/json-parts.js';
import { isPlain } from '../../../values/compare/equality.js';
import { DictCodec } from '../../../values/dicts/dict.js';
import { SequenceCodec } from '../../../values/sequences/sequence.js';
import { SetCodec } from '../../../values/sets/set.js';
import { ndarrayOfJson } from './ndarray-of-json.js';
import { fromBase64, SPECIAL_FLOATS, wholeNumber } from './scalar-text.js';
import { dayOf, momentOf, zonedOf } from './time-text.js';

export type ReadJson = (json: unknown) => unknown;

const asIs: ReadJson = (json) => json;

/** Makes readers of values, one for each type. */
export class JsonValues {
  readonly #known = new Map<Codec, ReadJson>();
  #depth = 0;

  /** Reads values of a type; null stays null, which packing refuses where it is not declared. */
  of(codec: Codec): ReadJson {
    const known = this.#known.get(codec);
    if (known !== undefined) return known;
    // A struct can hold itself: within it, what reads it is yet to be made.
    let made: ReadJson = asIs;
    this.#known.set(codec, (json) => made(json));
    made = this.#make(codec);
    this.#known.set(codec, made);
    return made;
  }

  /** Reads what is hashed: keys, and members of sets. Of no declared type, arrays are tuples: lists have no hash. */
  key(codec: Codec): ReadJson {
    return codec === any ? this.#hashed : this.of(codec);
  }

  #make(codec: Codec): ReadJson {
    if (codec instanceof FixedCodec) return numberReader(codec);
    if (codec instanceof StructCodec) return this.#struct(codec);
    const plain = codec.plainType;
    if (plain instanceof SequenceCodec) return this.#sequence(plain);
    if (plain instanceof SetCodec) return this.#set(plain);
    if (plain instanceof DictCodec) return this.#dict(plain);
    return TEXTS[codec.name] ?? asIs;
  }

  #struct({ schema }: StructCodec): ReadJson {
    const fields = new Map(schema.fields.map(({ name, type }) => [name, this.of(type.codec)]));
    return (json) => {
      if (typeof json !== 'object' || json === null || !isPlain(json)) return json;
      const record = {};
      for (const name of Object.keys(json)) {
        const value = json[name];
        define(record, name, this.#within(name, value, fields.get(name) ?? asIs));
      }
      return record;
    };
  }

  #sequence(codec: SequenceCodec): ReadJson {
    const element = this.of(codec.element.codec);
    const tuple = codec.name.startsWith('tuple');
    return (json) => {
      if (!Array.isArray(json)) return json;
      const items = this.#items(json, element);
      return tuple ? Object.freeze(items) : items;
    };
  }

  #set(codec: SetCodec): ReadJson {
    const member = this.key(codec.element.codec);
    return (json) => (Array.isArray(json) ? new Set(this.#items(json, member)) : json);
  }

  /** From an object, whose names are the keys, or from pairs. */
  #dict(codec: DictCodec): ReadJson {
    const readKey = this.key(codec.key.codec);
    const read = this.of(codec.value.codec);
    return (json) => {
      const pairs = Array.isArray(json);
      if (!pairs && (typeof json !== 'object' || json === null || !isPlain(json))) return json;
      const dict = new Map<unknown, unknown>();
      for (const [index, entry] of (pairs ? json : Object.entries(json)).entries()) {
        const at = pairs ? index : entry[0];
        if (!Array.isArray(entry) || entry.length !== 2) {
          throw new PackError(`${describe(entry)} is not a pair of a dict: give [key, value]`).within(at);
        }
        dict.set(this.#within(at, entry[0], readKey), this.#within(at, entry[1], read));
      }
      return dict;
    };
  }

  readonly #hashed: ReadJson = (json) =>
    Array.isArray(json) ? Object.freeze(this.#items(json, this.#hashed)) : json;

  #items(json: readonly unknown[], read: ReadJson): unknown[] {
    return json.map((item, index) => this.#within(index, item, read));
  }

  /** Reads what lies one level further in. */
  #within(segment: string | number, json: unknown, read: ReadJson): unknown {
    if (read === asIs) return json;
    this.#depth += 1;
    try {
      if (this.#depth > MAX_DEPTH) throw new PackError(`values nest deeper than ${MAX_DEPTH} levels`);
      return read(json);
    } catch (error) {
      throw error instanceof PackError ? error.within(segment) : error;
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Integers past 2^53 are text, as are floats that JSON has no number for. */
function numberReader({ name }: FixedCodec): ReadJson {
  if (name.startsWith('float')) return (json) => SPECIAL_FLOATS.get(json) ?? json;
  if (name === 'bool') return asIs;
  return (json) => (typeof json === 'string' ? (wholeNumber(json) ?? json) : json);
}

/** Reads text of a kind; throws for text of another. */
function text(what: string, read: (text: string) => unknown): ReadJson {
  return (json) => {
    if (typeof json !== 'string') return json;
    const value = read(json);
    if (value === undefined) throw new PackError(`${describe(json)} is not ${what}`);
    return value;
  };
}

const BYTES = text('base64, as bytes are written in JSON', fromBase64);
const MOMENT = text('a time like "2026-01-31T23:59:59.123456Z"', momentOf);
const ZONED = text('a time like "2026-01-31T23:59:59+01:00"', zonedOf);

/** By the names of types. */
const TEXTS: Readonly<Record<string, ReadJson>> = {
  bytes: BYTES,
  buffer: BYTES,
  date: text('a date like "2026-01-31"', dayOf),
  datetime: MOMENT,
  datetimeUtc: MOMENT,
  datetimeLocal: MOMENT,
  datetimeTz: ZONED,
  datetimeTzLocal: ZONED,
  jsDate: MOMENT,
  ndarray: ndarrayOfJson,
};
