/** Entry point `sharedbuffers` where there is Node, Bun or Deno: the same names, and dates by a package where there is no Temporal. */
import './files/packages/temporal.js';

export * from './index.js';
