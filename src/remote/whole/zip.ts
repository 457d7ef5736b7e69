/** What finds an entry of a zip bundle: loaded with the first of them. */
export { openAs } from '../../containers/identify/wrong-kind.js';
export { dataStart, readZipDirectory } from '../../containers/identify/zip-directory.js';
export { entryPlace } from '../../containers/identify/zip-entry.js';
