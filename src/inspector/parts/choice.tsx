/** A choice of one name among several. */
import type { JSX } from 'preact';
import { printable } from '../data/printable.js';

interface Props {
  readonly label: string;
  readonly names: readonly string[];
  /** Number of the one that is chosen; −1 for none, which then stands first. */
  readonly chosen: number;
  readonly choose: (at: number) => void;
}

export function Choice({ label, names, chosen, choose }: Props): JSX.Element {
  return (
    <label>
      {label}{' '}
      <select value={String(chosen)} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {chosen < 0 && <option value="-1">choose</option>}
        {names.map((name, at) => (
          <option key={name} value={String(at)}>
            {printable(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
