import { useState } from 'react';
import { t } from '../messages/translate.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import type { Participant } from '../state/participants.ts';
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
  return (
    <SidePanel title={t('people.title')} note={people.length.toString()} onClose={onClose}>
      <ul className="people">
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            can={can}
            store={store}
            onWrite={onWrite}
            onKick={setLeaving}
          />
        ))}
      </ul>
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
