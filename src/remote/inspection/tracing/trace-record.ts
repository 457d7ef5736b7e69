/** What each byte of a record is, as the code reads it that reads records. */
import type { Memory } from '../../../bytes/memory.js';
import type { Window } from '../../../bytes/window.js';
import type { RecordArray } from '../../../containers/record-array.js';
import type { FieldPlace } from '../../../schema/proxies/getters.js';
import { FIELDS, PLACES, ProxyBase } from '../../../schema/proxies/proxy.js';
import { Copy } from '../../../schema/proxies/to-object.js';
import type { Codec, CodecTable } from '../../../values/base/codec.js';
import { FixedCodec } from '../../../values/base/codec.js';
import { Decoding } from '../../../values/base/decoding.js';
import { readSequenceHead } from '../../../values/numbers/packed-numbers.js';
import { locateBytes } from '../../../values/text/text-and-bytes.js';
import { MissingBytes } from '../../blocks/missing-bytes.js';
import { sectionOfType } from '../format-sections.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import { type Read, TracedMemory } from './traced-memory.js';

/** Gaps shorter than this, or the alignment, are padding; what lies in longer ones was not read. */
const CODE_BYTES = 8;
/** Types whose values begin with a head that tells how long they are. */
const SEQUENCES = /^(list|tuple|set)/;
const STRINGS = /^(text|string|bytes)$/;
const PADDING = { kind: 'padding', path: '', what: 'padding', section: '9' } as const;

/** The values with their type in front that are being read, the innermost last: what is read meanwhile is theirs. */
interface Frame {
  type: string;
  readonly start: number;
  /** Where its content starts, past the type code and what it begins with. */
  content: number;
}

class RecordTrace {
  readonly #collector = new SpanCollector();
  readonly #memory: TracedMemory;
  #reads: { readonly read: Read; readonly frame: Frame }[] = [];
  #frames: Frame[] = [];
  #muted = false;
  /** The field whose value is read. */
  #path = '';
  /** Structs that were walked, which may hold themselves. */
  readonly #seen = new Set<number>();

  constructor(memory: Memory) {
    this.#memory = new TracedMemory(memory, (read) => {
      const frame = this.#frames.at(-1);
      if (frame !== undefined && !this.#muted) this.#reads.push({ read, frame });
    });
  }

  record(array: RecordArray<object>, position: number): ByteSpan[] {
    const window = this.#memory.windowAt(position);
    const record = array.recordIn(window, position - window.base);
    this.#struct(record as object as ProxyBase, '');
    const most = Math.max(CODE_BYTES, array.schema.layout.alignment);
    return this.#collector.spans((length) => (length < most ? PADDING : undefined));
  }

  #struct(proxy: ProxyBase, path: string): void {
    const window = proxy['\ud800window'];
    const offset = proxy['\ud800offset'];
    const start = window.base + offset;
    const places = [...proxy[PLACES].values()];
    const layout = places[0]?.layout;
    if (layout === undefined || this.#seen.has(start) || this.#collector.full) return;
    this.#seen.add(start);
    for (const [at, which] of ['set', 'None'].entries()) {
      const what = `bitmap of fields that are ${which}`;
      this.#put(start + at * layout.bitmap, layout.bitmap, 'bitmap', path, what, '9');
    }
    for (const name of proxy[FIELDS]) {
      const place = proxy[PLACES].get(name);
      const inner = path === '' ? name : `${path}.${name}`;
      if (place !== undefined) this.#guarded(start, inner, () => this.#field(window, offset, place, inner));
    }
  }

  #field(window: Window, offset: number, { layout, index, type, table }: FieldPlace, path: string): void {
    const at = index < 0 ? -1 : layout.locate(window, offset, index);
    if (at < 0) return;
    const codec = type.codec as Codec;
    if (codec instanceof FixedCodec) {
      const value = codec.get(window.view, at);
      this.#put(window.base + at, codec.size, 'number', path, `${codec.name} ${value}`, '1');
      return;
    }
    const pointer = Number(window.view.getBigInt64(at, true));
    const target = window.base + offset + pointer;
    const told = `pointer ${pointer}, to byte ${target}`;
    this.#reads = [];
    this.#path = path;
    try {
      const home = window.memory.windowAt(target);
      const content = this.#contentOf(home, target - home.base, codec.name);
      this.#frames = [{ type: codec.name, start: target, content }];
      const value = new TracedDecoding(this.#tableOf(table)).follow(window, offset, pointer, codec);
      if (!(value instanceof ProxyBase)) new Copy().value(value);
      this.#put(window.base + at, 8, 'pointer', path, told, '9', target);
      // Of a struct, it was only looked whether it is there.
      if (value instanceof ProxyBase) this.#reads = [];
      this.#takeReads();
      if (value instanceof ProxyBase) this.#struct(value, path);
    } catch (error) {
      this.#put(window.base + at, 8, 'damaged', path, `${told}: ${messageOf(error)}`, '9', target);
    } finally {
      this.#takeReads();
    }
  }

  /** Where the content of a value starts, as its decoder finds it, which is not to be noted as its reading. */
  #contentOf(window: Window, offset: number, type: string): number {
    this.#muted = true;
    try {
      if (SEQUENCES.test(type)) return window.base + readSequenceHead(window, offset).start;
      if (STRINGS.test(type)) return window.base + locateBytes(window, offset).start;
    } catch (error) {
      if (error instanceof MissingBytes || error instanceof RangeError) throw error;
    } finally {
      this.#muted = false;
    }
    return window.base + offset;
  }

  /** The table of types, which tells when a value with its type in front begins and ends. */
  #tableOf(table: CodecTable): CodecTable {
    return {
      codecOf: (code) => table.codecOf(code),
      codecFor: (value) => table.codecFor(value),
      unknownCode: (code) => table.unknownCode(code),
      readAny: (window, offset, reader) => {
        const start = window.base + offset;
        this.#pointed(start);
        window.need(offset, 1);
        const frame: Frame = { type: 'tagged any', start, content: start + 1 };
        this.#frames.push(frame);
        try {
          const codec = table.codecOf(window.view.getUint8(offset));
          if (codec !== undefined) frame.type = `tagged ${codec.name}`;
          if (codec !== undefined && !(codec instanceof FixedCodec))
            frame.content = this.#contentOf(window, offset + 8, codec.name);
          return table.readAny(window, offset, reader);
        } finally {
          this.#frames.pop();
        }
      },
    };
  }

  /** The number that was read last is what led to a value. */
  #pointed(target: number): void {
    const last = this.#reads.findLast(({ read }) => read.as !== 'need');
    if (last === undefined || !/^[iu](32|64)$/.test(last.read.as)) return;
    const { read, frame } = last;
    const section = sectionOfType(frame.type);
    this.#put(
      read.position,
      read.length,
      'pointer',
      this.#path,
      `pointer to byte ${target}`,
      section,
      target,
    );
  }

  /** Puts what was read of a value since the last call. */
  #takeReads(): void {
    const reads = this.#reads;
    this.#reads = [];
    this.#frames = [];
    for (const pass of ['read', 'checked'] as const) {
      for (const { read, frame } of reads) {
        if ((read.as === 'need') !== (pass === 'checked')) continue;
        const { kind, what } = meaningOf(read, frame);
        this.#put(read.position, read.length, kind, this.#path, what, sectionOfType(frame.type));
      }
    }
  }

  #guarded(position: number, path: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#put(position, 1, 'damaged', path, messageOf(error), '9');
    }
  }

  #put(
    offset: number,
    length: number,
    kind: ByteSpan['kind'],
    path: string,
    what: string,
    section: string,
    target?: number,
  ): void {
    if (length > 0) this.#collector.put({ offset, length, kind, path, what, section, target });
  }
}

/** Reads records and views anew, so that each is seen. */
class TracedDecoding extends Decoding {
  override get repeats(): boolean {
    return true;
  }
}

/** What is wrong; throws on what only says that more has to be read. */
function messageOf(error: unknown): string {
  if (error instanceof MissingBytes || error instanceof RangeError) throw error;
  return (error as Error).message;
}

function meaningOf({ position }: Read, { type, start, content }: Frame): Pick<ByteSpan, 'kind' | 'what'> {
  const name = type.replace(/^tagged /, '');
  if (name !== type && position === start) return { kind: 'code', what: `type code of ${name}` };
  if (position < content) return { kind: 'head', what: `head of ${name}` };
  return { kind: 'content', what: name };
}

/** The spans of the record at a position, with all that it leads to. Throws `MissingBytes` until all is here. */
export function traceRecord(memory: Memory, array: RecordArray<object>, position: number): ByteSpan[] {
  return new RecordTrace(memory).record(array, position);
}
