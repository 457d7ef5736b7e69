/** What runs in threads that pack rows: the user's module calls `packRows`, and the builder says which part comes next. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { addEntry } from '../../../containers/building/build-in-memory.js';
import { ChunkPacker, type EntryPacker } from '../../../containers/building/chunk-packer.js';
import type { ArrayDeclaration, MappingDeclaration } from '../../../containers/declaring/declarations.js';
import { ArgumentError, PackError } from '../../../errors.js';
import type { Key } from '../../../mappers/id-mapper.js';
import { describe } from '../../../values/base/codec.js';
import type { Rows } from '../run-build.js';
import { CREDIT, type Failure, type FromPacker, PACKER, type PackerData, type ToPacker } from './messages.js';

/** What a chunk holds at most: of so many rows, or the first that makes it longer than so many bytes. */
const CHUNK_ROWS = 4096;
const CHUNK_BYTES = 2 ** 19;

/** The `data` of the build, which its author knows. */
// biome-ignore lint/suspicious/noExplicitAny: the function that takes it says what it is.
type Given = any;
type Packer = ChunkPacker | EntryPacker<unknown>;

/** Whether this thread packs rows already. */
let begun = false;

/**
 * Packs rows in the thread that it is called in, for a build in another: to be called once by the module that
 * `buildMapping` and `buildArray` are given as `{ worker }`. `rows` gives the rows of a part, of 0 to `parts` − 1,
 * from its number and the `data` of the build.
 *
 * @param declaration What the build was given.
 * @param rows Gives the rows of a part, from its number and the `data` of the build.
 * @throws `ArgumentError` in a thread that no build has started, and for keys of type any.
 *
 * @example
 * packRows(Cities, function* (part: number) {
 *   yield [`AR-${part}`, { name: 'Rosario', population: 1_030_069 }];
 * });
 */
export function packRows<K extends Key, V extends object, Input>(
  declaration: MappingDeclaration<K, V, Input>,
  rows: (part: number, data: Given) => Rows<readonly [K, Input]>,
): void;
export function packRows<V extends object, Input>(
  declaration: ArrayDeclaration<V, Input>,
  rows: (part: number, data: Given) => Rows<Input>,
): void;
export function packRows(
  declaration: { readonly plainKeys?: boolean; chunkPacker(options: { share: boolean }): Packer },
  rows: (part: number, data: Given) => Rows<unknown>,
): void {
  const given = workerData as Partial<PackerData> | null | undefined;
  if (isMainThread || parentPort === null || given?.packer !== PACKER) {
    throw new ArgumentError(
      'packRows is for modules that a build starts as threads: give buildMapping or buildArray { worker, parts }',
    );
  }
  if (typeof declaration?.chunkPacker !== 'function') {
    throw new ArgumentError(
      'packRows takes array(City) or mapping({ key: t.string, value: City }), and a function',
    );
  }
  if (typeof rows !== 'function')
    throw new ArgumentError('packRows is given a function that gives the rows of a part');
  if (begun)
    throw new ArgumentError('packRows is called once in a thread: make a module of its own for other rows');
  begun = true;
  if (declaration.plainKeys === false) {
    throw new ArgumentError(
      'keys of type any, dates and datetimes can be more than threads can post: pack these rows in one thread',
    );
  }
  const port = parentPort;
  const thread = new PackingThread(declaration.chunkPacker({ share: false }), (message, transfer) =>
    port.postMessage(message, transfer),
  );
  port.postMessage({ ready: true } satisfies FromPacker);
  port.on('message', (message: ToPacker) => {
    if ('taken' in message) thread.taken(message.taken);
    else void thread.pack(message.part, () => rows(message.part, given.data));
  });
}

type Post = (message: FromPacker, transfer: ArrayBuffer[]) => void;

class PackingThread {
  readonly #packer: Packer;
  readonly #post: Post;
  #credit = CREDIT;
  #goOn: (() => void) | undefined;

  constructor(packer: Packer, post: Post) {
    this.#packer = packer;
    this.#post = post;
  }

  taken(chunks: number): void {
    this.#credit += chunks;
    this.#goOn?.();
  }

  /** Packs a part; what fails is reported behind the rows before it, by their number in the part. */
  async pack(part: number, rows: () => Rows<unknown>): Promise<void> {
    let sent = 0;
    try {
      for await (const count of this.#chunks(part, rows())) sent += count;
      this.#post({ part, end: true }, []);
    } catch (error) {
      this.#fail(part, error instanceof PackError ? error.renamed((index) => index + sent) : error);
    }
  }

  #fail(part: number, error: unknown): void {
    try {
      this.#send(part);
      this.#post({ part, failure: failureOf(error) }, []);
    } catch (cause) {
      // Keys or errors that cannot be posted, such as functions and what holds some.
      this.#post({ part, failure: { error: new ArgumentError(`${String(error)} (${String(cause)})`) } }, []);
    }
  }

  /** Sends the rows in chunks; gives the number of rows in each. */
  async *#chunks(part: number, rows: Rows<unknown>): AsyncGenerator<number> {
    const packer = this.#packer;
    const add = addTo(packer);
    const full = () => packer.size >= CHUNK_ROWS || packer.byteLength >= CHUNK_BYTES;
    if (!isIterable(rows))
      throw new ArgumentError(`the rows of part ${part} are not iterable: ${describe(rows)}`);
    if (Symbol.iterator in rows) {
      for (const row of rows) {
        add(row);
        if (full()) yield await this.#sendSoon(part);
      }
    } else {
      for await (const row of rows) {
        add(row);
        if (full()) yield await this.#sendSoon(part);
      }
    }
    if (packer.size > 0) yield await this.#sendSoon(part);
  }

  async #sendSoon(part: number): Promise<number> {
    if (this.#credit === 0) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
      this.#goOn = undefined;
    }
    return this.#send(part);
  }

  #send(part: number): number {
    const chunk = this.#packer.take();
    this.#credit -= 1;
    this.#post({ part, chunk }, [chunk.bytes.buffer, chunk.offsets.buffer] as ArrayBuffer[]);
    return chunk.offsets.length;
  }
}

function isIterable(rows: unknown): rows is Rows<unknown> {
  return (
    typeof rows === 'object' && rows !== null && (Symbol.iterator in rows || Symbol.asyncIterator in rows)
  );
}

function addTo(packer: Packer): (row: unknown) => void {
  if (packer instanceof ChunkPacker) return (row) => packer.add(row);
  return (row) => addEntry(packer, row);
}

function failureOf(error: unknown): Failure {
  if (error instanceof PackError) return { reason: error.reason, path: error.path };
  if (!(error instanceof Error)) return { error };
  const { name, message, code } = error as NodeJS.ErrnoException;
  // What says that a key cannot be posted is of a class that cannot be posted either.
  const posted = error instanceof DOMException ? new Error(message) : error;
  return { error: posted, more: { name, code } };
}
