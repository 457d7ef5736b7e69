import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import wabt from 'wabt';
import oracle from 'xxhash-wasm';
import { loadWasmHash } from './wasm.js';
import { XXH_WASM } from './xxh-wasm.generated.js';

const { h32Raw, h64Raw } = await oracle();

afterEach(() => vi.unstubAllGlobals());

describe('the WebAssembly module', () => {
  test('is what xxh64.wat and xxh32.wat assemble to', async () => {
    const { parseWat } = await wabt();
    const functions = ['xxh64', 'xxh32'].map((name) =>
      readFileSync(new URL(`./${name}.wat`, import.meta.url), 'utf8'),
    );
    const source = `(module (memory (export "memory") 1 1)\n${functions.join('\n')})`;
    const { buffer } = parseWat('xxh.wat', source).toBinary({});
    expect(XXH_WASM, 'run: node scripts/assemble-wasm.js').toBe(Buffer.from(buffer).toString('base64'));
  });

  test('is below the 4 KiB that browsers compile synchronously on their main thread', () => {
    expect(Buffer.from(XXH_WASM, 'base64').length).toBeLessThan(4096);
  });

  test('agrees with another implementation at every length up to 300, at any position', () => {
    const { memory, xxh32, xxh64 } = loadWasmHash()!;
    const bytes = new Uint8Array(memory);
    const result = new DataView(memory);
    for (let length = 0; length <= 300; length++) {
      const key = Uint8Array.from({ length }, (_, index) => (index * 197 + length * 31 + 128) & 0xff);
      const at = 8 + (length % 11);
      bytes.set(key, at);
      xxh64(at, at + length);
      expect(result.getBigUint64(0, true), `xxh64 of length ${length}`).toBe(h64Raw(key));
      expect(xxh32(at, at + length) >>> 0, `xxh32 of length ${length}`).toBe(h32Raw(key) >>> 0);
    }
  });

  test('hashes with a seed until another is set', () => {
    const { memory, seed, xxh64 } = loadWasmHash()!;
    const bytes = new Uint8Array(memory);
    const result = new DataView(memory);
    for (const value of [0x89abcdef_fedcba98n, 2n ** 64n - 1n, 0n]) {
      seed(Number(value & 0xffffffffn), Number(value >> 32n));
      for (let length = 0; length <= 100; length++) {
        const key = bytes.slice(8, 8 + length);
        xxh64(8, 8 + length);
        expect(result.getBigUint64(0, true), `seed ${value}, length ${length}`).toBe(h64Raw(key, value));
      }
    }
  });

  test('hashes up to the last byte of its memory', () => {
    const { memory, xxh32, xxh64 } = loadWasmHash()!;
    const key = new Uint8Array(memory, 8).fill(0xe5);
    xxh64(8, memory.byteLength);
    expect(new DataView(memory).getBigUint64(0, true)).toBe(h64Raw(key));
    expect(xxh32(8, memory.byteLength) >>> 0).toBe(h32Raw(key) >>> 0);
  });
});

describe('where WebAssembly cannot be had', () => {
  test('there is none', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(loadWasmHash()).toBeUndefined();
  });

  test('compiling is forbidden', () => {
    class Module {
      constructor() {
        throw new Error('Refused to compile WebAssembly: violates the Content Security Policy');
      }
    }
    vi.stubGlobal('WebAssembly', { Module, Instance: class {} });
    expect(loadWasmHash()).toBeUndefined();
  });
});
