/**
 * Kinds of sharing (docs/format.md 9): a value that was written is pointed to again by types of the same kind, which would
 * write the same bytes for it. Types made in several places, as `t.list(t.string)` is, have one kind by what they are made of.
 */

/** Kind of the entries for numbers with their type in front; others are kept by codec. */
export const NUMBERS: unique symbol = Symbol('numbers');

/** Of the bare form of a value, and of that with its type in front. */
export interface SharingKinds {
  readonly bare: unknown;
  readonly tagged: unknown;
}

interface Branch {
  readonly byObject: WeakMap<object, Branch>;
  readonly byValue: Map<unknown, Branch>;
}

function branch(): Branch {
  return { byObject: new WeakMap(), byValue: new Map() };
}

const root: Branch = /* @__PURE__ */ branch();

/** One object for the same parts, whoever asks. */
export function kindOf(...parts: readonly unknown[]): object {
  let node = root;
  for (const part of parts) {
    const map = (typeof part === 'object' && part !== null ? node.byObject : node.byValue) as Map<
      unknown,
      Branch
    >;
    let next = map.get(part);
    if (next === undefined) {
      next = branch();
      map.set(part, next);
    }
    node = next;
  }
  return node;
}

/** Kinds of a container by what its bytes are made of; `code` is the one in front. */
export function containerKinds(code: number, ...parts: readonly unknown[]): SharingKinds {
  const bare = kindOf(...parts);
  return { bare, tagged: kindOf(bare, code) };
}
