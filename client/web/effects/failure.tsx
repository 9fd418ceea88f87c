import { useRef } from 'react';
import { t } from '../messages/translate.ts';

export interface FailureProps {
  /** What is said; undefined while there is nothing to say. */
  readonly sentence: string | undefined;
  /** Tries again what failed. */
  readonly onRetry: (() => void) | undefined;
}

/** Says that a choice is not there, above the choices: whoever has just made it looks there. */
export function Failure({ sentence, onRetry }: FailureProps) {
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="effects__failure" role="status">
      {sentence !== undefined && (
        <>
          <p className="effects__status" data-kind="error">
            {sentence}
          </p>
          {onRetry !== undefined && (
            <button
              type="button"
              className="button button--small"
              onClick={() => {
                // The button goes; the focus stays with the choice.
                place.current?.parentElement?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
                onRetry();
              }}
            >
              {t('effects.retry')}
            </button>
          )}
        </>
      )}
    </div>
  );
}
