import type { PickleMachine } from './machine.js';
import { Opcode } from './opcodes.js';
import {
  PickleFrozenSet,
  PickleGlobal,
  PicklePersistentId,
  PickleTuple,
  type PickleValue,
} from './pickle-values.js';
import { asciiLine, globalLines, integerLine, type OpcodeHandler } from './scalar-opcodes.js';

const HIGHEST_PROTOCOL = 5;

/** Opcodes that build containers and objects, and move values between stack and memo. */
export const OBJECT_OPCODES: ReadonlyMap<number, OpcodeHandler> = new Map<number, OpcodeHandler>([
  [Opcode.MARK, (m) => m.mark()],
  [Opcode.POP, (m) => m.drop()],
  [Opcode.POP_MARK, (m) => void m.popMark()],
  [Opcode.DUP, (m) => m.push(m.top())],

  [Opcode.PUT, (m) => m.remember(integerLine(m))],
  [Opcode.BINPUT, (m) => m.remember(m.cursor.u8())],
  [Opcode.LONG_BINPUT, (m) => m.remember(m.cursor.u32())],
  [Opcode.MEMOIZE, (m) => m.remember()],
  [Opcode.GET, (m) => m.recall(integerLine(m))],
  [Opcode.BINGET, (m) => m.recall(m.cursor.u8())],
  [Opcode.LONG_BINGET, (m) => m.recall(m.cursor.u32())],

  [Opcode.EMPTY_TUPLE, (m) => m.popTuple(0)],
  [Opcode.TUPLE1, (m) => m.popTuple(1)],
  [Opcode.TUPLE2, (m) => m.popTuple(2)],
  [Opcode.TUPLE3, (m) => m.popTuple(3)],
  [Opcode.TUPLE, (m) => m.pushObject(new PickleTuple(m.popMark()))],

  [Opcode.EMPTY_LIST, (m) => m.pushObject([])],
  [Opcode.LIST, (m) => m.pushObject(m.popMark())],
  [Opcode.APPEND, (m) => m.append([m.pop()])],
  [Opcode.APPENDS, (m) => m.append(m.popMark())],

  [Opcode.EMPTY_SET, (m) => m.pushObject(new Set())],
  [Opcode.FROZENSET, (m) => m.pushObject(new PickleFrozenSet(m.popMark()))],
  [Opcode.ADDITEMS, (m) => m.addToSet(m.popMark())],

  [Opcode.EMPTY_DICT, (m) => m.pushObject(new Map())],
  [Opcode.DICT, dict],
  [Opcode.SETITEM, setItem],
  [Opcode.SETITEMS, (m) => m.setItems(m.popMark())],

  [Opcode.STACK_GLOBAL, stackGlobal],
  [Opcode.REDUCE, (m) => callWith(m, 'reduce')],
  [Opcode.NEWOBJ, (m) => callWith(m, 'newobj')],
  [Opcode.NEWOBJ_EX, newObjectWithKeywords],
  [Opcode.INST, (m) => instance(m, globalLines(m), m.popMark())],
  [Opcode.OBJ, markedInstance],
  [Opcode.BUILD, (m) => m.build()],

  [Opcode.PERSID, (m) => m.pushObject(new PicklePersistentId(asciiLine(m)))],
  [Opcode.BINPERSID, (m) => m.pushObject(new PicklePersistentId(m.pop()))],

  [Opcode.PROTO, protocol],
  [Opcode.FRAME, frame],
  [Opcode.EXT1, extension],
  [Opcode.EXT2, extension],
  [Opcode.EXT4, extension],
  [Opcode.NEXT_BUFFER, outOfBand],
  [Opcode.READONLY_BUFFER, outOfBand],
]);

function dict(machine: PickleMachine): void {
  const entries = machine.popMark();
  machine.pushObject(new Map());
  machine.setItems(entries);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  machine.setItems([machine.pop(), value]);
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string') machine.fail('a global has no name');
  machine.pushObject(new PickleGlobal(module, name));
}

function callWith(machine: PickleMachine, kind: 'reduce' | 'newobj'): void {
  const args = machine.pop();
  machine.call(kind, machine.pop(), args);
}

function newObjectWithKeywords(machine: PickleMachine): void {
  const keywords = machine.pop();
  const args = machine.pop();
  if (!(keywords instanceof Map)) machine.fail('keyword arguments are not a dict');
  machine.call('newobjEx', machine.pop(), args, keywords);
}

function markedInstance(machine: PickleMachine): void {
  const [callable, ...args] = machine.popMark();
  if (callable === undefined) machine.fail('an object has no class');
  instance(machine, callable, args);
}

/** INST and OBJ of Python 2: without arguments the class is not called. */
function instance(machine: PickleMachine, callable: PickleValue, args: readonly PickleValue[]): void {
  machine.call(args.length === 0 ? 'newobj' : 'reduce', callable, new PickleTuple(args));
}

function protocol(machine: PickleMachine): void {
  const version = machine.cursor.u8();
  if (version > HIGHEST_PROTOCOL) {
    machine.fail(`its protocol is ${version} and the highest known is ${HIGHEST_PROTOCOL}`);
  }
}

/** A frame only says how much to read ahead; that much must be there. */
function frame(machine: PickleMachine): void {
  const length = machine.cursor.u64();
  const start = machine.cursor.position;
  machine.cursor.take(length);
  machine.cursor.position = start;
}

function extension(machine: PickleMachine): never {
  return machine.fail('an extension code stands for a class that only the writing program knows');
}

function outOfBand(machine: PickleMachine): never {
  return machine.fail('a buffer was kept outside of the pickle');
}
