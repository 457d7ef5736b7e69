/** What looks into files: loaded with the first of them. */
export { likelyHeaders } from './likely-headers.js';
export { openFound } from './open-found.js';
export { RemoteInspection } from './remote-inspection.js';
export { SCANNED_BYTES } from './repairs/scanned-records.js';
