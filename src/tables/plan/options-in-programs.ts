/** Messages name options as they are typed, `--ignore-unknown`; programs are told them as they write them, `ignoreUnknown: true`. */
import { ArgumentError, InputError } from '../../errors.js';
import { BUILDING, FLAGS } from './known-options.js';

/** What is written otherwise than by its words joined. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['column', 'columns'],
  ['no-quotes', 'noQuotes: true'],
]);
/** An option, and its value where the next word is one. */
const OPTION =
  /--([a-z][a-z-]*)(?: (\$[^\s:]+|\d+|'[^']*'|"(?:[^"\\]|\\.)*"|\w+(?:,\w+)+|(?:ndjson|json|csv|parquet|arrow)\b))?/g;

/** The error with its message in the words of programs. */
export function forPrograms(error: unknown): unknown {
  if (!(error instanceof InputError || error instanceof ArgumentError)) return error;
  const { message } = error;
  error.message = message.replace(OPTION, written);
  // The stack was made with the first words.
  if (error.stack !== undefined) error.stack = error.stack.replace(message, () => error.message);
  return error;
}

/** Runs what throws errors for programs. */
export function inPrograms<T>(run: () => T): T {
  try {
    const result = run();
    return result instanceof Promise
      ? (result.catch((error) => Promise.reject(forPrograms(error))) as T)
      : result;
  } catch (error) {
    throw forPrograms(error);
  }
}

/** Rows whose errors are for programs. */
export async function* rowsInPrograms<T>(rows: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    throw forPrograms(error);
  }
}

function written(typed: string, words: string, value: string | undefined): string {
  const known = NAMES.get(words);
  const denied = words.startsWith('no-');
  const name =
    known ?? (denied ? words.slice(3) : words).replace(/-(.)/g, (_, first: string) => first.toUpperCase());
  const behind = value === undefined ? '' : ` ${value}`;
  if (known?.includes(':')) return known + behind;
  if (!Object.hasOwn(BUILDING, name)) return typed;
  if ((FLAGS as readonly string[]).includes(name)) return `${name}: ${!denied}${behind}`;
  if (value === undefined) return name;
  return `${name}: ${/^[\d'"]/.test(value) ? value : `'${value.replaceAll("'", "\\'")}'`}`;
}
