import { Hand } from 'lucide-react';
import { useId } from 'react';
import { t } from '../messages/translate.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import type { Participant } from '../state/participants.ts';
import { usePeople } from './scope.ts';

/** Whoever is further back in the queue is in the list below. */
const MOST_SHOWN = 5;

export interface HandQueueProps {
  /** First come, first. */
  readonly hands: readonly Participant[];
  readonly can: MeetingSnapshot['can'];
}

/** Who wants to speak, in which order, and how far oneself is from the front. */
export function HandQueue({ hands, can }: HandQueueProps) {
  const { session, deeds } = usePeople();
  const titleId = useId();
  const more = hands.length - MOST_SHOWN;
  return (
    <section className="hands" aria-labelledby={titleId}>
      <div className="hands__head">
        <Hand aria-hidden="true" />
        <h3 id={titleId}>{t('people.hands')}</h3>
        <span className="hands__count">{hands.length}</span>
        {can.lowerHands && (
          <button
            type="button"
            className="button button--small hands__all"
            aria-label={t('people.hands.lower.full')}
            onClick={() => void deeds.do('lowerall')}
          >
            {t('people.hands.lower')}
          </button>
        )}
      </div>
      <ol className="hands__list" aria-labelledby={titleId}>
        {hands.slice(0, MOST_SHOWN).map((person, index) => (
          <li key={person.id} className="hands__one">
            <span className="hands__place" aria-hidden="true">
              {index + 1}
            </span>
            <span className="hands__name" dir="auto">
              {person.name}
              {person.self && <span className="person__you"> ({t('people.you')})</span>}
            </span>
            {(person.self || can.lowerHands) && (
              <button
                type="button"
                className="button button--small hands__lower"
                aria-label={
                  person.self
                    ? t('people.hands.lower.own')
                    : t('people.hands.lower.of', { name: person.name })
                }
                onClick={() => {
                  if (person.self) void session.store.raiseHand(false);
                  else void deeds.doTo(person.id, 'lower');
                }}
              >
                {t('people.hands.lower.one')}
              </button>
            )}
          </li>
        ))}
      </ol>
      {more > 0 && <p className="hands__more">{t('people.hands.more', { count: more })}</p>}
      <p className="hands__own" role="status">
        {ownPlace(hands)}
      </p>
    </section>
  );
}

function ownPlace(hands: readonly Participant[]): string {
  const place = hands.findIndex(({ self }) => self) + 1;
  if (place === 0) return '';
  return place === 1 ? t('people.hands.next') : t('people.hands.place', { place });
}
