/** The contenders, each in a module that is loaded in the process that measures it. */
import type { Contender, ContenderId } from './contender.js';

const MODULES: Readonly<{ [id in ContenderId]: () => Promise<{ readonly contender: Contender }> }> = {
  sharedbuffers: () => import('./sharedbuffers.js'),
  duckdb: () => import('./duckdb.js'),
  lmdb: () => import('./lmdb.js'),
};

export const CONTENDERS = Object.keys(MODULES) as ContenderId[];

export async function loadContender(id: ContenderId): Promise<Contender> {
  return (await MODULES[id]()).contender;
}
