/** Tables: of a view, which scroll sideways where they are wide, and of what a picture shows. */
import type { ComponentChildren, JSX } from 'preact';

interface Props {
  /** What columns are called; those of numbers have a `#` in front. */
  readonly heads: readonly string[];
  /** The rows. */
  readonly children: ComponentChildren;
}

/** `label`: for screen readers; `after`: what is said below the rows. */
export function WideTable({
  label,
  spans = false,
  heads,
  children,
  after,
}: Props & {
  readonly label: string;
  /** Whether its rows are narrow, as lists of bytes are. */
  readonly spans?: boolean | undefined;
  readonly after?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={spans ? 'wide spans' : 'wide'} tabIndex={0} role="region" aria-label={label}>
      <Table heads={heads}>{children}</Table>
      {after}
    </div>
  );
}

/** The same as a picture, for who cannot see that. */
export function AsTable({ heads, children }: Props): JSX.Element {
  return (
    <details>
      <summary>As a table</summary>
      <Table heads={heads}>{children}</Table>
    </details>
  );
}

function Table({ heads, children }: Props): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" class={head.startsWith('#') ? 'number' : undefined}>
              {head.replace(/^#/, '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
