import { PickleCall, PicklePersistentId, PickleTuple, type PickleValue } from './pickle-values.js';

interface Frame {
  readonly value: object;
  readonly children: readonly PickleValue[];
  next: number;
  /** Deepest child seen so far. */
  deepest: number;
}

/**
 * How deep the deepest value lies: 0 for a number or text, 1 for an empty list. A value that holds itself adds
 * no depth where it does. Not recursive, and linear in the number of values, however they are shared.
 */
export function nestingDepth(root: PickleValue): number {
  // 0 while the value is being walked: that is what a cycle finds.
  const depths = new Map<object, number>();
  const top: Frame = { value: depths, children: [root], next: 0, deepest: 0 };
  const frames: Frame[] = [top];
  for (;;) {
    const frame = frames.at(-1)!;
    if (frame.next < frame.children.length) {
      const child = frame.children[frame.next++]!;
      const children = childrenOf(child);
      if (children === undefined) continue;
      const known = depths.get(child as object);
      if (known !== undefined) {
        frame.deepest = Math.max(frame.deepest, known);
      } else {
        depths.set(child as object, 0);
        frames.push({ value: child as object, children, next: 0, deepest: 0 });
      }
      continue;
    }
    frames.pop();
    const parent = frames.at(-1);
    if (parent === undefined) return frame.deepest;
    depths.set(frame.value, frame.deepest + 1);
    parent.deepest = Math.max(parent.deepest, frame.deepest + 1);
  }
}

/** What a container holds; `undefined` for values that hold no others. */
function childrenOf(value: PickleValue): readonly PickleValue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value;
  if (value instanceof PickleTuple) return value.items;
  if (value instanceof Map) return [...value].flat(1) as PickleValue[];
  if (value instanceof Set) return [...value];
  if (value instanceof PicklePersistentId) return [value.id];
  if (!(value instanceof PickleCall)) return undefined;
  const made = [value.callable, value.args, ...value.states];
  if (value.keywords !== undefined) made.push(value.keywords);
  return made.concat(value.items, value.entries);
}
