/** Keys of rows, from their bytes. */
import { bufferOver, decodeUtf8, type NodeBytes } from '../../bytes/text/utf8.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeyPlan } from '../plan/row-keys.js';
import { Kind, type StraightFields } from './straight-fields.js';
import { State, type StraightRow } from './straight-row.js';

export class StraightKey {
  readonly #field: number;
  readonly #isText: boolean;
  #bytes: Uint8Array | undefined;
  #buffer: NodeBytes | undefined;

  private constructor(field: number, isText: boolean) {
    this.#field = field;
    this.#isText = isText;
  }

  /** `texts`: whether all values are text, as those of CSV. Undefined for keys that are no plain field. */
  static of({ names, type }: KeyPlan, { fields }: StraightFields, texts: boolean): StraightKey | undefined {
    const field = fields.findIndex(({ name }) => name === names[0]);
    if (field < 0 || names.length > 1) return undefined;
    const { kind } = fields[field]!;
    const fits = type === 'string' ? texts || kind === Kind.text : type === 'uint64' && kind === Kind.integer;
    return fits ? new StraightKey(field, type === 'string') : undefined;
  }

  /** Undefined for a row without one, or with one that is not plain. */
  of({ states, numbers, starts, ends, bytes }: StraightRow): Key | undefined {
    if (states[this.#field] === State.absent || states[this.#field] === State.none) return undefined;
    if (!this.#isText) {
      const value = numbers[this.#field]!;
      return value >= 0 ? value : undefined;
    }
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#buffer = bufferOver(bytes);
    }
    return decodeUtf8(bytes, this.#buffer, starts[this.#field]!, ends[this.#field]!);
  }
}
