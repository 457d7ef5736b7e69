/**
 * What the thread that builds and those that take blocks apart say to each other. Each thread does its blocks one after the
 * other, by what it was told last.
 *
 * ```
 * builder                             thread
 *                 ◄────────────────── { ready: true }        once all modules are loaded
 * { task } ─────────────────────────►                        what to do with the blocks that follow
 * { block } ────────────────────────► takes it apart
 *                 ◄────────────────── { result }             with the block's buffer, for another block
 * ```
 */
import type { BlockResult, Task } from './block-work.js';
import type { Block } from './blocks.js';

export type ToThread = { readonly task: Task } | { readonly block: Block };

export type FromThread =
  | { readonly ready: true }
  | { readonly result: BlockResult; readonly buffer: ArrayBuffer }
  | { readonly failure: unknown };
