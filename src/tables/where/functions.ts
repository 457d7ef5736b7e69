/** The functions of `--where`. */
import type { Kind } from './fields.js';
import { contains, lengthOf } from './values.js';

export interface WhereFunction {
  /** Kinds of each value that it takes. */
  readonly takes: readonly (readonly Kind[])[];
  readonly gives: Kind;
  readonly example: string;
  /** The first value is never null. */
  call(value: unknown, other: unknown): unknown;
}

const TEXT: readonly Kind[] = ['text'];

function onText(gives: Kind, example: string, call: (text: string, other: string) => unknown): WhereFunction {
  const takes = gives === 'text' ? [TEXT] : [TEXT, TEXT];
  return {
    takes,
    gives,
    example,
    call: (value, other) =>
      typeof value === 'string' && (takes.length === 1 || typeof other === 'string')
        ? call(value, other as string)
        : null,
  };
}

export const FUNCTIONS: ReadonlyMap<string, WhereFunction> = new Map([
  ['startsWith', onText('bool', 'name.startsWith("San")', (text, start) => text.startsWith(start))],
  ['endsWith', onText('bool', 'name.endsWith("burg")', (text, end) => text.endsWith(end))],
  [
    'contains',
    {
      takes: [['text', 'list', 'dict'], ['any']],
      gives: 'bool',
      example: 'tags.contains("port")',
      call: contains,
    },
  ],
  [
    'length',
    {
      takes: [['text', 'list', 'dict', 'bytes']],
      gives: 'number',
      example: 'tags.length() > 3',
      call: lengthOf,
    },
  ],
  ['lower', onText('text', 'name.lower() == "rosario"', (text) => text.toLowerCase())],
  ['upper', onText('text', 'country.upper() == "FR"', (text) => text.toUpperCase())],
]);
