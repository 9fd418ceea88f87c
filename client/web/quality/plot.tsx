import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useMedia, useSize, useStore } from '../ui/hooks.ts';

export interface PlotProps {
  /** When each value was measured, in milliseconds. */
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  /** A value with its unit. */
  readonly text: (value: number) => string;
  /** The scale reaches up to this at least, so that noise does not look like a storm. */
  readonly least: number;
  /** What the plot shows, for those who do not see it. */
  readonly label: string;
}

const HEIGHT_PX = 128;

/** What the names of values take of the width. */
const AXIS_PX = 72;

/** Shorter than this is not stretched over the whole width, in seconds. */
const LEAST_SPAN_S = 120;

/** What is older is not shown, in seconds. */
const MOST_SPAN_S = 300;

/** How wide the name of a minute is, with some room. */
const MINUTE_PX = 70;

type Columns = UPlot.AlignedData;

/** A line over time. Drawn on a canvas, in the colours of the page. */
export function Plot({ at, values, text, least, label }: PlotProps) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const plot = useRef<UPlot>(undefined);
  const columns = useRef<Columns>([[], []]);
  const colours = useColours();

  useEffect(() => {
    const element = box.current;
    if (element === null || width === 0) return undefined;
    const made = new UPlot(optionsOf(element, { width, text, least }), columns.current, element);
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
    // Another theme is another plot: what is drawn on a canvas keeps its colours.
  }, [box, width, text, least, colours]);

  useEffect(() => {
    const last = at.at(-1) ?? 0;
    columns.current = [at.map((time) => (time - last) / 1000), [...values]];
    plot.current?.setData(columns.current);
  }, [at, values, width, colours]);

  return <div ref={box} className="plot__canvas" role="img" aria-label={label} />;
}

/** Changes whenever the colours of the page may be others. */
function useColours(): string {
  const { preferences } = useApp();
  const { theme } = useStore(preferences);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const contrast = useMedia('(prefers-contrast: more)');
  return `${theme} ${String(dark)} ${String(contrast)}`;
}

function optionsOf(
  element: HTMLElement,
  { width, text, least }: Pick<PlotProps, 'text' | 'least'> & { readonly width: number },
): UPlot.Options {
  // The style sheet says which tokens these are; only a computed style knows their values in this theme.
  const { color: line, borderTopColor: grid, caretColor: ink, fontFamily } = getComputedStyle(element);
  const axis: UPlot.Axis = {
    stroke: ink,
    font: `12px ${fontFamily}`,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 12, 0, 0],
    scales: {
      x: { time: false, range: (_, from) => [-Math.min(Math.max(-from, LEAST_SPAN_S), MOST_SPAN_S), 0] },
      y: { range: (_, __, to) => [0, Math.max(to * 1.1, least)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        grid: { show: false },
        splits: minutesOf,
        values: (_, splits) => splits.map(minuteText),
      },
      { ...axis, size: AXIS_PX, space: 36, values: (_, splits) => splits.map((value) => text(value)) },
    ],
    series: [{}, { stroke: line, width: 2, points: { show: false }, spanGaps: false }],
  };
}

/** A mark at each full minute, or at every other one where they would stand too close. */
function minutesOf(plot: UPlot, _: number, from: number): number[] {
  const minutes = -from / 60;
  const step = minutes * MINUTE_PX > plot.width - AXIS_PX ? 2 : 1;
  const marks = Math.floor(minutes / step);
  return Array.from({ length: marks + 1 }, (__, mark) => -60 * step * (marks - mark));
}

function minuteText(seconds: number): string {
  return seconds === 0 ? t('quality.plot.now') : t('quality.plot.ago', { minutes: -seconds / 60 });
}
