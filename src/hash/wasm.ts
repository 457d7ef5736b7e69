/**
 * Loads the WebAssembly twin of xxh64.ts and xxh32.ts. It takes 5 ns for xxh64 of 12 bytes against some 40 in
 * JavaScript; but a content security policy may forbid it, so nothing may depend on it.
 */
import { XXH_WASM } from './xxh-wasm.generated.js';

/** The hash module, over the memory that it owns. */
export interface WasmHash {
  /** One page of 64 KiB. It never grows, so views of it stay valid. */
  readonly memory: ArrayBuffer;
  /** Sets the seed of `xxh64`, in halves; 0 at first. */
  readonly seed: (low: number, high: number) => void;
  /** Hashes the bytes [at, end) of the memory; the result is in its first 8 bytes, little-endian. */
  readonly xxh64: (at: number, end: number) => void;
  /** Hashes the bytes [at, end) of the memory; the result is signed. */
  readonly xxh32: (at: number, end: number) => number;
}

/** The part of the WebAssembly interface used here: its types come with the DOM's, which are not to be relied on. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

/**
 * Compiles the module, synchronously: it is far below the 4 KiB that browsers allow on their main thread.
 *
 * @returns undefined where there is no WebAssembly, or where a content security policy forbids it
 */
export function loadWasmHash(): WasmHash | undefined {
  const api = (globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly;
  if (api === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(XXH_WASM), (character) => character.charCodeAt(0));
    const exports = new api.Instance(new api.Module(bytes)).exports as {
      memory: { buffer: ArrayBuffer };
      seed: WasmHash['seed'];
      xxh64: WasmHash['xxh64'];
      xxh32: WasmHash['xxh32'];
    };
    const { memory, seed, xxh64, xxh32 } = exports;
    return { memory: memory.buffer, seed, xxh64, xxh32 };
  } catch {
    // The same results come from JavaScript, only later: nothing that a caller should hear of.
    return undefined;
  }
}
