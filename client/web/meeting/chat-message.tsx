import { memo } from 'react';
import { t } from '../messages/translate.ts';
import { withLinks, type ChatEntry } from '../state/chat-log.ts';
import { hueStyle } from '../ui/avatar.tsx';

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export interface ChatMessageProps {
  readonly entry: ChatEntry;
  /** Stands under the one before, without a name of its own. */
  readonly continued: boolean;
}

export const ChatMessage = memo(function ChatMessage({ entry, continued }: ChatMessageProps) {
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
    </div>
  );
});

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
