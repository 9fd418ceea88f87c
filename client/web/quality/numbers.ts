import { spokenLanguage } from '../messages/translate.ts';
import type { Metric } from './history.ts';
import { t } from '../messages/translate.ts';
import type { TrackReading } from './readings.ts';

/** Numbers as people read them, in the language of the page. */

function format(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(spokenLanguage(), options).format(value);
}

/** @param bitsPerSecond - Thousands until there are a million. */
export function rateText(bitsPerSecond: number): string {
  const mega = bitsPerSecond >= 999_500;
  const value = bitsPerSecond / (mega ? 1_000_000 : 1000);
  const digits = mega ? 1 : 0;
  return format(value, {
    style: 'unit',
    unit: mega ? 'megabit-per-second' : 'kilobit-per-second',
    unitDisplay: 'short',
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
}

/** @param share - From 0 to 1. */
export function lossText(share: number): string {
  return format(share, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 });
}

export function millisecondsText(ms: number): string {
  return format(ms, { style: 'unit', unit: 'millisecond', unitDisplay: 'short', maximumFractionDigits: 0 });
}

export function bytesText(bytes: number): string {
  const [unit, size] =
    bytes >= 1e9
      ? (['gigabyte', 1e9] as const)
      : bytes >= 1e6
        ? (['megabyte', 1e6] as const)
        : (['kilobyte', 1e3] as const);
  return format(bytes / size, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: size === 1e3 ? 0 : 1,
  });
}

export function framesText(framesPerSecond: number): string {
  return t('quality.frames', { frames: format(framesPerSecond, { maximumFractionDigits: 0 }) });
}

/** A value of a plot, with its unit. */
export const metricText: Readonly<Record<Metric, (value: number) => string>> = {
  rate: rateText,
  loss: lossText,
  rttMs: millisecondsText,
  framesPerSecond: framesText,
};

/** What a track is made of: its codec, the size of its picture, and how many of its layers are sent. */
export function formatText({ codec, width, height, layers }: TrackReading): string {
  const size =
    width === undefined || height === undefined ? [] : [`${width.toString()} × ${height.toString()}`];
  return [
    ...(codec === undefined ? [] : [codec === 'opus' ? 'Opus' : codec.toUpperCase()]),
    ...size,
    ...(layers === undefined ? [] : [t('quality.layers', { sent: layers.sent, of: layers.of })]),
  ].join(', ');
}
