import { Menu } from '@base-ui/react/menu';
import { useMemo, useRef, useState } from 'react';
import type { Dialogs } from '../meeting/dialogs.ts';
import { SidePanel } from '../meeting/side-panel.tsx';
import { t } from '../messages/translate.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { calmed } from '../state/calm.ts';
import type { Participant } from '../state/participants.ts';
import { useSize, useStore } from '../ui/hooks.ts';
import { HandQueue } from './hand-queue.tsx';
import { PeopleSearch } from './people-search.tsx';
import { PersonList } from './person-list.tsx';
import { PersonMenu } from './person-menu.tsx';
import { menuButtonId } from './person-row.tsx';
import { audienceOf, handQueue, inPanelOrder, matching, SEARCH_FROM } from './roster.ts';
import { usePeople } from './scope.ts';

/** Hands go up by the dozen in large meetings, and the list is in their order: faster, nobody could press a button in it. */
const CALM_MS = 400;

export interface PeoplePanelProps {
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
  readonly onWrite: (person: Participant) => void;
  readonly onClose: () => void;
}

/** Who is there, and what can be done to them. */
export function PeoplePanel({ dialogs, stage, onWrite, onClose }: PeoplePanelProps) {
  const { ask, session } = usePeople();
  const store = useMemo(() => calmed(session.store, CALM_MS), [session]);
  const people = useStore(store, (meeting) => meeting.people);
  const can = useStore(session.store, (meeting) => meeting.can);
  const [search, setSearch] = useState('');
  const [menu] = useState(() => Menu.createHandle<string>());
  const scroller = useRef<HTMLDivElement>(null);
  const [top, { height: above }] = useSize<HTMLDivElement>();
  const hands = useMemo(() => handQueue(people), [people]);
  const positions = useMemo(() => new Map(hands.map(({ id }, index) => [id, index + 1])), [hands]);
  const searchable = people.length >= SEARCH_FROM || search !== '';
  const listed = useMemo(
    () => matching(inPanelOrder(people), searchable ? search : ''),
    [people, search, searchable],
  );
  const audience = audienceOf(people);
  // The menu is beside the panel: an Escape that closes it does not close the panel as well.
  return (
    <>
      <SidePanel title={t('people.title')} note={people.length.toString()} onClose={onClose}>
        <div ref={scroller} className="people" tabIndex={-1}>
          <div ref={top} className="people__top">
            {searchable && <PeopleSearch value={search} found={listed.length} onChange={setSearch} />}
            {hands.length > 0 && search === '' && <HandQueue hands={hands} can={can} />}
          </div>
          {listed.length > 0 ? (
            <PersonList people={listed} positions={positions} menu={menu} scroller={scroller} above={above} />
          ) : (
            <p className="empty">{t('people.search.none')}</p>
          )}
        </div>
        {audience > 0 && <p className="panel__foot">{t('people.audience', { count: audience })}</p>}
      </SidePanel>
      <PersonMenu
        handle={menu}
        people={people}
        dialogs={dialogs}
        stage={stage}
        list={scroller}
        onWrite={onWrite}
        onAsk={(question, person) => {
          const finalFocus = () => document.getElementById(menuButtonId(person.id)) ?? scroller.current;
          ask({ question, person, finalFocus });
        }}
      />
    </>
  );
}
