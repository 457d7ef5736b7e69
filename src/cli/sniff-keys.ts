/**
 * What the keys of an id mapper are. Files from Python do not say (FORMAT.md 11), but the place where the index ends
 * tells the bytes of an entry, and the entries themselves must make sense: hashes be those of the keys, values be
 * numbers of records.
 */
import type { Memory, Window } from '../bytes/memory.js';
import { readLength } from '../bytes/read.js';
import { CorruptBufferError } from '../errors.js';
import { xxh32 } from '../hash/xxh32.js';
import { xxh64 } from '../hash/xxh64.js';
import { MAPPER_HEADER } from '../index/id-mapper.js';
import { readBytes } from '../values/text.js';
import type { SniffedKeys } from './sniff.js';
