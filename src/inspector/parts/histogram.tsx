/** Counts as bars, by uPlot. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

interface Props {
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
  readonly label: string;
}

const HEIGHT = 240;

export function Histogram({ from, step, counts, label }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current!;
    const style = getComputedStyle(element);
    const [ink, line, fill] = [style.color, style.borderTopColor, style.outlineColor];
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [from, from + step * counts.length] },
          y: { range: (_, __, most) => [0, most * 1.05] },
        },
        axes: [axis, { ...axis, size: 70 }],
        series: [
          {},
          {
            stroke: fill,
            fill,
            paths: uPlot.paths.bars!({ size: [0.92, 100], align: 1 }),
            points: { show: false },
          },
        ],
      },
      [counts.map((_, at) => from + at * step), [...counts]],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [from, step, counts]);
  return <div class="plot" ref={place} role="img" aria-label={label} />;
}
