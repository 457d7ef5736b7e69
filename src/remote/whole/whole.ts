/** What is loaded once a file is no plain mapping, or a call asks for more than records by their keys. */
export { Filter } from '../../mappers/filters/filter.js';
export { readColumn } from './columns.js';
export { IndexReads } from './index-reads.js';
export { RemoteIdMapper } from './remote-id-mapper.js';
export { entryOf, stretchOf } from './remote-order.js';
export { allEntries, allKeys } from './walks.js';
export { openWhole, wholeArrayOf, wholeOf } from './whole-mapping.js';
