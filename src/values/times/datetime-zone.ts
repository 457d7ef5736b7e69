/**
 * Datetimes with a zone (docs/format.md 7): the exact time, then how far clocks were ahead of UTC there, in minutes. Which
 * rules the zone follows at other times is not stored, so what is read has a zone of fixed offset.
 */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { epochOf, type Naive, nanosOf, readEpoch, writeEpoch } from './datetime-epoch.js';
import { type Temporal, temporal } from './temporal-library.js';

/** Python and Temporal alike know offsets of less than a day. */
const DAY_MINUTES = 1440;

class ZonedCodec extends VariableCodec<Temporal.ZonedDateTime> {
  readonly #naive: Naive;

  constructor(name: string, naive: Naive) {
    super(name, 0);
    this.#naive = naive;
  }

  override write(packer: Packer, value: unknown): void {
    const epoch = epochOf(value, this.#naive);
    writeEpoch(packer, epoch);
    const at = packer.take(2);
    packer.view.setInt16(at, epoch.offset, true);
  }

  override read(window: Window, offset: number, reader: Decoding): Temporal.ZonedDateTime {
    reader.spend(window, offset, COST.object);
    window.need(offset, 10);
    const epoch = readEpoch(window, offset);
    const minutes = window.view.getInt16(offset + 8, true);
    if (Math.abs(minutes) >= DAY_MINUTES) {
      throw new CorruptBufferError(
        `a datetime is stored as ${minutes} minutes from UTC, a day or more`,
        window.base + offset + 8,
      );
    }
    return new (temporal().ZonedDateTime)(nanosOf(epoch), zoneOf(minutes));
  }
}

/** A zone of fixed offset: `+05:30`. */
function zoneOf(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export const datetimeTz: VariableCodec<Temporal.ZonedDateTime> = new ZonedCodec('datetimeTz', 'utc');
export const datetimeTzLocal: VariableCodec<Temporal.ZonedDateTime> = new ZonedCodec(
  'datetimeTzLocal',
  'local',
);
