import { Menu } from '@base-ui/react/menu';
import { useRef, type RefObject } from 'react';
import type { Dialogs } from '../meeting/dialogs.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { Participant } from '../state/participants.ts';
import { useStore } from '../ui/hooks.ts';
import { useMenuSubject } from '../ui/use-menu-subject.ts';
import { GroupItems } from './group-items.tsx';
import { PersonItems, type PersonItemsProps } from './person-items.tsx';
import { menuButtonId } from './person-row.tsx';

/** Ties the buttons of all rows to the one menu; the payload is the person's id. */
export type PersonMenuHandle = ReturnType<typeof Menu.createHandle<string>>;

export interface PersonMenuProps extends Pick<PersonItemsProps, 'onWrite' | 'onAsk'> {
  readonly handle: PersonMenuHandle;
  readonly people: readonly Participant[];
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
  /** Gets the focus where the row whose button had it is gone. */
  readonly list: RefObject<HTMLElement | null>;
}

/** What can be done to somebody in the list; for oneself, what can be done to the meeting. */
export function PersonMenu(props: PersonMenuProps) {
  // What an entry opens takes the focus; the menu must not take it back.
  const elsewhere = useRef(false);
  return (
    <Menu.Root
      handle={props.handle}
      onOpenChange={(open) => {
        if (open) elsewhere.current = false;
      }}
    >
      {({ payload }) => payload !== undefined && <Entries {...props} id={payload} elsewhere={elsewhere} />}
    </Menu.Root>
  );
}

type EntriesProps = PersonMenuProps & {
  readonly id: string;
  readonly elsewhere: RefObject<boolean>;
};

function Entries({ handle, people, id, elsewhere, dialogs, stage, list, onWrite, onAsk }: EntriesProps) {
  const person = useMenuSubject(
    handle,
    people.find((each) => each.id === id),
  );
  const leaving =
    <Given extends readonly unknown[]>(open: (...given: Given) => void) =>
    (...given: Given) => {
      elsewhere.current = true;
      open(...given);
    };
  return (
    person !== undefined && (
      <Menu.Portal>
        <Menu.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup
            className="menu"
            finalFocus={() =>
              !elsewhere.current && (document.getElementById(menuButtonId(person.id)) ?? list.current)
            }
          >
            {person.self ? (
              <GroupItems dialogs={{ ...dialogs, open: leaving(dialogs.open) }} place="self" />
            ) : (
              <ListedItems person={person} stage={stage} onWrite={leaving(onWrite)} onAsk={leaving(onAsk)} />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    )
  );
}

type ListedItemsProps = Pick<PersonMenuProps, 'stage' | 'onWrite' | 'onAsk'> & {
  readonly person: Participant;
};

function ListedItems({ stage, person, ...openers }: ListedItemsProps) {
  const tile = useStore(stage, ({ tiles }) =>
    tiles.find(({ kind, owner }) => kind === 'person' && owner === person.id),
  );
  const pinned = useStore(stage, (shown) => shown.pinned);
  const pin = tile && {
    pinned: pinned.has(tile.key),
    toggle: () => {
      stage.togglePin(tile.key);
    },
  };
  return <PersonItems person={person} pin={pin} {...openers} />;
}
