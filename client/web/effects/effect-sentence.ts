import { t } from '../messages/translate.ts';
import { EffectError } from './effect-error.ts';
import { MAX_BYTES, MAX_PICTURES, PictureRefused } from './own-picture.ts';

/** What is said when an effect is not there; undefined where there is nothing to say. */
export function effectSentence(error: unknown): string | undefined {
  if (!(error instanceof EffectError)) return error === undefined ? undefined : t('effects.error.failed');
  // Whoever has closed it knows.
  return error.code === 'closed' ? undefined : t(`effects.error.${error.code}`);
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
