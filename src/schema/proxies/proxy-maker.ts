/** Making proxies without the detour of a derived class's constructor. */
import type { Window } from '../../bytes/window.js';
import { MAKERS } from './maker-family.generated.js';
import type { StructProxy } from './struct-proxy.js';

/** Makes a proxy. A plain function, since engines inline one of several that they meet at a call, but no `new` of several. */
export type ProxyMaker = (window: Window, offset: number) => StructProxy;

/** Words of a class's source by which it may do more on construction than its base does: `#` names are private. */
const OWN_CONSTRUCTION = /\bconstructor\b|#|\[native code\]/;

/** Classes that have taken a maker. */
let taken = 0;

/**
 * What makes proxies of a class: code of its own, with the class's prototype, up to as many classes as there are copies. Engines
 * do not inline the constructors of derived classes: a proxy took 13 ns with them, 6 without. A class that adds fields, private
 * members or a constructor makes its own proxies, as fields are set up by constructors only. `base`: the class above all of them.
 */
export function proxyMaker(target: typeof StructProxy, base: typeof StructProxy): ProxyMaker {
  if (!addsNothing(target, base)) return (window, offset) => new target(window, offset);
  const make = MAKERS[taken % MAKERS.length]!;
  taken += 1;
  return make(target.prototype);
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
