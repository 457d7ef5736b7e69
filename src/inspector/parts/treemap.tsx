/** Shares as areas, with a table of the same for who cannot see them. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { bytesText, printable } from '../data/printable.js';
import type { Share } from '../data/sizes.js';
import { type Rectangle, treemap } from '../data/treemap.js';
import { AsTable } from './table.js';

/** Units that are about a pixel each, so that names can be read on narrow screens, too. */
const sizeNow = () => ({ x: 0, y: 0, width: innerWidth < 640 ? 400 : 1000, height: 360 });
/** Hues that rectangles take in turn; lightness follows the scheme of colours. */
const HUES = 8;

export function Treemap({ shares }: { readonly shares: readonly Share[] }): JSX.Element {
  const total = shares.reduce((sum, { bytes }) => sum + bytes, 0);
  const leaves = shares.filter(({ bytes }) => bytes > 0);
  const [size] = useState(sizeNow);
  const outer = total === 0 ? [] : treemap(leaves, size);
  return (
    <>
      <svg
        class="treemap"
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label="Where the bytes go, as areas; the table below has the figures"
      >
        {outer.map((rectangle, at) => (
          <g key={rectangle.item.name}>
            <Area rectangle={rectangle} hue={at % HUES} total={total} />
            {inner(rectangle).map((each) => (
              <Area key={each.item.name} rectangle={each} hue={at % HUES} total={total} within />
            ))}
          </g>
        ))}
      </svg>
      <AsTable heads={['Part', '#Bytes', '#Share']}>
        {shares.flatMap((share) => [
          <Line key={share.name} share={share} total={total} />,
          ...(share.shares ?? []).map((each) => (
            <Line key={`${share.name} ${each.name}`} share={each} total={total} within />
          )),
        ])}
      </AsTable>
    </>
  );
}

function inner({ item, x, y, width, height }: Rectangle<Share>): Rectangle<Share>[] {
  const shares = (item.shares ?? []).filter(({ bytes }) => bytes > 0);
  const space = { x: x + 4, y: y + 22, width: width - 8, height: height - 26 };
  return shares.length === 0 || space.width < 20 || space.height < 20 ? [] : treemap(shares, space);
}

function Area({
  rectangle,
  hue,
  total,
  within = false,
}: {
  readonly rectangle: Rectangle<Share>;
  readonly hue: number;
  readonly total: number;
  readonly within?: boolean;
}): JSX.Element {
  const { item, x, y, width, height } = rectangle;
  const name = printable(item.name);
  const fits = width > name.length * 8 + 10 && height > 18;
  return (
    <>
      <rect
        class={`hue${hue} ${within ? 'within' : ''}`}
        x={x}
        y={y}
        width={Math.max(0, width - 1)}
        height={Math.max(0, height - 1)}
      >
        <title>{`${name}: ${bytesText(item.bytes)}, ${percent(item.bytes, total)}`}</title>
      </rect>
      {fits && (
        <text x={x + 6} y={y + 15}>
          {name}
        </text>
      )}
    </>
  );
}

function Line({
  share,
  total,
  within = false,
}: {
  readonly share: Share;
  readonly total: number;
  readonly within?: boolean;
}): JSX.Element {
  return (
    <tr>
      <th scope="row" class={within ? 'within' : ''}>
        {printable(share.name)}
      </th>
      <td class="number">{bytesText(share.bytes)}</td>
      <td class="number">{percent(share.bytes, total)}</td>
    </tr>
  );
}

function percent(bytes: number, total: number): string {
  return `${((100 * bytes) / Math.max(1, total)).toFixed(1)} %`;
}
