import { encodeLatin1 } from './pickle-text.js';
import { PickleFrozenSet, PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.js';

/**
 * Below protocol 4 Python has no opcodes for sets, nor below 3 for bytes, and spells them as calls of builtins
 * with plain data. Those few spellings are recognised here and turned into the data that they stand for, by our
 * own code; every other call stays inert. `undefined` means: not one of them.
 *
 * `charge` is told how many elements or bytes are copied: one list can be the argument of many such calls.
 */
export function knownConstruction(
  callable: PickleValue,
  args: PickleTuple,
  charge: (elements: number) => void,
): PickleValue | undefined {
  if (!(callable instanceof PickleGlobal)) return undefined;
  if (callable.is('_codecs', 'encode')) return latin1Bytes(args.items, charge);
  if (callable.module !== '__builtin__' && callable.module !== 'builtins') return undefined;
  switch (callable.name) {
    case 'set':
      return setOf(args.items, Set, charge);
    case 'frozenset':
      return setOf(args.items, PickleFrozenSet, charge);
    case 'bytes':
      return args.items.length === 0 ? new Uint8Array(0) : undefined;
    case 'bytearray':
      return bytearray(args.items, charge);
    default:
      return undefined;
  }
}

function setOf(
  args: readonly PickleValue[],
  Kind: typeof Set<PickleValue>,
  charge: (elements: number) => void,
): PickleValue | undefined {
  const [items] = args;
  if (args.length === 0) return new Kind();
  if (args.length > 1) return undefined;
  const elements = items instanceof PickleTuple ? items.items : items;
  if (!Array.isArray(elements)) return undefined;
  charge(elements.length);
  return new Kind(elements);
}

function latin1Bytes(
  args: readonly PickleValue[],
  charge: (elements: number) => void,
): Uint8Array | undefined {
  const [text, encoding] = args;
  if (args.length !== 2 || typeof text !== 'string') return undefined;
  if (encoding !== 'latin1' && encoding !== 'latin-1') return undefined;
  charge(text.length);
  return encodeLatin1(text);
}

function bytearray(args: readonly PickleValue[], charge: (elements: number) => void): Uint8Array | undefined {
  const [bytes] = args;
  if (args.length === 0) return new Uint8Array(0);
  if (args.length === 2) return latin1Bytes(args, charge);
  if (!(bytes instanceof Uint8Array)) return undefined;
  charge(bytes.length);
  return bytes.slice();
}
