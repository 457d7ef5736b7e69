/** All groups of ways, by the question they answer. */
import type { Way } from './way.js';

const LOADERS = {
  text: () => import('./text.js'),
  at: () => import('./at.js'),
  nested: () => import('./nested.js'),
  member: () => import('./member.js'),
  element: () => import('./element.js'),
  destructure: () => import('./destructure.js'),
  view: () => import('./view.js'),
  schemas: () => import('./schemas.js'),
  fields: () => import('./fields.js'),
  pack: () => import('./pack.js'),
  unpackTwo: async () => ({ ways: (await import('./unpack.js')).two }),
  unpackAll: async () => ({ ways: (await import('./unpack.js')).all }),
} as const satisfies Record<string, () => Promise<{ ways: readonly Way[] }>>;

export type WayGroup = keyof typeof LOADERS;
export const GROUPS = Object.keys(LOADERS) as readonly WayGroup[];

export async function loadWays(group: WayGroup): Promise<readonly Way[]> {
  return (await LOADERS[group]()).ways;
}
