/** What container types take and give in TypeScript. */
import type { Tagged } from '../values/base/tagged-value.js';
import type { DictView } from '../values/dicts/dict-view.js';
import type { ListView } from '../values/sequences/list-view.js';
import type { NumberArray } from '../values/sequences/typed-array-of-numbers.js';
import type { SetView } from '../values/sets/set-view.js';
import type { ElementType, InOf, OutOf, PlainOf, RequiredType } from './type.js';

/** Numbers that an integer type takes. */
export type IntegerInput = number | bigint;
/** Arrays and views that a list or tuple takes, or what `as` gives of one; for numbers, also a typed array. */
export type ArrayInput<T> = readonly T[] | ListView<T> | Tagged | (number extends T ? NumberArray : never);
/** Sets that a set type takes, or what `as` gives of one; for numbers, also a typed array of members. */
export type SetInput<T> = ReadonlySet<T> | Tagged | (number extends T ? NumberArray : never);

export type ListType = RequiredType<unknown[], ArrayInput<unknown>> &
  (<E extends ElementType>(element: E) => RequiredType<OutOf<E>[], ArrayInput<InOf<E>>, PlainOf<E>[]>);
export type TupleType = RequiredType<readonly unknown[], ArrayInput<unknown>> &
  (<E extends ElementType>(
    element: E,
  ) => RequiredType<readonly OutOf<E>[], ArrayInput<InOf<E>>, readonly PlainOf<E>[]>);
export type SetType = RequiredType<Set<unknown>, SetInput<unknown>> &
  (<E extends ElementType>(element: E) => RequiredType<Set<OutOf<E>>, SetInput<InOf<E>>, Set<PlainOf<E>>>);

/** Dicts that a dict type takes: a Map, a view of a dict, what `as` gives of one, or, for text keys, a plain object. */
export type DictInput<K, V> =
  | ReadonlyMap<K, V>
  | Tagged
  | (string extends K ? { readonly [key: string]: V } : never);

export type DictType = RequiredType<Map<unknown, unknown>, DictInput<unknown, unknown>> &
  (<K extends ElementType, V extends ElementType>(
    key: K,
    value: V,
  ) => RequiredType<Map<OutOf<K>, OutOf<V>>, DictInput<InOf<K>, InOf<V>>, Map<PlainOf<K>, PlainOf<V>>>);
export type ListViewType = RequiredType<ListView, ArrayInput<unknown>, unknown[]> &
  (<E extends ElementType>(
    element: E,
  ) => RequiredType<ListView<OutOf<E>>, ArrayInput<InOf<E>>, PlainOf<E>[]>);
export type TupleViewType = RequiredType<ListView, ArrayInput<unknown>, readonly unknown[]> &
  (<E extends ElementType>(
    element: E,
  ) => RequiredType<ListView<OutOf<E>>, ArrayInput<InOf<E>>, readonly PlainOf<E>[]>);
export type SetViewType = RequiredType<SetView, SetInput<unknown>, Set<unknown>> &
  (<E extends ElementType>(
    element: E,
  ) => RequiredType<SetView<OutOf<E>>, SetInput<InOf<E>>, Set<PlainOf<E>>>);
export type DictViewType = RequiredType<DictView, DictInput<unknown, unknown>, Map<unknown, unknown>> &
  (<K extends ElementType, V extends ElementType>(
    key: K,
    value: V,
  ) => RequiredType<DictView<OutOf<K>, OutOf<V>>, DictInput<InOf<K>, InOf<V>>, Map<PlainOf<K>, PlainOf<V>>>);
