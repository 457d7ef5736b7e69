/** Data sets, loaded when they are first asked for: most programs read single files. */

type Call = (...given: never) => Promise<unknown>;

function late<C extends Call>(load: () => Promise<C>): C {
  return (async (...given: never) => (await load())(...given)) as C;
}

/** @function */
export const buildDataset: typeof import('./building/build-dataset.js').buildDataset = late(
  async () => (await import('./building/build-dataset.js')).buildDataset,
);

/** @function */
export const buildShard: typeof import('./building/build-shard.js').buildShard = late(
  async () => (await import('./building/build-shard.js')).buildShard,
);

/** @function */
export const publishDataset: typeof import('./versions/publish.js').publishDataset = late(
  async () => (await import('./versions/publish.js')).publishDataset,
);

/** @function */
export const uploadDataset: typeof import('./versions/upload-dataset.js').uploadDataset = late(
  async () => (await import('./versions/upload-dataset.js')).uploadDataset,
);

/** @function */
export const openDataset: typeof import('./reading/open-dataset.js').openDataset = late(
  async () => (await import('./reading/open-dataset.js')).openDataset,
);

/** @function */
export const liveDataset: typeof import('./reading/open-live-dataset.js').liveDataset = late(
  async () => (await import('./reading/open-live-dataset.js')).liveDataset,
);

/** @function */
export const verifyDataset: typeof import('./reading/verify-dataset.js').verifyDataset = late(
  async () => (await import('./reading/verify-dataset.js')).verifyDataset,
);

/** @function */
export const listRuns: typeof import('./versions/runs.js').listRuns = late(
  async () => (await import('./versions/runs.js')).listRuns,
);

/** @function */
export const rollbackDataset: typeof import('./versions/runs.js').rollbackDataset = late(
  async () => (await import('./versions/runs.js')).rollbackDataset,
);

/** @function */
export const cleanDataset: typeof import('./versions/runs.js').cleanDataset = late(
  async () => (await import('./versions/runs.js')).cleanDataset,
);
