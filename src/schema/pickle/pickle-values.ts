/**
 * What a pickle holds, as plain data. Nothing here can run: a class or function is only its name
 * (`PickleGlobal`), a call only a record of what would have been called (`PickleCall`).
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleSet
  | PickleGlobal
  | PickleCall
  | PicklePersistentId;

/** A Python list. It may hold itself. */
export type PickleList = PickleValue[];

/**
 * A Python dict, in insertion order. Keys compare as in a JavaScript `Map`: text and numbers by value,
 * tuples by identity. A `Map`, so that a key called `__proto__` is a key like any other.
 */
export type PickleDict = Map<PickleValue, PickleValue>;

/** A Python set, or frozenset (`PickleFrozenSet`). */
export type PickleSet = Set<PickleValue>;

/** What `PickleWriter` takes: everything that a pickle can hold, plain objects as dicts with text keys. */
export type PickleInput =
  | PickleValue
  | readonly PickleInput[]
  | ReadonlyMap<PickleInput, PickleInput>
  | ReadonlySet<PickleInput>
  | { readonly [key: string]: PickleInput };

/** A Python tuple. */
export class PickleTuple {
  readonly items: readonly PickleValue[];

  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

/** A Python frozenset. */
export class PickleFrozenSet extends Set<PickleValue> {}

/** The name of a Python class or function. Only a name: it is never looked up. */
export class PickleGlobal {
  readonly module: string;
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  /** Whether this is the global `name` of `module`. */
  is(module: string, name: string): boolean {
    return this.module === module && this.name === name;
  }
}

/** How Python would have made the object: `callable(*args)`, or `callable.__new__(callable, *args, **keywords)`. */
export type PickleCallKind = 'reduce' | 'newobj' | 'newobjEx';

/** An object that Python would have made by a call. Nothing was called; this records what would have been. */
export class PickleCall {
  readonly kind: PickleCallKind;
  readonly callable: PickleValue;
  readonly args: PickleTuple;
  /** Keyword arguments, of kind `newobjEx` only. */
  readonly keywords: PickleDict | undefined;
  /** States given to the object afterwards (`__setstate__`): rarely more than one. */
  readonly states: PickleValue[] = [];
  /** Items appended or added to the object afterwards, if it is like a list or a set. */
  readonly items: PickleValue[] = [];
  /** Entries set in the object afterwards, if it is like a dict: keys and values in turn. */
  readonly entries: PickleValue[] = [];

  constructor(kind: PickleCallKind, callable: PickleValue, args: PickleTuple, keywords?: PickleDict) {
    this.kind = kind;
    this.callable = callable;
    this.args = args;
    this.keywords = keywords;
  }
}

/** A reference to something outside the pickle, which only the program that wrote it could resolve. */
export class PicklePersistentId {
  readonly id: PickleValue;

  constructor(id: PickleValue) {
    this.id = id;
  }
}
