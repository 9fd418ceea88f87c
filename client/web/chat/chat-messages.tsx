import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { FileCard } from '../files/file-card.tsx';
import type { FileDesk } from '../files/file-desk.ts';
import { momentWriter } from '../messages/dates.ts';
import { t } from '../messages/translate.ts';
import { mentions } from '../notify/attention.ts';
import { isWritten, type ChatEntry } from '../state/chat-log.ts';
import type { Outbox } from '../state/outbox.ts';
import { useStore } from '../ui/hooks.ts';
import { steady } from '../ui/spoken.tsx';
import { ChatMessage } from './chat-message.tsx';
import { ChatRows, type ChatRow } from './chat-rows.ts';
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

/** What was written, day by day. It is drawn again when something is written, not whenever something happens. */
export const ChatMessages = steady(function ChatMessages(props: ChatMessagesProps) {
  const { chat, files, unsent, menu, ownName } = props;
  const [openedAt] = useState(() => Date.now());
  const book = useMemo(
    () => new ChatRows({ openedAt, isMentioned: ({ value }) => mentions(value, ownName) }),
    [openedAt, ownName],
  );
  const rows = useMemo(() => book.of(chat), [book, chat]);
  const tabStop = chat.findLast(isWritten);
  return rows.map((row) => (
    <Row
      key={row.entry.id}
      row={row}
      files={files}
      unsent={unsent}
      menu={menu}
      tabStop={row.entry === tabStop}
    />
  ));
});

interface RowProps extends Pick<ChatMessagesProps, 'files' | 'unsent' | 'menu'> {
  readonly row: ChatRow;
  readonly tabStop: boolean;
}

const Row = steady(function Row({ row, files, unsent, menu, tabStop }: RowProps) {
  const { entry, continued, mentioned, day } = row;
  switch (entry.kind) {
    case 'text':
    case 'me':
      return (
        <DayAnd day={day}>
          <ChatMessage
            entry={entry}
            continued={continued}
            mentioned={mentioned}
            menu={menu}
            tabStop={tabStop}
          />
        </DayAnd>
      );
    case 'file':
      return <FileRow file={entry.file} desk={files} />;
    case 'unsent':
      return <UnsentMessage entry={entry} outbox={unsent} />;
    case 'output':
    case 'problem':
      return <LocalMessage entry={entry} />;
  }
});

/** Follows one file, so that a file on its way draws its own card and nothing else. */
function FileRow({ file, desk }: { readonly file: string; readonly desk: FileDesk }) {
  const view = useStore(desk, (files) => files.get(file));
  return view === undefined ? null : <FileCard view={view} desk={desk} />;
}

const dayName = momentWriter({ weekday: 'long', day: 'numeric', month: 'long' });

function DayAnd(props: { readonly day: number | undefined; readonly children: ReactNode }) {
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
