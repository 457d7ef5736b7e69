/** LZ4 blocks: the compression of long byte strings and text (docs/format.md 2). */
export { lz4MaxExpansion } from './lz4-block.js';
export { lz4Compress } from './lz4-compress.js';
export { lz4Decompress } from './lz4-decompress.js';
