/** A data set in a folder, or in object storage: there by its manifest, and a remote file for each shard. */
import { openDataset, shardOf } from '../../../../dist/node.js';
import { openRemote, s3Source } from '../../../../dist/remote.js';

export async function opened({ path, s3 }) {
  if (s3 === undefined) return await openDataset(path);
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = s3;
  const source = (name) =>
    s3Source({ bucket, region, endpoint, accessKeyId, secretAccessKey, key: `${path}/${name}` });
  const json = async (name) => JSON.parse(new TextDecoder().decode((await source(name).read(0, 2 ** 26, {})).bytes));
  const { run, manifest } = await json('current.json');
  const { shards, parts, entries } = await json(manifest);
  const files = await Promise.all(parts.map((part) => openRemote(source(`${run}/${part.path}`))));
  return {
    run,
    shards,
    size: entries,
    async *entries() {
      for (const [shard, file] of files.entries()) {
        for await (const [key, record] of file.entries()) {
          if (shardOf(key, shards) !== shard) throw new Error(`${key} is in shard ${shard}, where nobody looks for it`);
          yield [key, record];
        }
      }
    },
    async getMany(keys) {
      const found = new Array(keys.length);
      for (const [shard, file] of files.entries()) {
        const here = keys.flatMap((key, at) => (shardOf(key, shards) === shard ? [at] : []));
        const records = await file.getMany(here.map((at) => keys[at]));
        for (const [index, at] of here.entries()) found[at] = records[index];
      }
      return found;
    },
  };
}
