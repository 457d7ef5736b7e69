/** Data sets, loaded when they are first asked for: most programs read single files. */

type Call = (...given: never) => Promise<unknown>;

function late<C extends Call>(load: () => Promise<C>): C {
  return (async (...given: never) => (await load())(...given)) as C;
}

export const buildDataset: typeof import('./build-dataset.js').buildDataset = late(
  async () => (await import('./build-dataset.js')).buildDataset,
);

export const buildShard: typeof import('./build-shard.js').buildShard = late(
  async () => (await import('./build-shard.js')).buildShard,
);

export const publishDataset: typeof import('./publish.js').publishDataset = late(
  async () => (await import('./publish.js')).publishDataset,
);

export const openDataset: typeof import('./open-dataset.js').openDataset = late(
  async () => (await import('./open-dataset.js')).openDataset,
);

export const liveDataset: typeof import('./open-live-dataset.js').liveDataset = late(
  async () => (await import('./open-live-dataset.js')).liveDataset,
);

export const verifyDataset: typeof import('./verify-dataset.js').verifyDataset = late(
  async () => (await import('./verify-dataset.js')).verifyDataset,
);

export const listRuns: typeof import('./runs.js').listRuns = late(
  async () => (await import('./runs.js')).listRuns,
);

export const rollbackDataset: typeof import('./runs.js').rollbackDataset = late(
  async () => (await import('./runs.js')).rollbackDataset,
);

export const cleanDataset: typeof import('./runs.js').cleanDataset = late(
  async () => (await import('./runs.js')).cleanDataset,
);
