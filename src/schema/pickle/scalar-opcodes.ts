import {
  fromByteString,
  integerFromBytes,
  parseFloatLiteral,
  parseInteger,
  parseQuoted,
  parseRawUnicode,
} from './literals.js';
import type { PickleMachine } from './machine.js';
import { Opcode } from './opcodes.js';
import { decodeLatin1 } from './pickle-text.js';
import { PickleGlobal, type PickleValue } from './pickle-values.js';

/** What an opcode does to the machine. */
export type OpcodeHandler = (machine: PickleMachine) => void;

/** Opcodes that push one value read from the bytes that follow: numbers, text, bytes, names. */
export const SCALAR_OPCODES: ReadonlyMap<number, OpcodeHandler> = new Map<number, OpcodeHandler>([
  [Opcode.NONE, (m) => m.push(null)],
  [Opcode.NEWTRUE, (m) => m.push(true)],
  [Opcode.NEWFALSE, (m) => m.push(false)],
  [Opcode.BININT, (m) => m.push(m.cursor.i32())],
  [Opcode.BININT1, (m) => m.push(m.cursor.u8())],
  [Opcode.BININT2, (m) => m.push(m.cursor.u16())],
  [Opcode.BINFLOAT, (m) => m.push(m.cursor.f64())],
  [Opcode.LONG1, (m) => pushInteger(m, m.cursor.take(m.cursor.u8()))],
  [Opcode.LONG4, (m) => pushInteger(m, m.cursor.take(m.cursor.u32()))],
  [Opcode.INT, (m) => m.push(intLine(m))],
  [Opcode.LONG, (m) => m.push(integerLine(m))],
  [Opcode.FLOAT, (m) => m.push(m.require(parseFloatLiteral(asciiLine(m)), 'a float'))],

  [Opcode.BINUNICODE, (m) => pushText(m, m.cursor.u32())],
  [Opcode.SHORT_BINUNICODE, (m) => pushText(m, m.cursor.u8())],
  [Opcode.BINUNICODE8, (m) => pushText(m, m.cursor.u64())],
  [Opcode.UNICODE, (m) => m.push(m.require(parseRawUnicode(m.cursor.line()), 'text'))],

  [Opcode.STRING, (m) => m.push(fromByteString(m.require(parseQuoted(m.cursor.line()), 'a string')))],
  [Opcode.BINSTRING, (m) => pushByteString(m, m.cursor.u32())],
  [Opcode.SHORT_BINSTRING, (m) => pushByteString(m, m.cursor.u8())],

  [Opcode.BINBYTES, (m) => pushBytes(m, m.cursor.u32())],
  [Opcode.SHORT_BINBYTES, (m) => pushBytes(m, m.cursor.u8())],
  [Opcode.BINBYTES8, (m) => pushBytes(m, m.cursor.u64())],
  [Opcode.BYTEARRAY8, (m) => pushBytes(m, m.cursor.u64())],

  [Opcode.GLOBAL, (m) => m.pushObject(globalLines(m))],
]);

/** The two lines of a global's name. */
export function globalLines(machine: PickleMachine): PickleGlobal {
  const module = machine.cursor.text(machine.cursor.line());
  return new PickleGlobal(module, machine.cursor.text(machine.cursor.line()));
}

/** A line with a decimal integer. */
export function integerLine(machine: PickleMachine): number | bigint {
  // Python 2 ends its longs with an L.
  return machine.require(parseInteger(asciiLine(machine).replace(/L$/, '')), 'an integer');
}

/** A line of text without its surrounding space. */
export function asciiLine(machine: PickleMachine): string {
  return decodeLatin1(machine.cursor.line()).trim();
}

/** Protocols 0 and 1 write booleans as the integers `01` and `00`. */
function intLine(machine: PickleMachine): PickleValue {
  const text = asciiLine(machine);
  if (text === '01') return true;
  if (text === '00') return false;
  return machine.require(parseInteger(text), 'an integer');
}

function pushInteger(machine: PickleMachine, bytes: Uint8Array): void {
  machine.push(machine.require(integerFromBytes(bytes), 'an integer'));
}

function pushText(machine: PickleMachine, length: number): void {
  machine.push(machine.cursor.text(machine.cursor.take(length)));
}

function pushByteString(machine: PickleMachine, length: number): void {
  machine.push(fromByteString(decodeLatin1(machine.cursor.take(length))));
}

/** A copy: a view would keep the whole pickle in memory. */
function pushBytes(machine: PickleMachine, length: number): void {
  machine.push(machine.cursor.take(length).slice());
}
