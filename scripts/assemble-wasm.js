// Assembles src/hash/xxh.wat into src/hash/xxh-wasm.generated.ts. Run it after a change to the .wat:
//   node scripts/assemble-wasm.js
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const source = new URL('../src/hash/xxh.wat', import.meta.url);
const target = new URL('../src/hash/xxh-wasm.generated.ts', import.meta.url);

const { parseWat } = await wabt();
const { buffer } = parseWat('xxh.wat', readFileSync(source, 'utf8')).toBinary({});

writeFileSync(
  target,
  `/** xxh.wat, assembled (${buffer.length} bytes) and in base64. Made by scripts/assemble-wasm.js: do not edit. */
export const XXH_WASM: string =
  '${Buffer.from(buffer).toString('base64')}';
`,
);
console.log(`${buffer.length} bytes of WebAssembly`);
