/**
 * Datetimes (docs/format.md 7): exact times to the microsecond. Python's three types differ in what a datetime without
 * zone means on writing, and in the zone it gives on reading; the bytes are the same.
 */
import type { Window } from '../../bytes/window.js';
import { COST } from '../base/budget.js';
import { VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { containerKinds, type SharingKinds } from '../base/sharing-kind.js';
import { type Epoch, epochOf, type Naive, nanosOf, readEpoch, writeEpoch } from './datetime-epoch.js';
import { type Temporal, temporal } from './temporal-library.js';
import { isExactTime } from './temporal-values.js';

/** Types that differ in nothing but what they read as write the same bytes. */
const KINDS: Readonly<Record<Naive, SharingKinds>> = {
  local: /* @__PURE__ */ containerKinds('v'.charCodeAt(0), 'datetime', 'local'),
  utc: /* @__PURE__ */ containerKinds('v'.charCodeAt(0), 'datetime', 'utc'),
};

export class DatetimeCodec<T> extends VariableCodec<T> {
  readonly naive: Naive;
  readonly make: (epoch: Epoch) => T;

  constructor(name: string, naive: Naive, make: (epoch: Epoch) => T) {
    super(name, 'v', KINDS[naive]);
    this.naive = naive;
    this.make = make;
  }

  /** An exact time is the same whatever one without a zone would mean. */
  override plainKinds(value: unknown): SharingKinds | undefined {
    const exact = typeof value === 'object' && value !== null && isExactTime(value);
    return exact && this.naive !== 'local' ? KINDS.local : undefined;
  }

  override write(packer: Packer, value: unknown): void {
    writeEpoch(packer, epochOf(value, this.naive));
  }

  override read(window: Window, offset: number, reader: Decoding): T {
    reader.spend(window, offset, COST.object);
    return this.make(readEpoch(window, offset));
  }

  override get sharesBody(): boolean {
    return true;
  }
}

function instantOf(epoch: Epoch): Temporal.Instant {
  return new (temporal().Instant)(nanosOf(epoch));
}

/** `Date` counts milliseconds; what is finer is cut off, towards the past. */
function dateOf({ seconds, micros }: Epoch): Date {
  return new Date(seconds * 1000 + Math.floor(micros / 1000));
}

export const datetime: VariableCodec<Temporal.Instant> = new DatetimeCodec('datetime', 'local', instantOf);
export const datetimeLocal: VariableCodec<Temporal.Instant> = new DatetimeCodec(
  'datetimeLocal',
  'local',
  instantOf,
);
export const datetimeUtc: VariableCodec<Temporal.Instant> = new DatetimeCodec(
  'datetimeUtc',
  'utc',
  instantOf,
);
export const jsDate: VariableCodec<Date> = new DatetimeCodec('jsDate', 'utc', dateOf);
