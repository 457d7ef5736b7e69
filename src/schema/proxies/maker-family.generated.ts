/**
 * The same piece of code 28 times, made by scripts/write-makers.js: do not edit. Engines learn by piece of code what is
 * made there, and forget it where there are many classes; so each class takes the next of these (`proxy-maker.ts`).
 */
import type { Window } from '../../bytes/window.js';
import type { ProxyMaker } from './proxy-maker.js';
import type { StructProxy } from './struct-proxy.js';

interface Made {
  new (window: Window, offset: number): StructProxy;
  prototype: StructProxy;
}

export const MAKERS: readonly ((prototype: StructProxy) => ProxyMaker)[] = [
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
  (prototype) => {
    const Made = function (this: StructProxy, window: Window, offset: number): void {
      this['\ud800window'] = window;
      this['\ud800offset'] = offset;
    } as unknown as Made;
    Made.prototype = prototype;
    return (window, offset) => new Made(window, offset);
  },
];
