/** Types of containers that stay in the file: the bytes of the plain ones, read as views (docs/format.md 6, E W z M). */
import type { Window } from '../../bytes/window.js';
import { COST } from '../base/budget.js';
import { type Codec, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { kindOf, type SharingKinds } from '../base/sharing-kind.js';
import type { DictCodec } from '../dicts/dict.js';
import { DictView } from '../dicts/dict-view.js';
import { ListView } from '../sequences/list-view.js';
import type { SequenceCodec } from '../sequences/sequence.js';
import type { SetCodec } from '../sets/set.js';
import { SetView } from '../sets/set-view.js';

/** Writes what the plain type does; the code in front says that a view is meant. */
abstract class ViewCodec<P extends VariableCodec, T> extends VariableCodec<T> {
  protected readonly plain: P;

  constructor(name: string, code: string, plain: P) {
    super(name, code, { bare: plain.bareKind, tagged: kindOf(plain.bareKind, code.charCodeAt(0)) });
    this.plain = plain;
  }

  override plainKinds(value: unknown): SharingKinds | undefined {
    const bare = this.plain.plainKinds(value)?.bare;
    return bare === undefined ? undefined : { bare, tagged: kindOf(bare, this.code) };
  }

  override get plainType(): VariableCodec {
    return this.plain;
  }

  override ofTag(tag: Codec): VariableCodec {
    const codec = this.plain.ofTag(tag);
    return codec === this.plain ? this : codec;
  }

  override takesCode(code: number): boolean {
    return this.plain.takesCode(code);
  }

  override shareKey(value: unknown, packer: Packer): unknown {
    return this.plain.shareKey(value, packer);
  }

  override write(packer: Packer, value: unknown): void {
    this.plain.write(packer, value);
  }
}

/** Lists and tuples as views. */
export class ListViewCodec<T = unknown> extends ViewCodec<SequenceCodec<T>, ListView<T | null>> {
  readonly #tuple: boolean;

  constructor(name: string, plain: SequenceCodec<T>) {
    const tuple = name.startsWith('tuple');
    super(name, tuple ? 'W' : 'E', plain);
    this.#tuple = tuple;
  }

  override read(window: Window, offset: number, reader: Decoding): ListView<T | null> {
    reader.spend(window, offset, COST.view);
    const { element } = this.plain;
    const make = () => new ListView(window, offset, element, reader.table, this.#tuple);
    return reader.inPlace(window, offset, this, make);
  }
}

/** Sets as views. */
export class SetViewCodec<T = unknown> extends ViewCodec<SetCodec<T>, SetView<T | null>> {
  constructor(name: string, plain: SetCodec<T>) {
    super(name, 'z', plain);
  }

  override read(window: Window, offset: number, reader: Decoding): SetView<T | null> {
    reader.spend(window, offset, COST.view);
    const { element } = this.plain;
    if (!reader.once) return new SetView(window, offset, element, reader.table);
    return reader.inPlace(window, offset, this, () => new SetView(window, offset, element, reader.table));
  }
}

/** Dicts as views. */
export class DictViewCodec<K = unknown, V = unknown> extends ViewCodec<
  DictCodec<K, V>,
  DictView<K | null, V | null>
> {
  constructor(name: string, plain: DictCodec<K, V>) {
    super(name, 'M', plain);
  }

  override read(window: Window, offset: number, reader: Decoding): DictView<K | null, V | null> {
    reader.spend(window, offset, COST.object);
    const make = () => new DictView(window, offset, this.plain.key, this.plain.value, reader.table);
    return reader.inPlace(window, offset, this, make);
  }
}
