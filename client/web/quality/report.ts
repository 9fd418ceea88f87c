import { t } from '../messages/translate.ts';
import type { QualitySnapshot } from './monitor.ts';
import { trackName } from './names.ts';
import { bytesText, formatText, framesText, lossText, millisecondsText, rateText } from './numbers.ts';
import type { TrackReading } from './readings.ts';

export interface ReportOptions {
  readonly snapshot: Pick<QualitySnapshot, 'own' | 'readings' | 'troubled'>;
  readonly nameOf: (id: string) => string;
  /** When it is written. */
  readonly time: Date;
  /** What the browser calls itself. */
  readonly browser: string;
}

/**
 * What can be passed on to whoever helps: how everything flows, as text. It holds what is measured and names of people, and
 * neither addresses nor anything that opens a door.
 */
export function reportOf({ snapshot, nameOf, time, browser }: ReportOptions): string {
  const { own, readings, troubled } = snapshot;
  const lines = [
    t('quality.report.title'),
    time.toISOString(),
    browser,
    '',
    t('quality.report.own', { level: t(`quality.level.${own}`) }),
    ...(troubled.length > 0
      ? [t('quality.report.troubled', { names: troubled.map(nameOf).join(', ') })]
      : []),
    '',
    ...readings.map((reading) => `${trackName(reading, nameOf)}: ${figuresOf(reading).join('; ')}`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function figuresOf(reading: TrackReading): readonly string[] {
  const { rate, loss, rttMs, jitterMs, framesPerSecond, limitedBy, freezes, bytes } = reading;
  const figure = (column: 'loss' | 'delay' | 'jitter' | 'bytes', value: string) =>
    `${t(`quality.column.${column}`)} ${value}`;
  return [
    formatText(reading),
    ...(rate === undefined ? [] : [rateText(rate)]),
    ...(framesPerSecond === undefined ? [] : [framesText(framesPerSecond)]),
    ...(loss === undefined ? [] : [figure('loss', lossText(loss))]),
    ...(rttMs === undefined ? [] : [figure('delay', millisecondsText(rttMs))]),
    ...(jitterMs === undefined ? [] : [figure('jitter', millisecondsText(jitterMs))]),
    ...(limitedBy === undefined ? [] : [t('quality.report.limited', { reason: limitedBy })]),
    ...(freezes === undefined || freezes === 0 ? [] : [t('quality.report.freezes', { count: freezes })]),
    figure('bytes', bytesText(bytes)),
  ].filter((part) => part !== '');
}
