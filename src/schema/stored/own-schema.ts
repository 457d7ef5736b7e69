/**
 * Knowing a schema by its bytes, and plain ones without what reads pickles. Most files are read by the declaration that they were written with, and reading a pickle
 * takes 1.5 of the 3.5 ms of a process's first opening, nearly all of it compiling what reads pickles. So first the bytes
 * are compared with those that a plain declaration comes to, which takes a tenth. What differs is read as ever.
 */
import {
  globalOfBuiltin,
  MODULE,
  type StoredSchema,
  type StoredSlot,
  type StoredType,
  typeOfGlobal,
} from '../pickle/schema-model.js';

/** Opcodes of tuples of up to three items, and what is around longer ones. */
const TUPLES: readonly (readonly [before: string, after: string])[] = [
  ['', ')'],
  ['', '\x85'],
  ['', '\x86'],
  ['', '\x87'],
];
const LONG_TUPLE = ['(', 't'] as const;
const MOST = 0xff;
/** Longest plain pickle, in bytes: of 64 fields with the longest names. */
const LONGEST = 2 ** 15;
/** Of a record's bitmaps, and of records, as far as they are known. */
const MOST_SLOTS = 64;
const LAST_VERSION = 2;
/** Bytes of the opcode of a text and of its length. */
const TEXT_HEAD = 5;

/** What plain pickles say of a schema. */
interface PlainSchema {
  /** In declared order. */
  readonly fields: readonly { readonly name: string; readonly type: { readonly stored: string | object } }[];
  readonly layout: {
    readonly slots: readonly { readonly name: string }[];
    readonly alignment: number;
    readonly version: number;
  };
  readonly userData?: unknown;
}

/**
 * What `writeSchemaPickle` writes, a character a byte; undefined for what is not plain: structs within, user data, names that
 * are long or not ASCII.
 */
export function plainPickle({ fields, layout, userData }: PlainSchema): string | undefined {
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
export function isOwnSchema(schema: PlainSchema, bytes: Uint8Array): boolean {
  const pickle = plainPickle(schema);
  if (pickle?.length !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== pickle.charCodeAt(at)) return false;
  return true;
}

/** What an embedded schema says that is a plain one; undefined for any other, which the reader of pickles is for. */
export function readOwnSchema(bytes: Uint8Array): StoredSchema | undefined {
  if (bytes.length > LONGEST) return undefined;
  const { written, counts } = itemsOf(String.fromCharCode(...bytes));
  const types = new Map<string, StoredType>();
  let at = 1;
  for (; written[at + 1]?.startsWith('c'); at += 2) {
    types.set(nameIn(written[at]!), typeOfGlobal(written[at + 1]!.slice(1, -1).replace('\n', ' ')));
  }
  // Behind the names of what holds the types, these types, and the name of what holds the order.
  const order = written.slice(at + 3, at + 3 + types.size).map(nameIn);
  const [alignment = 0, version = 0] = counts;
  const declared = [...types.keys()];
  const slots = order.flatMap((name): StoredSlot[] => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type }];
  });
  const whole = new Set(order).size === types.size && types.size <= MOST_SLOTS;
  if (!whole || alignment < 1 || version < 1 || version > LAST_VERSION) return undefined;
  const fields = Array.from(types, ([name, type]) => ({
    name,
    type: { stored: type.kind === 'builtin' ? type.name : '' },
  }));
  // Whatever it was taken for, it is plain only where this comes to just these bytes.
  const same = isOwnSchema({ fields, layout: { slots, alignment, version } }, bytes);
  return same ? { slots, declared, alignment, version } : undefined;
}

/** Texts and globals of a plain pickle, as they are written the first time, and the numbers. */
function itemsOf(pickle: string): { written: string[]; counts: number[] } {
  const written: string[] = [];
  const counts: number[] = [];
  const numbered = new Map<string, string>();
  let last = '';
  for (let at = 0; at < pickle.length; ) {
    const opcode = pickle[at]!;
    const operand = pickle[at + 1] ?? '';
    let end = at + ('qhK'.includes(opcode) ? 2 : 1);
    if (opcode === 'X') end = at + TEXT_HEAD + operand.charCodeAt(0);
    if (opcode === 'c') end = pickle.indexOf('\n', pickle.indexOf('\n', at) + 1) + 1;
    if (!(end > at)) break;
    if (opcode === 'q') numbered.set(operand, last);
    else if (opcode === 'K') counts.push(operand.charCodeAt(0));
    else {
      last =
        opcode === 'h' ? (numbered.get(operand) ?? '') : 'Xc'.includes(opcode) ? pickle.slice(at, end) : '';
      if ('Xch'.includes(opcode)) written.push(last);
    }
    at = end;
  }
  return { written, counts };
}

function nameIn(written: string): string {
  return written.slice(TEXT_HEAD);
}

function isPlain(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 0x7f) return false;
  return name.length <= MOST;
}
