/** A data set in a folder, or in object storage. */
import { openDataset } from '../../../../dist/node.js';
import { openRemoteDataset, s3Folder } from '../../../../dist/remote.js';

export async function opened({ path, s3 }) {
  if (s3 === undefined) return await openDataset(path);
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = s3;
  return await openRemoteDataset(
    s3Folder({ bucket, prefix: path, region, endpoint, accessKeyId, secretAccessKey }),
  );
}
