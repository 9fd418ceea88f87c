import {
  Fingerprint,
  Hand,
  Link,
  Lock,
  LockOpen,
  Megaphone,
  MessageSquareX,
  CircleDot,
  CircleStop,
  KeyRound,
  MicOff,
  Play,
  RefreshCw,
  UserPlus,
  type LucideIcon,
} from 'lucide-react';
import { t, type MessageKey } from '../messages/translate.ts';
import type { DialogName, Dialogs } from '../meeting/dialogs.ts';
import { groupPath } from '../route.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { alike } from '../state/selection.ts';
import { copyWithNotice } from '../ui/clipboard.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { MenuGroups } from './menu-groups.tsx';
import { MenuItem } from './menu-item.tsx';
import { groupOffers, type GroupDeed } from './offers.ts';
import { usePeople, type PeopleScope } from './scope.ts';

const LOOKS = {
  raise: [Hand, 'people.hand.raise'],
  unraise: [Hand, 'people.hand.lower'],
  invite: [UserPlus, 'meeting.invite'],
  link: [Link, 'meeting.link'],
  presentfile: [Play, 'meeting.presentfile'],
  renegotiate: [RefreshCw, 'meeting.renegotiate'],
  password: [KeyRound, 'meeting.password'],
  identify: [Fingerprint, 'meeting.identify'],
  muteall: [MicOff, 'meeting.muteall'],
  lock: [Lock, 'meeting.lock'],
  unlock: [LockOpen, 'meeting.unlock'],
  wall: [Megaphone, 'meeting.wall'],
  clear: [MessageSquareX, 'meeting.clear'],
  record: [CircleDot, 'meeting.record'],
  unrecord: [CircleStop, 'meeting.unrecord'],
} as const satisfies Record<GroupDeed, readonly [LucideIcon, MessageKey]>;

/** What is asked for more before it is done. */
const ASKING: Partial<Record<GroupDeed, DialogName>> = {
  invite: 'invite',
  password: 'password',
  lock: 'lock',
  wall: 'wall',
  clear: 'clear',
};

/** What is needed often enough to be in the page's own menu as well. */
const IN_MORE: ReadonlySet<GroupDeed> = new Set([
  ...(['invite', 'link', 'password'] as const),
  ...(['muteall', 'lock', 'unlock', 'record', 'unrecord', 'clear'] as const),
]);

export interface GroupItemsProps {
  readonly dialogs: Dialogs;
  /** `self`: in the menu of one's own row, where all of them belong. */
  readonly place: 'self' | 'more';
}

/** The entries of a menu which concern the meeting as a whole. */
export function GroupItems({ dialogs, place }: GroupItemsProps) {
  const scope = usePeople();
  const { notices } = useApp();
  const meeting = useStore(scope.session.store, factsOf, alike);
  const groups = groupOffers(stateOf(scope, meeting)).map((group) =>
    group.filter((deed) => place === 'self' || IN_MORE.has(deed)),
  );
  const copyLink = () => {
    const words = { copied: t('meeting.copied'), failed: t('meeting.copy.failed') };
    void copyWithNotice(location.origin + groupPath(meeting.group), words, notices);
  };
  const give = (deed: GroupDeed) => {
    const dialog = ASKING[deed];
    if (dialog !== undefined) dialogs.open(dialog);
    else if (deed === 'link') copyLink();
    else if (deed === 'identify') void scope.deeds.doTo(meeting.selfId, deed);
    // What one does oneself is seen; a notice would only say it again.
    else if (deed === 'raise' || deed === 'unraise') void scope.session.store.raiseHand(deed === 'raise');
    else void scope.deeds.do(deed);
  };
  return (
    <MenuGroups
      groups={groups}
      itemOf={(deed) => {
        const [icon, text] = LOOKS[deed];
        return (
          <MenuItem
            icon={icon}
            text={t(text)}
            danger={deed === 'clear'}
            onClick={() => {
              give(deed);
            }}
          />
        );
      }}
    />
  );
}

function factsOf({ group, self, locked, recording, passwordsChangeable }: MeetingSnapshot) {
  return { group, selfId: self.id, hand: self.hand, locked, recording, passwordsChangeable };
}

function stateOf({ deeds, session }: PeopleScope, meeting: ReturnType<typeof factsOf>) {
  return {
    usable: deeds.usable(),
    hand: meeting.hand,
    locked: meeting.locked,
    recording: meeting.recording,
    ownPassword: meeting.passwordsChangeable && session.account !== undefined,
  };
}
