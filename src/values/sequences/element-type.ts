/** What lists, tuples and sets know of their elements' declared type. */
import { CorruptBufferError, PackError } from '../../errors.js';
import { type Codec, FixedCodec } from '../base/codec.js';
import type { Packer } from '../base/packer.js';
import { kindOf } from '../base/sharing-kind.js';
import { contentOf } from '../base/tagged-value.js';
import { bool, float, float32, float64 } from '../numbers/number-types.js';
import { plainCodec, plainKey } from '../numbers/untyped-number.js';
import { bytes, text } from '../text/text-and-bytes.js';

const scratch = new DataView(new ArrayBuffer(8));

/** Kind of elements of which nothing is declared. */
export const UNDECLARED = 'undeclared';

/**
 * How the numbers among elements are packed: `integer`, in the narrowest code that holds all of them, as Python does
 * whatever the declared width; `float`, in the declared code; `any`, as their values suggest; `none`, never.
 */
export type NumberRule = 'integer' | 'float' | 'any' | 'none';

/** An element type, declared or `any`. */
export class Element<T = unknown> {
  readonly codec: Codec<T>;
  /** None is allowed among the elements. */
  readonly nullable: boolean;
  readonly numbers: NumberRule;
  /** What containers of this type of element have in common in sharing. */
  readonly kind: unknown;
  /** Whether a value is one that has the same form undeclared; undefined where none is known to. */
  readonly #isPlain: ((value: unknown) => boolean) | undefined;

  constructor(codec: Codec<T>, nullable: boolean) {
    this.nullable = nullable;
    this.numbers = ruleOf(codec);
    const any = this.numbers === 'any';
    this.kind =
      any && nullable ? UNDECLARED : kindOf(codec instanceof FixedCodec ? codec : codec.taggedKind, nullable);
    this.#isPlain = any ? () => true : LEAVES.get(codec);
    this.codec = codec instanceof FixedCodec && this.numbers !== 'float' ? new PlainNumber(codec) : codec;
  }

  /** The packed codec of a float element type. */
  get floatCodec(): FixedCodec {
    return this.codec as FixedCodec;
  }

  /** Throws `PackError` unless a number is one that the declared type holds. */
  check(value: unknown): asserts value is number | bigint {
    (this.codec as FixedCodec).put(scratch, 0, value);
  }

  /**
   * Whether a container of these values would have the same bytes if nothing were declared of them. Declared numbers are
   * not looked at, which are many at times.
   */
  isPlain(values: Iterable<unknown>): boolean {
    const holds = this.#isPlain;
    if (holds === undefined) return false;
    for (const value of values) if (value === null ? !this.nullable : !holds(value)) return false;
    return true;
  }

  /** A stored number as the declared type gives it. */
  accept(value: number | bigint): T {
    return (this.codec as FixedCodec<T>).accept(value);
  }

  /** A null to be packed where the type allows none. */
  refuseNull(): PackError {
    return new PackError(`is null but elements are declared as ${this.codec.name}, not .nullable()`);
  }

  /** Packed numbers that are stored where the type is no number. */
  refuseNumbers(position: number): CorruptBufferError {
    return new CorruptBufferError(
      `numbers are stored where ${this.codec.name} elements are declared`,
      position,
    );
  }

  /** A None that is stored where the type allows none. */
  refuseNone(position: number): CorruptBufferError {
    return new CorruptBufferError(
      `None is stored among elements declared as ${this.codec.name}: declare them .nullable()`,
      position,
    );
  }
}

/** Values of these types have the form that they would have undeclared. */
const LEAVES: ReadonlyMap<Codec, (value: unknown) => boolean> = new Map<Codec, (value: unknown) => boolean>([
  [text, (value) => typeof value === 'string'],
  [bytes, (value) => value instanceof Uint8Array],
  [bool, (value) => typeof value === 'boolean'],
]);

function ruleOf(codec: Codec): NumberRule {
  if (!(codec instanceof FixedCodec)) return codec.packsNumbers ? 'any' : 'none';
  if (codec === bool) return 'none';
  return codec === float || codec === float32 || codec === float64 ? 'float' : 'integer';
}

/** A declared integer or bool among values behind pointers: checked by its type, stored as any plain one is. */
class PlainNumber<T> extends FixedCodec<T> {
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

  override placeTagged(packer: Packer, given: unknown, lowest: number): number {
    const value = contentOf(given);
    this.put(scratch, 0, value);
    let plain = value as number | bigint | boolean;
    if (this.#declared === bool) plain = Boolean(value);
    else if (plain === 0) plain = 0; // −0 would pass for a float
    return packer.placeTagged(plainCodec(plain), plainKey(plain), plain, lowest);
  }
}
