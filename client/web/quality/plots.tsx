import { t } from '../messages/translate.ts';
import { TOTALS, type Metric, type TrackHistory } from './history.ts';
import { trackName } from './names.ts';
import { metricText } from './numbers.ts';
import { Plot } from './plot.tsx';
import type { TrackReading } from './readings.ts';

export interface PlotsProps {
  readonly history: TrackHistory;
  /** Undefined for the sum of all. */
  readonly reading: TrackReading | undefined;
  readonly chosen: string;
  readonly nameOf: (id: string) => string;
}

const OF_SOUND = ['rate', 'loss', 'rttMs'] as const satisfies readonly Metric[];
const OF_PICTURES = [...OF_SOUND, 'framesPerSecond'] as const satisfies readonly Metric[];

/** So far every scale reaches at least, so that noise does not look like a storm. */
const LEAST = { rate: 100_000, loss: 0.05, rttMs: 100, framesPerSecond: 30 } as const satisfies Record<
  Metric,
  number
>;

/** How one track, or all of them, went in the last minutes. */
export function Plots({ history, reading, chosen, nameOf }: PlotsProps) {
  const stream =
    reading === undefined
      ? t(chosen === TOTALS.up ? 'quality.all.up' : 'quality.all.down')
      : trackName(reading, nameOf);
  const metrics = reading?.kind === 'audio' ? OF_SOUND : OF_PICTURES;
  return (
    <section className="plots" aria-label={t('quality.plots', { stream })}>
      <h3 className="statistics__head">{stream}</h3>
      <div className="plots__grid">
        {metrics.map((metric) => (
          <Labelled key={metric} metric={metric} history={history} />
        ))}
      </div>
    </section>
  );
}

function Labelled({ metric, history }: { readonly metric: Metric; readonly history: TrackHistory }) {
  const values = history.values[metric];
  const what = t(`quality.plot.${metric}`);
  const text = metricText[metric];
  const now = values.at(-1) ?? null;
  return (
    <figure className="plot">
      <figcaption className="plot__head">
        <span>{what}</span>
        <span className="plot__now">{now === null ? '–' : text(now)}</span>
      </figcaption>
      <Plot
        at={history.at}
        values={values}
        text={text}
        least={LEAST[metric]}
        label={summary(what, values, text)}
      />
    </figure>
  );
}

function summary(what: string, values: readonly (number | null)[], text: (value: number) => string): string {
  const known = values.filter((value) => value !== null);
  const now = known.at(-1);
  if (now === undefined) return t('quality.plot.nothing', { what });
  return t('quality.plot.summary', {
    what,
    now: text(now),
    least: text(Math.min(...known)),
    most: text(Math.max(...known)),
  });
}
