/** A stretch of records whose numbers are read at constant offsets, and where they lie. */
import type { Window } from '../../bytes/window.js';
import type { Layout } from '../../schema/layout.js';
import type { FieldPlace } from '../../schema/proxies/getters.js';
import { ARRAY_HEADER } from '../array-header.js';
import type { RecordPlaces } from '../record-places.js';

/**
 * Records of a stretch: many enough that its streams are long, few enough that most lie in the window of the first.
 */
const STRETCH_RECORDS = 2 ** 16;
const TWO_32 = 2 ** 32;

/**
 * Reading is bound by cache misses, and a processor fetches ahead along several streams at once. So a stretch is four
 * streams, each a quarter of it, that are read side by side: 0.7 × the time of one.
 *
 * All that the loops read is in fields of this one class, so that `placeOf` is compiled into each of them.
 */
export class Stretch {
  /** Number of the first record in the array. */
  readonly row: number;
  /** Records of each stream. The few past the fourth are not part of the streams. */
  readonly stream: number;
  /** Number of the record after the stretch's last. */
  readonly end: number;
  /** The window of the first record. */
  readonly window: Window;
  readonly view: DataView;
  /** The window with the records' offsets, and where the first of them is. */
  readonly offsets: DataView;
  readonly table: number;
  /** The lowest offset of a record that is read here, as two halves; how far beyond it records may start. */
  readonly low: number;
  readonly high: number;
  readonly span: number;
  /** Where a record at the lowest offset lies in the window. */
  readonly base: number;
  /** From the record's start to its field, when it is full up to there, as `mask` says (`schema/proxies/getters.ts`). */
  readonly at: number;
  readonly mask: number;
  /** Bytes of a bitmap. */
  readonly bitmap: number;
  readonly #layout: Layout;
  readonly #slot: number;

  /** Throws `CorruptBufferError` when the first record lies outside of the array. `row` is below its length. */
  constructor(places: RecordPlaces, { layout, index: slot }: FieldPlace, row: number) {
    const { start, index, length } = places;
    this.row = row;
    this.end = Math.min(row + STRETCH_RECORDS, length);
    // A mask is of 32 bits. A field that the records have no slot for, or one past the 32nd, is read one by one.
    this.stream = slot >= 0 && slot < 32 ? (this.end - row) >> 2 : 0;
    const first = places.positionOf(row);
    const window = places.windowAt(first);
    this.window = window;
    this.view = window.view;
    const offsets = index.windowAt(row * 8);
    this.offsets = offsets.view;
    this.table = index.offsetIn(offsets, row * 8) | 0;
    this.mask = slot === 31 ? -1 : (1 << (slot + 1)) - 1;
    this.bitmap = layout.bitmap;
    this.at = slot < 0 ? 0 : layout.placeWhenFull(slot);
    this.#layout = layout;
    this.#slot = slot;
    // `| 0`: a field that holds a fraction's result, integral or not, makes the loops compute in floating point.
    // All in bytes from the array's start; offsets are told apart by 32 bits, so they stay within one 4 GiB.
    const page = Math.floor((first - start) / TWO_32) * TWO_32;
    const lowest = Math.max(ARRAY_HEADER, window.base - start, page);
    // Both bitmaps are read as 32 bits, whatever their size.
    const size = slot < 0 ? 0 : Math.max(this.at + layout.slots[slot]!.size, layout.bitmap + 4);
    const inWindow = Math.min(window.reach - 1, window.size - size) + window.base - start;
    this.low = lowest | 0;
    this.high = (lowest / TWO_32) | 0;
    this.span = Math.max(-1, Math.min(places.last, inWindow, page + TWO_32 - 1) - lowest) | 0;
    this.base = (lowest + start - window.base) | 0;
  }

  /** Where the field of a record lies that is not full: negative when it is not there. */
  locate(record: number): number {
    return this.#layout.locate(this.window, record, this.#slot);
  }
}

/** Where in the window the field of a stretch's record lies, checked; negative when it is not to be read there. */
export function placeOf(stretch: Stretch, item: number): number {
  const { offsets, view } = stretch;
  const entry = stretch.table + item * 8;
  const ahead = (offsets.getInt32(entry, true) - stretch.low) | 0;
  if (ahead < 0 || ahead > stretch.span || offsets.getInt32(entry + 4, true) !== stretch.high) return -1;
  const record = stretch.base + ahead;
  const { mask } = stretch;
  const full = view.getInt32(record, true) & ~view.getInt32(record + stretch.bitmap, true) & mask;
  return full === mask ? record + stretch.at : stretch.locate(record);
}
