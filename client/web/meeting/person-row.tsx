import { Menu } from '@base-ui/react/menu';
import {
  EllipsisVertical,
  Hand,
  MessageSquareLock,
  Mic,
  MicOff,
  MonitorUp,
  Presentation,
  ShieldCheck,
  ShieldOff,
  UserX,
  Video,
  VideoOff,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';
import { t, type MessageKey } from '../messages/translate.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import type { Participant, Role } from '../state/participants.ts';
import { Avatar } from '../ui/avatar.tsx';

const ROLE_NAMES = {
  op: 'people.role.op',
  present: 'people.role.present',
  message: 'people.role.message',
  observe: 'people.role.observe',
} as const satisfies Record<Role, MessageKey>;

export interface PersonRowProps {
  readonly person: Participant;
  /** The place among those who have raised a hand, from 1. */
  readonly position?: number;
  readonly can: MeetingSnapshot['can'];
  readonly store: MeetingStore;
  readonly onWrite: (person: Participant) => void;
  readonly onKick: (person: Participant) => void;
}

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, position, can } = props;
  const { id, name, self, role, reconnecting } = person;
  const hasMenu = !self && (can.message || can.op);
  return (
    <li className="person" data-reconnecting={reconnecting}>
      <Avatar id={id} name={name} />
      <span className="person__text">
        <span className="person__name">
          {name}
          {self && <span className="person__you"> ({t('people.you')})</span>}
        </span>
        <span className="person__role">{t(reconnecting ? 'people.reconnecting' : ROLE_NAMES[role])}</span>
      </span>
      <span className="person__states">
        {position !== undefined && (
          <StateIcon
            icon={Hand}
            label={t('people.hand.position', { position })}
            look="hand"
            text={position.toString()}
          />
        )}
        {person.sharing && <StateIcon icon={MonitorUp} label={t('people.sharing')} look="on" />}
        {person.camera === 'on' && <StateIcon icon={Video} label={t('people.camera.on')} />}
        {person.microphone === 'on' && <StateIcon icon={Mic} label={t('people.microphone.on')} />}
        {person.microphone !== 'on' && role !== 'message' && role !== 'observe' && (
          <StateIcon icon={MicOff} label={t('people.microphone.muted')} look="off" />
        )}
      </span>
      {hasMenu ? <PersonMenu {...props} /> : <span className="person__no-menu" />}
    </li>
  );
});

function StateIcon(props: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly look?: 'hand' | 'on' | 'off';
  readonly text?: string;
}) {
  const { icon: Icon, label, look, text } = props;
  return (
    <span className="person__state" data-look={look} role="img" aria-label={label} title={label}>
      <Icon />
      {text}
    </span>
  );
}

function PersonMenu({ person, can, store, onWrite, onKick }: PersonRowProps) {
  const { id, name, permissions } = person;
  const act = (kind: string) => () => void store.act(kind, id);
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label={t('people.menu', { name })}>
        <EllipsisVertical />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu">
            {can.message && (
              <Item
                icon={MessageSquareLock}
                text={t('people.message')}
                onClick={() => {
                  onWrite(person);
                }}
              />
            )}
            {can.op && (
              <>
                {can.message && <Menu.Separator className="menu__line" />}
                {person.hand && can.lowerHands && (
                  <Item icon={Hand} text={t('people.hand.lower')} onClick={act('lowerhand')} />
                )}
                {person.microphone === 'on' && (
                  <Item icon={MicOff} text={t('people.mute')} onClick={() => void store.muteOther(id)} />
                )}
                {permissions.includes('present') ? (
                  <Item icon={VideoOff} text={t('people.unpresent')} onClick={act('unpresent')} />
                ) : (
                  <Item icon={Presentation} text={t('people.present')} onClick={act('present')} />
                )}
                {permissions.includes('op') ? (
                  <Item icon={ShieldOff} text={t('people.unop')} onClick={act('unop')} />
                ) : (
                  <Item icon={ShieldCheck} text={t('people.op')} onClick={act('op')} />
                )}
                <Menu.Separator className="menu__line" />
                <Item
                  icon={UserX}
                  text={t('people.kick')}
                  danger
                  onClick={() => {
                    onKick(person);
                  }}
                />
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

function Item({ icon: Icon, text, danger = false, onClick }: ItemProps) {
  return (
    <Menu.Item className="menu__item" data-danger={danger} onClick={onClick}>
      <Icon />
      {text}
    </Menu.Item>
  );
}
