/**
 * Knowing a schema by its bytes. Most files are read by the declaration that they were written with, and reading a pickle
 * takes 1.5 of the 3.5 ms of a process's first opening, nearly all of it compiling what reads pickles. So first the bytes
 * are compared with those that a plain declaration comes to, which takes a tenth. What differs is read as ever.
 */
import { globalOfBuiltin, MODULE } from '../pickle/schema-model.js';
import type { StructSchema } from '../struct-schema.js';

/** Opcodes of tuples of up to three items, and what is around longer ones. */
const TUPLES: readonly (readonly [before: string, after: string])[] = [
  ['', ')'],
  ['', '\x85'],
  ['', '\x86'],
  ['', '\x87'],
];
const LONG_TUPLE = ['(', 't'] as const;
const MOST = 0xff;

/**
 * What `writeSchemaPickle` writes, a character a byte; undefined for what is not plain: structs within, user data, names that
 * are long or not ASCII.
 */
export function plainPickle({ fields, layout, userData }: StructSchema): string | undefined {
  const { slots, alignment, version } = layout;
  if (userData !== undefined || alignment > MOST) return undefined;
  const numbers = new Map<string, string>();
  let next = 0;
  const number = (): string => String.fromCharCode(next++);
  /** Text or a global: the first time with a number, which stands for it later. */
  const save = (written: string): string => {
    const known = numbers.get(written);
    if (known !== undefined) return `h${known}`;
    const given = number();
    numbers.set(written, given);
    return `${written}q${given}`;
  };
  const text = (value: string): string => save(`X${String.fromCharCode(value.length)}\0\0\0${value}`);

  const start = `\x80\x02${save(`c${MODULE}\nSchema\n`)}`;
  const types = number();
  let entries = '';
  for (const { name, type } of fields) {
    const global = typeof type.stored === 'string' ? globalOfBuiltin(type.stored) : undefined;
    if (global === undefined || !isPlain(name)) return undefined;
    entries += text(name) + save(`c${global.replace(' ', '\n')}\n`);
  }
  const set = fields.length === 0 ? '' : fields.length === 1 ? `${entries}s` : `(${entries}u`;
  const made = `}q${types}${set}\x85q${number()}Rq${number()}`;
  const state = `}q${number()}(${text('slot_types')}h${types}${text('slot_keys')}`;
  const [before, after] = TUPLES[slots.length] ?? LONG_TUPLE;
  const keys = before + slots.map(({ name }) => text(name)).join('') + after;
  const numbered = slots.length === 0 ? keys : `${keys}q${number()}`;
  const facts = `${text('alignment')}K${String.fromCharCode(alignment)}${text('bases')}N`;
  const pickle = `${start}${made}${state}${numbered}${facts}${text('version')}K${String.fromCharCode(version)}ub.`;
  return next > MOST ? undefined : pickle;
}

/** Whether an embedded schema is the one that a declaration writes. False says nothing. */
export function isOwnSchema(schema: StructSchema, bytes: Uint8Array): boolean {
  const pickle = plainPickle(schema);
  if (pickle?.length !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== pickle.charCodeAt(at)) return false;
  return true;
}

function isPlain(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 0x7f) return false;
  return name.length <= MOST;
}
