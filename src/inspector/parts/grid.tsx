/** A table of any number of rows, of which those in view are there. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { countText } from '../data/printable.js';

export const ROW_HEIGHT = 28;
/** Browsers have no taller elements than some 17 million pixels. */
const TALLEST = 8_000_000;
/** Rows beyond those in view, on either side. */
const BEYOND = 4;

export interface GridColumn {
  readonly name: string;
  readonly title: string;
  readonly width: number;
}

interface Props {
  readonly label: string;
  readonly length: number;
  readonly columns: readonly GridColumn[];
  /** Number of the chosen row; −1 for none. */
  readonly chosen: number;
  readonly choose: (row: number) => void;
  readonly resize: (column: string, width: number) => void;
  /** Cells of a row, one a column; undefined while it is read. */
  readonly cells: (row: number) => readonly JSX.Element[] | undefined;
  /** Told which rows are in view. */
  readonly show: (from: number, to: number) => void;
}

export function Grid({ label, length, columns, chosen, choose, resize, cells, show }: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(480);
  /** The first row in view, in rows, with fractions. */
  const [top, setTop] = useState(Math.max(0, chosen - 5));
  const visible = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
  const last = Math.max(0, length - visible);
  const natural = length * ROW_HEIGHT;
  const scaled = natural > TALLEST;
  const canvas = Math.min(natural, TALLEST);
  const perRow = scaled ? (canvas - height) / Math.max(1, last) : ROW_HEIGHT;
  const from = Math.max(0, Math.floor(Math.min(top, last)) - BEYOND);
  const to = Math.min(length, from + visible + 2 * BEYOND + 2);
  const place = useRef({ top, last, perRow });
  place.current = { top, last, perRow };

  const moveTo = (row: number) => {
    const next = Math.min(Math.max(0, row), place.current.last);
    setTop(next);
    if (scroller.current !== null) scroller.current.scrollTop = next * place.current.perRow;
  };

  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    element.scrollTop = place.current.top * place.current.perRow;
    return () => observer.disconnect();
  }, []);

  useEffect(() => show(from, to), [from, to, show]);

  useEffect(() => {
    const element = scroller.current!;
    // Where a pixel of the bar is many rows, a wheel still goes by single ones.
    const wheel = (event: WheelEvent) => {
      if (!scaled || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(place.current.top + event.deltaY / ROW_HEIGHT);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [scaled]);

  // Chosen by the address, or a form: rows that are chosen here are in view already.
  useEffect(() => {
    if (chosen >= 0 && (chosen < top || chosen > top + visible - 1)) moveTo(chosen - Math.floor(visible / 2));
  }, [chosen]);

  const scrolled = () => {
    const at = scroller.current!.scrollTop;
    // What this has set itself comes back rounded to a pixel, which can be many rows.
    if (Math.abs(at - place.current.top * perRow) >= 1) setTop(at / perRow);
  };
  // Keys may come faster than what is chosen comes back by the address.
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  }, [chosen]);
  const pressed = (event: KeyboardEvent) => {
    const { current } = latest;
    const keys: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: Math.max(0, current) + visible,
      PageUp: current - visible,
      Home: 0,
      End: length - 1,
    };
    const target = keys[event.key];
    if (target === undefined || event.target !== scroller.current || length === 0) return;
    event.preventDefault();
    const row = Math.min(length - 1, Math.max(0, target));
    latest.current = row;
    choose(row);
    if (row < top) moveTo(row);
    else if (row > top + visible - 1) moveTo(row - visible + 1);
  };

  const widths = columns.map(({ width }) => `${width}px`).join(' ');
  const style = { gridTemplateColumns: `90px ${widths}` };
  const offset = scaled ? scrollTopOf(top, perRow) - (top - from) * ROW_HEIGHT : from * ROW_HEIGHT;
  return (
    <div
      class="grid"
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={chosen >= from && chosen < to ? `row-${chosen}` : undefined}
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={pressed}
    >
      <div class="head" role="row" aria-rowindex={1} style={style}>
        <div role="columnheader">#</div>
        {columns.map((column) => (
          <Header key={column.name} column={column} resize={resize} />
        ))}
      </div>
      <div class="canvas" role="presentation" style={{ height: `${canvas}px` }}>
        <div class="rows" role="presentation" style={{ transform: `translateY(${Math.max(0, offset)}px)` }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, at) => {
            const row = from + at;
            return (
              <div
                key={row}
                id={`row-${row}`}
                role="row"
                aria-rowindex={row + 2}
                aria-selected={row === chosen}
                class={row === chosen ? 'chosen' : ''}
                style={style}
                onClick={() => choose(row)}
              >
                <div role="rowheader" class="number dim">
                  {countText(row)}
                </div>
                {cells(row) ?? (
                  <div role="gridcell" class="dim" aria-label="being read">
                    …
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function scrollTopOf(top: number, perRow: number): number {
  return Math.round(top * perRow);
}

function Header({
  column,
  resize,
}: {
  readonly column: GridColumn;
  readonly resize: Props['resize'];
}): JSX.Element {
  const { name, title, width } = column;
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    const start = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => resize(name, width + move.clientX - start);
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(name, width + by);
  };
  return (
    <div role="columnheader" title={title}>
      <span class="cut">{title}</span>
      <span
        class="handle"
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of ${title}`}
        aria-valuenow={width}
        aria-valuemin={40}
        aria-valuemax={1200}
        tabIndex={0}
        onPointerDown={drag}
        onKeyDown={step}
      />
    </div>
  );
}
