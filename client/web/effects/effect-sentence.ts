import { t } from '../messages/translate.ts';
import type { NoiseSuppression, VideoEffect } from './effect-choice.ts';
import { EffectError } from './effect-error.ts';
import { MAX_BYTES, MAX_PICTURES, PictureRefused } from './own-picture.ts';

/** What others see instead of an effect that is not there. */
export function sentSentence(wanted: VideoEffect, instead: VideoEffect): string {
  if (wanted.background.kind === 'none') return t('effects.sent.plain');
  return t(instead.background.kind === 'none' ? 'effects.sent.room' : 'effects.sent.before');
}

/** Why an effect is not there; undefined where there is nothing to say. */
export function effectSentence(error: unknown): string | undefined {
  if (!(error instanceof EffectError)) return error === undefined ? undefined : t('effects.error.failed');
  // Whoever has closed it knows.
  return error.code === 'closed' ? undefined : t(`effects.error.${error.code}`);
}

/** What takes the place of our own suppression of noise. */
export function noiseSentence(instead: NoiseSuppression): string {
  return t(instead === 'browser' ? 'effects.noise.failed' : 'effects.noise.failed.off');
}

/** What is said when a picture was not taken. */
export function pictureSentence(error: unknown): string {
  const refusal = error instanceof PictureRefused ? error.refusal : 'unreadable';
  switch (refusal) {
    case 'count':
      return t('effects.own.full', { count: MAX_PICTURES });
    case 'bytes':
      return t('effects.refused.bytes', { megabytes: MAX_BYTES / 1_000_000 });
    default:
      return t(`effects.refused.${refusal}`);
  }
}
