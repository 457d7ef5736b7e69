/** All contenders, by the name of their file. Loaded one by one, in the processes that measure them. */
import type { Contender } from './contender.js';

export type ContenderId = 'map' | 'sharedbuffers' | 'lmdb' | 'dataview';

const LOADERS: Readonly<Record<ContenderId, () => Promise<{ contender: Contender }>>> = {
  map: () => import('./map.js'),
  sharedbuffers: () => import('./sharedbuffers.js'),
  lmdb: () => import('./lmdb.js'),
  dataview: () => import('./dataview.js'),
};

export async function loadContender(id: ContenderId): Promise<Contender> {
  return (await LOADERS[id]()).contender;
}
