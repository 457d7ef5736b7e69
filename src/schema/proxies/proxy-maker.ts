/** Making proxies without the detour of a derived class's constructor. */
import type { Window } from '../../bytes/window.js';
import type { StructProxy } from './struct-proxy.js';

export type ProxyMaker = new (window: Window, offset: number) => StructProxy;

/** Words of a class's source by which it may do more on construction than its base does: `#` names are private. */
const OWN_CONSTRUCTION = /\bconstructor\b|#|\[native code\]/;

/**
 * What makes proxies of a class: a function of its own for each, with the class's prototype. Engines do not inline the
 * constructors of derived classes: a proxy took 13 ns with them, 6 without. A class that adds fields, private members or
 * a constructor makes its own proxies, as fields are set up by constructors only. `base`: the class above all of them.
 */
export function proxyMaker(target: typeof StructProxy, base: typeof StructProxy): ProxyMaker {
  return addsNothing(target, base) ? plainMaker(target.prototype) : target;
}

function plainMaker(prototype: StructProxy): ProxyMaker {
  function Made(this: StructProxy, window: Window, offset: number): void {
    this['\ud800window'] = window;
    this['\ud800offset'] = offset;
  }
  Made.prototype = prototype;
  return Made as unknown as ProxyMaker;
}

function addsNothing(target: typeof StructProxy, base: typeof StructProxy): boolean {
  for (let each = target; each !== base; each = Object.getPrototypeOf(each)) {
    if (OWN_CONSTRUCTION.test(Function.prototype.toString.call(each))) return false;
  }
  return hasNoFields(target);
}

/** Fields show on an instance; those whose initial values are read from the record throw, there being none. */
function hasNoFields(target: typeof StructProxy): boolean {
  try {
    return Reflect.ownKeys(Reflect.construct(target, [null, 0])).length === 2;
  } catch {
    return false;
  }
}
