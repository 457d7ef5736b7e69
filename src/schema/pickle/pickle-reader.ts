import { nestingDepth } from './depth.js';
import { PickleMachine } from './machine.js';
import { OBJECT_OPCODES } from './object-opcodes.js';
import { Opcode } from './opcodes.js';
import type { PickleValue } from './pickle-values.js';
import { type OpcodeHandler, SCALAR_OPCODES } from './scalar-opcodes.js';

/** Deepest nesting read. Python's own writer gives up at about this depth. */
const MAX_DEPTH = 1000;

/** By opcode, which is a byte. */
const HANDLERS: readonly (OpcodeHandler | undefined)[] = Array.from(
  { length: 256 },
  (_, opcode) => SCALAR_OPCODES.get(opcode) ?? OBJECT_OPCODES.get(opcode),
);

/** Options of `readPickle`. */
export interface ReadPickleOptions {
  /** Where the pickle starts in the file, in bytes, so that errors name offsets in the file. */
  readonly base?: number;
}

/**
 * Reads a Python pickle of any protocol (0 to 5) as plain data. Nothing in it can run: classes and functions
 * stay names, calls stay records (docs/format.md 12). What follows the pickle's end is not looked at. Throws
 * `CorruptBufferError` with the byte offset on anything malformed, nested deeper than Python writes, or larger
 * than a schema has use for.
 */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions = {}): PickleValue {
  const machine: PickleMachine = new PickleMachine(bytes, options.base ?? 0);
  for (;;) {
    machine.opcodeAt = machine.cursor.position;
    const opcode = machine.cursor.u8();
    if (opcode === Opcode.STOP) break;
    const handler = HANDLERS[opcode];
    if (handler === undefined) machine.fail(`0x${opcode.toString(16).padStart(2, '0')} is not an opcode`);
    handler(machine);
  }
  const value = machine.result();
  // Whoever walks the value by recursion must not run out of stack.
  if (nestingDepth(value) > MAX_DEPTH) machine.fail(`values are nested more than ${MAX_DEPTH} deep`);
  return value;
}
