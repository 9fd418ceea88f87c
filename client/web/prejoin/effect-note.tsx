import { effectSentence } from '../effects/effect-sentence.ts';
import { t } from '../messages/translate.ts';

export interface EffectNoteProps {
  /** Why the chosen background is not seen; undefined where it is. */
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Says that the room is seen as it is, to whoever has chosen something else. */
export function EffectNote({ error, onRetry }: EffectNoteProps) {
  const sentence = effectSentence(error);
  if (sentence === undefined) return null;
  return (
    <div className="preview__note" data-kind="error">
      <p role="alert">
        {sentence} {t('prejoin.background.plain')}
      </p>
      <button type="button" className="button button--small" onClick={onRetry}>
        {t('effects.retry')}
      </button>
    </div>
  );
}
