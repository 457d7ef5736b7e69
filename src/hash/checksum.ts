/** xxh64 of stretches of bytes, as checksums: by WebAssembly where there is some, a block of up to 64 KiB at a time. */
import { loadWasmHash, type WasmHash } from './wasm.js';
import { xxh64 } from './xxh64.js';

/** What fits the module's one page. */
const PAGE_BYTES = 0x1_0000;

/** The module, and views of its page; made at the first checksum, apart from that of keys, which one is kept in. */
interface Page {
  readonly hash: WasmHash['xxh64'];
  readonly bytes: Uint8Array;
  readonly result: Uint32Array;
}

let page: Page | undefined;
let loaded = false;

function loadPage(): Page | undefined {
  loaded = true;
  const wasm = loadWasmHash();
  if (wasm === undefined) return undefined;
  const { memory, xxh64: hash } = wasm;
  page = { hash, bytes: new Uint8Array(memory), result: new Uint32Array(memory, 0, 2) };
  return page;
}

/** xxh64, seed 0, of `bytes[start..end)`: the low half in `out[0]`, the high half in `out[1]`. */
export function checksum(bytes: Uint8Array, start: number, end: number, out: Uint32Array): void {
  const length = end - start;
  const room = length > PAGE_BYTES ? undefined : loaded ? page : loadPage();
  if (room === undefined) {
    xxh64(bytes, start, end, out);
    return;
  }
  room.bytes.set(length === bytes.length ? bytes : bytes.subarray(start, end));
  room.hash(0, length);
  out[0] = room.result[0]!;
  out[1] = room.result[1]!;
}
