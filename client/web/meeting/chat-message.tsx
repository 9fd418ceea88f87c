import { Menu } from '@base-ui/react/menu';
import { EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import { t } from '../messages/translate.ts';
import { withLinks, type DeletableEntry, type WrittenEntry } from '../state/chat-log.ts';
import { hueStyle } from '../ui/avatar.tsx';
import type { MessageMenuHandle } from './message-menu.tsx';

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export interface ChatMessageProps {
  readonly entry: WrittenEntry;
  /** Stands under the one before, without a name of its own. */
  readonly continued: boolean;
  /** The menu of messages; undefined where nothing can be done to this one. */
  readonly menu: MessageMenuHandle | undefined;
  /** Its button is the one to which Tab leads. */
  readonly tabStop: boolean;
}

export const ChatMessage = memo(function ChatMessage({ entry, continued, menu, tabStop }: ChatMessageProps) {
  const { kind, own, name, time, privateWith } = entry;
  return (
    <div
      className="message"
      style={hueStyle(entry.source ?? name)}
      data-kind={kind}
      data-own={own}
      data-private={privateWith !== undefined}
      data-continued={continued}
    >
      {privateWith !== undefined && !continued && (
        <p className="message__private">
          {t(own ? 'chat.private.to' : 'chat.private.from', { name: privateWith.name })}
        </p>
      )}
      {kind === 'text' && !continued && (
        <p className="message__head">
          <span className="message__name">{own ? t('tile.you') : name}</span>
          <Time time={time} />
        </p>
      )}
      <p className="message__text" dir="auto">
        {kind === 'me' && <span className="message__name">{name} </span>}
        <Linked text={entry.value} />
        {kind === 'me' && (
          <>
            {' '}
            <Time time={time} />
          </>
        )}
      </p>
      {menu !== undefined && entry.source !== undefined && (
        <MessageButton menu={menu} entry={entry as DeletableEntry} tabStop={tabStop} />
      )}
    </div>
  );
});

interface MessageButtonProps {
  readonly menu: MessageMenuHandle;
  readonly entry: DeletableEntry;
  readonly tabStop: boolean;
}

/** Opens the menu of a message. The list moves the focus between these buttons by arrow keys. */
function MessageButton({ menu, entry, tabStop }: MessageButtonProps) {
  const { own, name } = entry;
  const time = timeOfDay.format(entry.time);
  return (
    <Menu.Trigger
      handle={menu}
      payload={entry}
      className="message__menu"
      tabIndex={tabStop ? 0 : -1}
      aria-label={own ? t('chat.message.menu.own', { time }) : t('chat.message.menu', { name, time })}
    >
      <EllipsisVertical />
    </Menu.Trigger>
  );
}

function Time({ time }: { readonly time: number }) {
  return (
    <time className="message__time" dateTime={new Date(time).toISOString()} title={fullTime.format(time)}>
      {timeOfDay.format(time)}
    </time>
  );
}

function Linked({ text }: { readonly text: string }) {
  return withLinks(text).map((part, index) =>
    part.href === undefined ? (
      part.text
    ) : (
      // The parts of one text never change places.
      <a key={index.toString()} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ),
  );
}
