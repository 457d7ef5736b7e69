/** From a record that was found to its bytes, and to how its key is looked up. */
import type { JSX } from 'preact';
import type { RemoteInspection } from 'sharedbuffers/remote';
import { hashWithin, type Place } from '../data/address.js';
import { keyTextOf } from '../data/key-text.js';
import type { Row } from '../data/rows.js';

interface Props {
  readonly file: RemoteInspection;
  readonly row: Row;
  readonly place: Place;
}

export function RowLinks({ file, row, place }: Props): JSX.Element {
  const { keys } = file;
  const own = row.key === undefined || row.indexed || keys === undefined;
  const key = own ? undefined : keyTextOf(keys, row.key);
  const from = key === undefined ? {} : { q: key };
  const position = row.record && file.positionOf(row.record);
  const bytes = row.item === undefined ? { offset: String(position) } : { record: String(row.item) };
  return (
    <>
      {(row.item !== undefined || position !== undefined) && (
        <a href={hashWithin(place, { view: 'bytes', ...bytes, ...from })}>Its bytes</a>
      )}{' '}
      {key !== undefined && <a href={hashWithin(place, { view: 'look-up', ...from })}>How it is looked up</a>}
    </>
  );
}
