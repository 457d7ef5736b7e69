import type { PickleLeaves } from './leaf-writer.js';
import { Opcode } from './opcodes.js';
import type { PickleInput, PickleTuple } from './pickle-values.js';

/** What writing a container needs of the writer. */
export interface PickleOutput {
  readonly leaves: PickleLeaves;
  /** Writes a value one level further in; `segment` names it in errors. */
  saveAt(segment: string | number, value: PickleInput): void;
}

/** Items that Python puts between one MARK and its APPENDS or SETITEMS. */
const BATCH = 1000;
/** Tuples of up to three items have opcodes of their own; longer ones take a MARK. */
const SHORT_TUPLES: readonly number[] = [Opcode.EMPTY_TUPLE, Opcode.TUPLE1, Opcode.TUPLE2, Opcode.TUPLE3];

/** Writes a tuple, which has a number only once its items are written. */
export function saveTuple(out: PickleOutput, tuple: PickleTuple): void {
  const { leaves } = out;
  const { items } = tuple;
  const short = SHORT_TUPLES[items.length];
  if (short === undefined) leaves.op(Opcode.MARK);
  for (const [i, item] of items.entries()) out.saveAt(i, item);
  if (leaves.has(tuple)) {
    // The tuple holds itself, and was written on the way: drop these items and refer to that one.
    if (short === undefined) leaves.op(Opcode.POP_MARK);
    else for (const _ of items) leaves.op(Opcode.POP);
    leaves.recall(tuple);
    return;
  }
  leaves.op(short ?? Opcode.TUPLE);
  // Python has one empty tuple, and does not number it.
  if (items.length > 0) leaves.remember(tuple);
}

/** Writes a list, which has its number before its items do. */
export function saveList(out: PickleOutput, list: readonly PickleInput[]): void {
  out.leaves.op(Opcode.EMPTY_LIST);
  out.leaves.remember(list);
  appendItems(out, list);
}

/** Writes a dict; `entries` are its keys and values in turn. */
export function saveDict(out: PickleOutput, dict: object, entries: readonly PickleInput[]): void {
  out.leaves.op(Opcode.EMPTY_DICT);
  out.leaves.remember(dict);
  setItems(out, entries);
}

/** Appends items to the list, or to the object, written last. */
export function appendItems(out: PickleOutput, items: readonly PickleInput[]): void {
  const { leaves } = out;
  if (items.length === 1) {
    out.saveAt(0, items[0]!);
    leaves.op(Opcode.APPEND);
    return;
  }
  for (let start = 0; start < items.length; start += BATCH) {
    const end = Math.min(items.length, start + BATCH);
    leaves.op(Opcode.MARK);
    for (let i = start; i < end; i++) out.saveAt(i, items[i]!);
    leaves.op(Opcode.APPENDS);
  }
}

/** Sets entries in the dict, or in the object, written last. `entries` are keys and values in turn. */
export function setItems(out: PickleOutput, entries: readonly PickleInput[]): void {
  const { leaves } = out;
  if (entries.length === 0) return;
  if (entries.length === 2) {
    saveEntry(out, entries, 0);
    leaves.op(Opcode.SETITEM);
    return;
  }
  // `<=`: after a full batch Python always opens another, even when nothing is left for it.
  for (let start = 0; start <= entries.length; start += 2 * BATCH) {
    const end = Math.min(entries.length, start + 2 * BATCH);
    leaves.op(Opcode.MARK);
    for (let i = start; i < end; i += 2) saveEntry(out, entries, i);
    leaves.op(Opcode.SETITEMS);
  }
}

function saveEntry(out: PickleOutput, entries: readonly PickleInput[], at: number): void {
  const key = entries[at]!;
  const segment = typeof key === 'object' ? at / 2 : String(key);
  out.saveAt(segment, key);
  out.saveAt(segment, entries[at + 1]!);
}
