export { contender } from './sharedbuffers.js';
