/** What the first live file loads. */
export { LiveArray } from './live-array.js';
export { LiveBundle } from './live-bundle.js';
export { LiveIdMapper } from './live-id-mapper.js';
export { LiveMapping } from './live-mapping.js';
export { openFirst } from './open-version.js';
export { bundleOpening, containerOpening } from './openings.js';
