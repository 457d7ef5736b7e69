import type { Temporal } from 'temporal-polyfill';

/** Loads Temporal's polyfill. */
export declare function load(): typeof Temporal;
