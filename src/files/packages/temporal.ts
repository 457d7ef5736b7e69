/** Where dates come from on Node that has no Temporal: a package that is loaded with the first date. */
import { provideTemporal } from '../../values/times/temporal-library.js';
import polyfill from './polyfill.cjs';

provideTemporal(() => polyfill.load());
