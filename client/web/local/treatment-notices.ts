import { effectSentence, noiseSentence, sentSentence } from '../effects/effect-sentence.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import type { Notices } from '../state/notices.ts';

type Source = Pick<LocalMedia, 'getSnapshot' | 'subscribe' | 'retryEffect' | 'retryNoise'>;

/**
 * Says at once when others see or hear something else than what was chosen. That a room can be seen stays until it is
 * over, or somebody dismisses it.
 */
export function tellOfTreatments(
  local: Source,
  notices: Pick<Notices, 'stick' | 'show' | 'withdraw'>,
): () => void {
  let before: LocalSnapshot = local.getSnapshot();
  return local.subscribe(() => {
    const [last, now] = [before, local.getSnapshot()];
    before = now;
    if (now.effect !== last.effect) {
      const sentence = whatIsSeen(now.effect);
      if (sentence !== undefined) {
        const run = () => void local.retryEffect();
        notices.stick('error', sentence, 'effect', { label: t('effects.retry'), run });
      } else if (last.effect.phase === 'failed') notices.withdraw('effect');
    }
    if (now.noise !== last.noise) {
      if (now.noise.phase === 'failed') {
        const run = () => void local.retryNoise();
        notices.show('warning', noiseSentence(now.noise.instead), 'noise', {
          label: t('effects.retry'),
          run,
        });
      } else if (last.noise.phase === 'failed') notices.withdraw('noise');
    }
  });
}

function whatIsSeen(effect: LocalSnapshot['effect']): string | undefined {
  if (effect.phase !== 'failed') return undefined;
  const reason = effectSentence(effect.error);
  return reason === undefined ? undefined : `${reason} ${sentSentence(effect.wanted, effect.instead)}`;
}
