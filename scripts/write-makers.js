// Writes src/schema/proxies/maker-family.generated.ts, or the file that is named. Run it after a change here:
//   node scripts/write-makers.js
import { writeFileSync } from 'node:fs';

/** Classes of one process that have code of their own. */
const COPIES = 28;

const maker = `  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\\ud800window'] = window;
      this['\\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
`;

writeFileSync(
  process.argv[2] ?? new URL('../src/schema/proxies/maker-family.generated.ts', import.meta.url),
  `/**
 * The same piece of code ${COPIES} times, made by scripts/write-makers.js: do not edit. Engines learn by piece of code what is
 * made there, and forget it where there are many classes; so each class takes the next of these (\`proxy-maker.ts\`).
 */
import type { Window } from '../../bytes/window.js';
import type { ProxyMaker } from './proxy-maker.js';
import type { StructProxy } from './struct-proxy.js';

interface Made {
  new (window: Window, offset: number): StructProxy;
  prototype: StructProxy;
}

export const MAKERS: readonly ((prototype: StructProxy) => ProxyMaker)[] = [
${maker.repeat(COPIES)}];
`,
);
