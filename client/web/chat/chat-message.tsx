import { Menu } from '@base-ui/react/menu';
import { EllipsisVertical } from 'lucide-react';
import { useId, useState } from 'react';
import '../styles/messages.css';
import { momentWriter } from '../messages/dates.ts';
import { t } from '../messages/translate.ts';
import { isLong, type WrittenEntry } from '../state/chat-log.ts';
import { withLinks } from '../state/web-address.ts';
import { hueStyle } from '../ui/avatar.tsx';
import { steady } from '../ui/spoken.tsx';
import type { MessageMenuHandle } from './message-menu.tsx';

const timeOfDay = momentWriter({ hour: 'numeric', minute: '2-digit' });
const fullTime = momentWriter({ dateStyle: 'medium', timeStyle: 'short' });

export interface ChatMessageProps {
  readonly entry: WrittenEntry;
  /** Stands under the one before, without a name of its own. */
  readonly continued: boolean;
  /** It names the reader. */
  readonly mentioned: boolean;
  readonly menu: MessageMenuHandle;
  /** Its button is the one to which Tab leads. */
  readonly tabStop: boolean;
}

export const ChatMessage = steady(function ChatMessage(props: ChatMessageProps) {
  const { entry, continued, mentioned, menu, tabStop } = props;
  const { kind, own, name, time, privateWith } = entry;
  return (
    <div
      className="message"
      style={hueStyle(entry.source ?? name)}
      data-kind={kind}
      data-own={own}
      data-private={privateWith !== undefined}
      data-continued={continued}
      data-mentioned={mentioned}
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
      <MessageText entry={entry} />
      <MessageButton menu={menu} entry={entry} tabStop={tabStop} />
    </div>
  );
});

/** The text itself; of a long one the beginning, until all of it is wanted. */
function MessageText({ entry }: { readonly entry: WrittenEntry }) {
  const { kind, name, time, value } = entry;
  const [whole, setWhole] = useState(false);
  const id = useId();
  const long = isLong(value);
  return (
    <>
      <p id={id} className="message__text" dir="auto" data-folded={long && !whole}>
        {kind === 'me' && <span className="message__name">{name} </span>}
        <Linked text={value} />
        {kind === 'me' && (
          <>
            {' '}
            <Time time={time} />
          </>
        )}
      </p>
      {long && (
        <button
          type="button"
          className="message__fold"
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => {
            setWhole(!whole);
          }}
        >
          {t(whole ? 'chat.less' : 'chat.more')}
        </button>
      )}
    </>
  );
}

interface MessageButtonProps {
  readonly menu: MessageMenuHandle;
  readonly entry: WrittenEntry;
  readonly tabStop: boolean;
}

/** Opens the menu of a message. The list moves the focus between these buttons by arrow keys. */
function MessageButton({ menu, entry, tabStop }: MessageButtonProps) {
  const { own, name } = entry;
  const time = timeOfDay(entry.time);
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
    <time className="message__time" dateTime={new Date(time).toISOString()} title={fullTime(time)}>
      {timeOfDay(time)}
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
