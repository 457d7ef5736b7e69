/** Runs in the threads of a build: makes rows with integer keys, a part at a time. */
import { packRows } from 'sharedbuffers/node';
import { byInteger } from './sharedbuffers.js';
import { type Given, partOf } from './sharedbuffers-threads.js';

packRows(byInteger, (part, given: Given) => partOf(part, given) as Generator<[number, never]>);
