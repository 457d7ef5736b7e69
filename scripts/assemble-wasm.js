// Assembles src/hash/xxh64.wat and xxh32.wat into src/hash/xxh-wasm.generated.ts. Run it after a change to either:
//   node scripts/assemble-wasm.js
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const functions = ['xxh64', 'xxh32'].map((name) =>
  readFileSync(new URL(`../src/hash/${name}.wat`, import.meta.url), 'utf8'),
);
const source = `(module (memory (export "memory") 1 1)\n${functions.join('\n')})`;
const target = new URL('../src/hash/xxh-wasm.generated.ts', import.meta.url);

const { parseWat } = await wabt();
const { buffer } = parseWat('xxh.wat', source).toBinary({});

writeFileSync(
  target,
  `/** xxh64.wat and xxh32.wat, assembled (${buffer.length} bytes) and in base64. Made by scripts/assemble-wasm.js: do not edit. */
export const XXH_WASM: string =
  '${Buffer.from(buffer).toString('base64')}';
`,
);
console.log(`${buffer.length} bytes of WebAssembly`);
