import { useId, useState } from 'react';
import { t } from '../messages/translate.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import { handsFirst, type Participant } from '../state/participants.ts';
import { KickDialog } from './kick-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import { SidePanel } from './side-panel.tsx';

export interface PeoplePanelProps {
  readonly meeting: MeetingSnapshot;
  readonly store: MeetingStore;
  readonly onWrite: (person: Participant) => void;
  readonly onClose: () => void;
}

export function PeoplePanel({ meeting, store, onWrite, onClose }: PeoplePanelProps) {
  const { people, can } = meeting;
  const [leaving, setLeaving] = useState<Participant>();
  const handsId = useId();
  const othersId = useId();
  const { hands, others } = handsFirst(people);
  const common = { can, store, onWrite, onKick: setLeaving };
  return (
    <SidePanel title={t('people.title')} note={people.length.toString()} onClose={onClose}>
      <div className="people">
        {hands.length > 0 && (
          <>
            <div className="people__head">
              <h3 id={handsId}>{t('people.hands')}</h3>
              {can.lowerHands && (
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('people.hands.lower.full')}
                  onClick={() => void store.lowerAllHands()}
                >
                  {t('people.hands.lower')}
                </button>
              )}
            </div>
            <ol aria-labelledby={handsId}>
              {hands.map((person, index) => (
                <PersonRow key={person.id} person={person} position={index + 1} {...common} />
              ))}
            </ol>
            {others.length > 0 && (
              <div className="people__head">
                <h3 id={othersId}>{t('people.others')}</h3>
              </div>
            )}
          </>
        )}
        <ul {...(hands.length > 0 ? { 'aria-labelledby': othersId } : {})}>
          {others.map((person) => (
            <PersonRow key={person.id} person={person} {...common} />
          ))}
        </ul>
      </div>
      <KickDialog
        person={leaving}
        onClose={() => {
          setLeaving(undefined);
        }}
        onKick={(person, message) => {
          void store.act('kick', person.id, message === '' ? undefined : message);
          setLeaving(undefined);
        }}
      />
    </SidePanel>
  );
}
