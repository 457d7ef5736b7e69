/** Runs in the threads of a build: makes rows with text keys, a part at a time. */
import { packRows } from 'sharedbuffers/node';
import { byString } from './sharedbuffers.js';
import { type Given, partOf } from './sharedbuffers-threads.js';

packRows(byString, (part, given: Given) => partOf(part, given) as Generator<[string, never]>);
