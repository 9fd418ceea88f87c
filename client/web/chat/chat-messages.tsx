import { useState, type KeyboardEvent } from 'react';
import { FileCard } from '../files/file-card.tsx';
import type { FileDesk } from '../files/file-desk.ts';
import { momentWriter } from '../messages/dates.ts';
import { t } from '../messages/translate.ts';
import { mentions } from '../notify/attention.ts';
import { continues, dayBegun, isWritten, type ChatEntry } from '../state/chat-log.ts';
import type { Outbox } from '../state/outbox.ts';
import { useStore } from '../ui/hooks.ts';
import { ChatMessage } from './chat-message.tsx';
import { LocalMessage } from './local-message.tsx';
import type { MessageMenuHandle } from './message-menu.tsx';
import { UnsentMessage } from './unsent-message.tsx';

export interface ChatMessagesProps {
  readonly chat: readonly ChatEntry[];
  readonly files: FileDesk;
  readonly unsent: Outbox;
  readonly menu: MessageMenuHandle;
  /** Messages that name one are marked. */
  readonly ownName: string;
}

/** What was written, day by day. */
export function ChatMessages({ chat, files, unsent, menu, ownName }: ChatMessagesProps) {
  const transfers = useStore(files);
  const [openedAt] = useState(() => Date.now());
  const tabStop = chat.findLast(isWritten);
  return chat.map((entry, index) => {
    switch (entry.kind) {
      case 'text':
      case 'me':
        return (
          <DayAnd key={entry.id} day={dayBegun(timeBefore(chat, index), entry.time, openedAt)}>
            <ChatMessage
              entry={entry}
              continued={continues(chat[index - 1], entry)}
              mentioned={!entry.own && mentions(entry.value, ownName)}
              menu={menu}
              tabStop={entry === tabStop}
            />
          </DayAnd>
        );
      case 'file': {
        const view = transfers.get(entry.file);
        return view === undefined ? null : <FileCard key={entry.id} view={view} desk={files} />;
      }
      case 'unsent':
        return <UnsentMessage key={entry.id} entry={entry} outbox={unsent} />;
      case 'output':
      case 'problem':
        return <LocalMessage key={entry.id} entry={entry} />;
    }
  });
}

const dayName = momentWriter({ weekday: 'long', day: 'numeric', month: 'long' });

function DayAnd(props: { readonly day: number | undefined; readonly children: React.ReactNode }) {
  const { day, children } = props;
  return (
    <>
      {day !== undefined && (
        <p className="chat__day">
          <span>{dayText(day)}</span>
        </p>
      )}
      {children}
    </>
  );
}

function dayText(day: number): string {
  const daysAgo = new Date().getDate() - new Date(day).getDate();
  const recent = Math.abs(Date.now() - day) < 3 * 86_400_000;
  if (recent && daysAgo === 0) return t('chat.day.today');
  if (recent && daysAgo === 1) return t('chat.day.yesterday');
  return dayName(day);
}

/** When the entry above was written, if any above has a time. */
function timeBefore(chat: readonly ChatEntry[], index: number): number | undefined {
  for (let above = index - 1; above >= 0; above -= 1) {
    const entry = chat[above];
    if (entry !== undefined && 'time' in entry) return entry.time;
  }
  return undefined;
}

/** Arrow keys lead from message to message, so that Tab need not pass through all of them. */
export function moveBetweenMenus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  if (!event.target.classList.contains('message__menu')) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.message__menu')];
  // Otherwise the key would open the menu.
  event.preventDefault();
  event.stopPropagation();
  buttons[buttons.indexOf(event.target) + step]?.focus();
}
