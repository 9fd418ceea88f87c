import { Menu } from '@base-ui/react/menu';
import {
  FileUp,
  Fingerprint,
  Hand,
  MessageSquareLock,
  MessageSquareOff,
  MessageSquareText,
  MicOff,
  Pin,
  PinOff,
  Presentation,
  ShieldCheck,
  ShieldOff,
  TriangleAlert,
  UserX,
  VideoOff,
  Volume2,
  type LucideIcon,
} from 'lucide-react';
import { useRef, type RefObject } from 'react';
import type { Dialogs } from '../meeting/dialogs.ts';
import { t, type MessageKey } from '../messages/translate.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import type { StageModel } from '../stage/stage-model.ts';
import type { Participant } from '../state/participants.ts';
import { useStore } from '../ui/hooks.ts';
import { GroupItems } from './group-items.tsx';
import { MenuGroups } from './menu-groups.tsx';
import { MenuItem } from './menu-item.tsx';
import { menuButtonId } from './person-row.tsx';
import { personOffers, type PersonDeed } from './offers.ts';
import { usePeople } from './scope.ts';

/** Ties the buttons of all rows to the one menu; the payload is the person's id. */
export type PersonMenuHandle = ReturnType<typeof Menu.createHandle<string>>;

const LOOKS = {
  msg: [MessageSquareLock, 'people.message'],
  sendfile: [FileUp, 'people.sendfile'],
  volume: [Volume2, 'people.volume'],
  pin: [Pin, 'tile.pin'],
  lower: [Hand, 'people.hand.lower'],
  mute: [MicOff, 'people.mute'],
  present: [Presentation, 'people.present'],
  unpresent: [VideoOff, 'people.unpresent'],
  shutup: [MessageSquareOff, 'people.shutup'],
  unshutup: [MessageSquareText, 'people.unshutup'],
  op: [ShieldCheck, 'people.op'],
  unop: [ShieldOff, 'people.unop'],
  warn: [TriangleAlert, 'people.warn'],
  identify: [Fingerprint, 'people.identify'],
  kick: [UserX, 'people.kick'],
} as const satisfies Record<PersonDeed, readonly [LucideIcon, MessageKey]>;

const UNPIN = [PinOff, 'tile.unpin'] as const;

/** What is asked about before it is done, or is none of the server's business. */
export type PersonQuestion = 'volume' | 'warn' | 'kick';

export interface PersonMenuProps {
  readonly handle: PersonMenuHandle;
  readonly meeting: MeetingSnapshot;
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
  /** Gets the focus where the row whose button had it is gone. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onWrite: (person: Participant) => void;
  readonly onAsk: (question: PersonQuestion, person: Participant) => void;
}

/** What can be done to somebody in the list; for oneself, what can be done to the meeting. */
export function PersonMenu(props: PersonMenuProps) {
  const { handle, meeting, dialogs, list, onWrite, onAsk } = props;
  // What an entry opens takes the focus; the menu must not take it back.
  const elsewhere = useRef(false);
  const leaving =
    <Given extends readonly unknown[]>(open: (...given: Given) => void) =>
    (...given: Given) => {
      elsewhere.current = true;
      open(...given);
    };
  const openers = {
    dialogs: { ...dialogs, open: leaving(dialogs.open) },
    onWrite: leaving(onWrite),
    onAsk: leaving(onAsk),
  };
  return (
    <Menu.Root
      handle={handle}
      onOpenChange={(open) => {
        if (open) elsewhere.current = false;
      }}
    >
      {({ payload }) => {
        const person = meeting.people.find(({ id }) => id === payload);
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
                    <GroupItems dialogs={openers.dialogs} place="self" />
                  ) : (
                    <PersonItems {...props} {...openers} person={person} />
                  )}
                </Menu.Popup>
              </Menu.Positioner>
            </Menu.Portal>
          )
        );
      }}
    </Menu.Root>
  );
}

function PersonItems({
  meeting,
  stage,
  person,
  onWrite,
  onAsk,
}: PersonMenuProps & { readonly person: Participant }) {
  const { deeds } = usePeople();
  const tile = useStore(stage, ({ tiles }) =>
    tiles.find(({ kind, owner }) => kind === 'person' && owner === person.id),
  );
  const pinned = useStore(stage, (shown) => shown.pinned);
  const give = (deed: PersonDeed) => {
    if (deed === 'msg') onWrite(person);
    else if (deed === 'volume' || deed === 'warn' || deed === 'kick') onAsk(deed, person);
    else if (deed !== 'pin') void deeds.doTo(person.id, deed);
    else if (tile !== undefined) stage.togglePin(tile.key);
  };
  const isPinned = tile !== undefined && pinned.has(tile.key);
  const rights = {
    usable: deeds.usable(),
    lowerHands: meeting.can.lowerHands,
    pinnable: tile !== undefined,
  };
  return (
    <MenuGroups
      groups={personOffers(person, rights)}
      itemOf={(deed) => {
        const [icon, text] = deed === 'pin' && isPinned ? UNPIN : LOOKS[deed];
        return (
          <MenuItem
            icon={icon}
            text={t(text)}
            danger={deed === 'kick'}
            onClick={() => {
              give(deed);
            }}
          />
        );
      }}
    />
  );
}
