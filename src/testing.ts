/**
 * For tests: what is read in place in the assertions of Vitest, Jest, Node and others. Runs anywhere.
 *
 * @module sharedbuffers/testing
 */
export { contentEquality, type TesterContext } from './testing/content-equality.js';
export { plain } from './testing/plain.js';
