/** What lists, tuples and sets know of their elements' declared type. */
import { CorruptBufferError } from '../errors.js';
import { type Codec, FixedCodec } from './codec.js';
import { isInteger } from './number-sequence.js';
import { bigint64, biguint64, bool, float, float32, float64 } from './numbers.js';
import type { Packer } from './packer.js';
import type { ElementCodec } from './pointer-sequence.js';
import { taggedKey } from './tag.js';

const scratch = new DataView(new ArrayBuffer(8));

/**
 * How packed numbers of an element type are stored: integers in the narrowest code that holds all of them, as
 * Python does whatever the declared width; floats in their own.
 */
export type NumberRule = 'integer' | 'float' | 'none';

/** An element type, declared or `any`. */
export class Element<T = unknown> implements ElementCodec<T> {
  readonly codec: Codec<T>;
  readonly nullable: boolean;
  readonly numbers: NumberRule;
  /** The declared type is a bigint one, so stored numbers of any width come as bigints. */
  readonly wide: boolean;

  constructor(codec: Codec<T>, nullable: boolean) {
    const kind: Codec = codec;
    this.nullable = nullable;
    this.wide = kind === bigint64 || kind === biguint64;
    if (!(codec instanceof FixedCodec) || kind === bool) this.numbers = 'none';
    else this.numbers = kind === float || kind === float32 || kind === float64 ? 'float' : 'integer';
    this.codec = this.numbers === 'integer' ? (new PlainInteger(codec as FixedCodec) as Codec<T>) : codec;
  }

  taggedKey(value: unknown): unknown {
    return this.numbers === 'float' ? undefined : taggedKey(value);
  }

  /** The packed codec of a float element type. */
  get floatCodec(): FixedCodec {
    return this.codec as FixedCodec;
  }

  /** Throws `PackError` unless a number is one that the declared type holds. */
  check(value: unknown): asserts value is number | bigint {
    (this.codec as FixedCodec).put(scratch, 0, value);
  }

  /** A stored number as the declared type gives it. */
  accept(value: number | bigint): T {
    return (this.codec as FixedCodec<T>).accept(value);
  }

  /** An element that is None where the type allows no null. */
  refuseNull(position: number): CorruptBufferError {
    return new CorruptBufferError(
      `None is stored among elements declared as ${this.codec.name}: declare them .nullable()`,
      position,
    );
  }
}

/** A declared integer among values behind pointers: checked by its type, stored as any plain integer is. */
class PlainInteger<T> extends FixedCodec<T> {
  readonly #declared: FixedCodec<T>;

  constructor(declared: FixedCodec<T>) {
    super(declared.name, declared.size, String.fromCharCode(declared.code));
    this.#declared = declared;
  }

  override get(view: DataView, offset: number): T {
    return this.#declared.get(view, offset);
  }

  override put(view: DataView, offset: number, value: unknown): void {
    this.#declared.put(view, offset, value);
  }

  override accept(value: unknown): T {
    return this.#declared.accept(value);
  }

  override writeTagged(packer: Packer, value: unknown): void {
    this.put(scratch, 0, value);
    packer.table.writeAny(packer, isInteger(value) ? value : Number(value) + 0);
  }
}
