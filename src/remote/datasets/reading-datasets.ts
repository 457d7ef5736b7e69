/** What reads data sets: loaded with the first of them. */
export { Following } from './following.js';
export { CURRENT, Documents } from './read-manifest.js';
export { RemoteDataset } from './remote-dataset.js';
