import { Menu } from '@base-ui/react/menu';
import {
  EllipsisVertical,
  Hand,
  Mic,
  MicOff,
  MonitorUp,
  Video,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import { useId, type RefCallback } from 'react';
import { t, type MessageKey } from '../messages/translate.ts';
import { QualityMark } from '../quality/badge.tsx';
import type { Participant, Role } from '../state/participants.ts';
import { Avatar } from '../ui/avatar.tsx';
import { steady } from '../ui/spoken.tsx';
import type { PersonMenuHandle } from './person-menu.tsx';

const ROLE_NAMES = {
  op: 'people.role.op',
  present: 'people.role.present',
  message: 'people.role.message',
  observe: 'people.role.observe',
} as const satisfies Record<Role, MessageKey>;

/** The id of the element that opens somebody's menu. */
export function menuButtonId(personId: string): string {
  return `person-menu-${personId}`;
}

export interface PersonRowProps {
  readonly person: Participant;
  /** The place among those who have raised a hand, from 1. */
  readonly position: number | undefined;
  /** Not heard by the reader's own choice. */
  readonly silenced: boolean;
  /** The menu of all rows. */
  readonly menu: PersonMenuHandle;
  /** The row whose button Tab leads to. */
  readonly tabStop: boolean;
  readonly index: number;
  readonly count: number;
  /** Where the row begins, in pixels from the beginning of the list. */
  readonly offset: number;
  /** Of the row at which the height of all is measured. */
  readonly measure: RefCallback<Element> | undefined;
}

/** One person in the list: who, what they may and do, and the button of the menu. */
export const PersonRow = steady(function PersonRow(props: PersonRowProps) {
  const { person, position, silenced, menu, tabStop, index, count, offset, measure } = props;
  const { id, name, self, role, reconnecting } = person;
  const roleId = useId();
  const statesId = useId();
  return (
    <div
      ref={measure}
      className="person"
      role="listitem"
      aria-setsize={count}
      aria-posinset={index + 1}
      data-index={index}
      data-reconnecting={reconnecting}
      style={{ transform: `translateY(${offset.toString()}px)` }}
    >
      <Avatar id={id} name={name} />
      <span className="person__text">
        <span className="person__name" dir="auto">
          {name}
          {self && <span className="person__you"> ({t('people.you')})</span>}
        </span>
        <span className="person__role" id={roleId}>
          {t(reconnecting ? 'people.reconnecting' : ROLE_NAMES[role])}
        </span>
      </span>
      <span className="person__states" id={statesId}>
        <States person={person} position={position} silenced={silenced} />
      </span>
      <Menu.Trigger
        handle={menu}
        payload={id}
        id={menuButtonId(id)}
        className="icon-button person__menu"
        tabIndex={tabStop ? 0 : -1}
        aria-label={self ? t('people.menu.self') : t('people.menu', { name })}
        aria-describedby={`${roleId} ${statesId}`}
      >
        <EllipsisVertical />
      </Menu.Trigger>
    </div>
  );
});

function States({ person, position, silenced }: Pick<PersonRowProps, 'person' | 'position' | 'silenced'>) {
  const { role, microphone } = person;
  return (
    <>
      {position !== undefined && (
        <StateIcon
          icon={Hand}
          label={t('people.hand.position', { position })}
          look="hand"
          text={position.toString()}
        />
      )}
      <QualityMark id={person.id} name={person.name} />
      {silenced && <StateIcon icon={VolumeX} label={t('people.silenced')} look="off" />}
      {person.sharing && <StateIcon icon={MonitorUp} label={t('people.sharing')} look="on" />}
      {person.camera === 'on' && <StateIcon icon={Video} label={t('people.camera.on')} />}
      {microphone === 'on' && <StateIcon icon={Mic} label={t('people.microphone.on')} />}
      {microphone !== 'on' && role !== 'message' && role !== 'observe' && (
        <StateIcon icon={MicOff} label={t('people.microphone.muted')} />
      )}
    </>
  );
}

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
