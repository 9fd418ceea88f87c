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
import { t, type MessageKey } from '../messages/translate.ts';
import type { Participant } from '../state/participants.ts';
import { useStore } from '../ui/hooks.ts';
import { MenuGroups } from './menu-groups.tsx';
import { MenuItem } from './menu-item.tsx';
import { personOffers, type PersonDeed } from './offers.ts';
import { usePeople, type PersonQuestion } from './scope.ts';

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

export interface PersonItemsProps {
  readonly person: Participant;
  /** How the person's tile is pinned; absent where there is none, or its menu has an entry for that already. */
  readonly pin?: { readonly pinned: boolean; readonly toggle: () => void } | undefined;
  readonly onWrite: (person: Participant) => void;
  readonly onAsk: (question: PersonQuestion, person: Participant) => void;
}

/** The entries of a menu for what can be done to somebody else, the same in the list of people and on their tile. */
export function PersonItems({ person, pin, onWrite, onAsk }: PersonItemsProps) {
  const { session, deeds } = usePeople();
  const lowerHands = useStore(session.store, ({ can }) => can.lowerHands);
  const give = (deed: PersonDeed) => {
    if (deed === 'msg') onWrite(person);
    else if (deed === 'pin') pin?.toggle();
    else if (deed === 'volume' || deed === 'warn' || deed === 'kick') onAsk(deed, person);
    else void deeds.doTo(person.id, deed);
  };
  return (
    <MenuGroups
      groups={personOffers(person, { usable: deeds.usable(), lowerHands, pinnable: pin !== undefined })}
      itemOf={(deed) => {
        const [icon, text] = deed === 'pin' && pin?.pinned === true ? UNPIN : LOOKS[deed];
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
