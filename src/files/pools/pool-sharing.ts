/** Sharing within the section of a pool that grows. */
import { ProxyBase } from '../../schema/proxies/proxy.js';
import { StructCodec } from '../../schema/struct-codec.js';
import { Sharing } from '../../values/base/sharing.js';
import type { PoolSection } from './pool-section.js';

/** Knows proxies into the section that grows by where they point. */
export class SectionSharing extends Sharing {
  section: PoolSection | undefined;

  override find(kind: unknown, key: unknown): number {
    const { section } = this;
    if (section !== undefined && key instanceof ProxyBase && kind instanceof StructCodec) {
      const window = key['\ud800window'];
      const same = Object.getPrototypeOf(key) === kind.proxy.prototype;
      if (same && window.memory === section.memory) return section.base + window.base + key['\ud800offset'];
    }
    return super.find(kind, key);
  }
}
