/**
 * Records with a field called `toJSON`, which hides the method that `JSON.stringify` looks for: it then takes what an object
 * has of its own. So these have their fields of their own, as getters, which takes longer to make.
 */
import { ToJson } from '../../values/views/to-json.js';
import { FIELDS, ProxyBase } from './proxy.js';
import type { ProxyMaker } from './proxy-maker.js';
import type { StructProxy } from './struct-proxy.js';

const METHOD = 'toJSON';

/**
 * `make`, for a class with that prototype, whose fields may not be known yet: those of a struct within itself are when the
 * first record is made.
 */
export function withJsonFields(make: ProxyMaker, prototype: StructProxy): ProxyMaker {
  let own: PropertyDescriptorMap | undefined;
  return (window, offset) => {
    const proxy = make(window, offset);
    own ??= prototype[FIELDS].includes(METHOD) ? ownFields(prototype) : {};
    return Object.defineProperties(proxy, own);
  };
}

function ownFields(prototype: StructProxy): PropertyDescriptorMap {
  const own: PropertyDescriptorMap = Object.create(null);
  for (const name of prototype[FIELDS]) {
    own[name] = {
      enumerable: true,
      get(this: ProxyBase): unknown {
        return withForm(this, Reflect.get(prototype, name, this));
      },
      set(this: ProxyBase, value: unknown): void {
        Reflect.set(prototype, name, value, this);
      },
    };
  }
  own['\ud800window'] = { enumerable: false };
  own['\ud800offset'] = { enumerable: false };
  return own;
}

/** A value of a record, with the form that it has in JSON where it does not bring its own. */
function withForm(proxy: ProxyBase, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ProxyBase) return value;
  if (typeof (value as { toJSON?: unknown })[METHOD] === 'function') return value;
  const tuple = Array.isArray(value) && Object.isFrozen(value);
  const target = tuple ? [...value] : value;
  Object.defineProperty(target, METHOD, {
    value: () => new ToJson(proxy['\ud800window'], proxy['\ud800offset']).value(value),
  });
  return tuple ? Object.freeze(target) : target;
}
