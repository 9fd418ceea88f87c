import { ConferenceError } from '@evagore/shared';
import { useEffect, useRef } from 'react';
import { spokenLanguage, t, type MessageKey } from '../messages/translate.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';
import { Countdown } from '../time/countdown.tsx';
import { useStore } from '../ui/hooks.ts';
import { DoctorLink } from './doctor-link.tsx';
import { localeOf, whenText } from './moments.ts';
import { isOutOfReach } from './waiting-rule.ts';
import type { Waiting, WaitingSnapshot } from './waiting.ts';

/** What happens as soon as the refusal has passed. */
const PROMISES: Readonly<Record<string, MessageKey & `waiting.${string}`>> = {
  'no-operator': 'waiting.no-operator',
  'group-locked': 'waiting.group-locked',
  'group-full': 'waiting.group-full',
};

export interface WaitingCardProps {
  readonly waiting: Waiting;
  readonly onCancel: () => void;
}

/** Says why somebody is not in yet, and that they will be as soon as it can be. */
export function WaitingCard({ waiting, onCancel }: WaitingCardProps) {
  const state = useStore(waiting);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const { phase, refusal } = state;
  const code = codeOf(refusal);
  const promise = code === undefined ? undefined : PROMISES[code];
  return (
    <div className="waiting">
      <h2 ref={heading} tabIndex={-1}>
        {t(phase === 'over' ? 'waiting.over.title' : 'waiting.title')}
      </h2>
      <p role="alert">{reasonText(state)}</p>
      <p className="hint">
        {phase === 'over' ? t('waiting.over') : t((promise ?? 'waiting.any') as 'waiting.any')}
      </p>
      <p className="waiting__next" data-phase={phase}>
        {phase === 'trying' && t('waiting.trying')}
        {phase === 'waiting' && (
          <>
            {t(opening(refusal) === undefined ? 'waiting.next' : 'waiting.opens-in')}{' '}
            <Countdown key={state.nextAt} to={opening(refusal) ?? state.nextAt} />
          </>
        )}
      </p>
      <div className="waiting__actions">
        <button
          type="button"
          className="button button--primary"
          aria-busy={phase === 'trying'}
          onClick={() => void waiting.tryNow()}
        >
          {t('waiting.try')}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t('common.cancel')}
        </button>
      </div>
      {isOutOfReach(code) && <DoctorLink />}
    </div>
  );
}

function reasonText({ refusal }: WaitingSnapshot): string {
  const at = opening(refusal);
  if (at === undefined) return sentenceOf(refusal, { invited: false });
  const when = whenText(at, Date.now(), localeOf(spokenLanguage(), navigator.languages));
  return codeOf(refusal) === 'group-not-open'
    ? t('waiting.opens', { when })
    : t('waiting.good-from', { when });
}

/** When the refusal ends, if the server said so and it is not over by this machine's clock. */
function opening(refusal: unknown): number | undefined {
  const at = refusal instanceof ConferenceError ? refusal.possibleFrom : undefined;
  return at !== undefined && at > Date.now() ? at : undefined;
}
