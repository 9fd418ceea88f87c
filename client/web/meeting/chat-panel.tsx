import { Menu } from '@base-ui/react/menu';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../messages/translate.ts';
import { continues, isWritten, mayDelete, type ChatEntry, type DeletableEntry } from '../state/chat-log.ts';
import { commandPort } from '../state/command-port.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import type { Meeting } from '../state/session.ts';
import { canShare } from '../ui/can-share.ts';
import { ChatComposer } from './chat-composer.tsx';
import { ChatMessage } from './chat-message.tsx';
import { ClearDialog } from './clear-dialog.tsx';
import { LocalMessage } from './local-message.tsx';
import { MessageMenu, type MessageMenuHandle } from './message-menu.tsx';
import { SidePanel } from './side-panel.tsx';

/** The only reader of a private message. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
}

export interface ChatPanelProps {
  readonly meeting: MeetingSnapshot;
  readonly session: Pick<Meeting, 'connection' | 'store' | 'local'>;
  readonly recipient: Recipient | undefined;
  readonly onRecipient: (recipient: Recipient | undefined) => void;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

/** Within this of the end, a reader is taken to be reading along. */
const AT_END_PX = 48;

export function ChatPanel(props: ChatPanelProps) {
  const { meeting, session, recipient, onRecipient, onClose, onLeave } = props;
  const { chat, can, people } = meeting;
  const { store } = session;
  const list = useRef<HTMLDivElement>(null);
  const { missed, toEnd, scrolled } = useFollowing(list, chat);
  const [menu] = useState(() => Menu.createHandle<DeletableEntry>());
  const [clearing, setClearing] = useState<DeletableEntry>();

  const here = recipient !== undefined && people.some((person) => person.id === recipient.id);
  const reader = here ? recipient : undefined;
  const port = commandPort({
    ...session,
    group: meeting.group,
    origin: location.origin,
    recipient: reader?.id,
    screens: canShare(),
    leave: onLeave,
    // Where the browser wants another click for it, the link has a button.
    copy: (text) => navigator.clipboard.writeText(text).catch(() => undefined),
  });
  return (
    <SidePanel title={t('chat.title')} onClose={onClose}>
      <div className="chat">
        <div
          ref={list}
          className="chat__list"
          role="log"
          aria-label={t('chat.messages')}
          tabIndex={0}
          onScroll={scrolled}
          onKeyDownCapture={moveBetweenMenus}
        >
          {chat.length === 0 ? (
            <div className="empty">
              <p className="empty__title">{t('chat.empty')}</p>
              {can.message && (
                <p>
                  {t('chat.empty.hint')} {t('chat.hint')}
                </p>
              )}
            </div>
          ) : (
            <Messages chat={chat} op={can.op} menu={menu} />
          )}
        </div>
        {missed && (
          <button type="button" className="button chat__new" onClick={toEnd}>
            <ArrowDown />
            {t('chat.new')}
          </button>
        )}
      </div>
      {can.message ? (
        <ChatComposer store={store} port={port} recipient={reader} onRecipient={onRecipient} />
      ) : (
        <p className="panel__foot">{t('chat.silent')}</p>
      )}
      <MessageMenu
        handle={menu}
        canDeleteAll={can.op}
        list={list}
        onDelete={(entry) => void store.deleteMessage(entry)}
        onDeleteAll={setClearing}
      />
      <ClearDialog
        entry={clearing}
        list={list}
        onClose={() => {
          setClearing(undefined);
        }}
        onClear={(userId) => {
          void store.deleteAllOf(userId);
          setClearing(undefined);
        }}
      />
    </SidePanel>
  );
}

function Messages(props: {
  readonly chat: readonly ChatEntry[];
  readonly op: boolean;
  readonly menu: MessageMenuHandle;
}) {
  const { chat, op, menu } = props;
  const tabStop = chat.findLast((entry) => mayDelete(entry, { op }));
  return chat.map((entry, index) =>
    isWritten(entry) ? (
      <ChatMessage
        key={entry.id}
        entry={entry}
        continued={continues(chat[index - 1], entry)}
        menu={mayDelete(entry, { op }) ? menu : undefined}
        tabStop={entry === tabStop}
      />
    ) : (
      <LocalMessage key={entry.id} entry={entry} />
    ),
  );
}

/** Keeps the end of the list in sight for whoever reads along; whoever reads further up is not torn away. */
function useFollowing(list: { readonly current: HTMLDivElement | null }, chat: readonly ChatEntry[]) {
  const following = useRef(true);
  const known = useRef<readonly ChatEntry[]>(chat);
  const [missed, setMissed] = useState(false);
  const last = chat.at(-1);
  const toEnd = () => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  useLayoutEffect(() => {
    // After a deletion, the last message is one that was there before.
    const isNew = last !== undefined && !known.current.includes(last);
    known.current = chat;
    const byOneself = last !== undefined && (!isWritten(last) || last.own);
    if (following.current || (isNew && byOneself)) showLast(list.current);
    else if (isNew) setMissed(true);
  }, [list, chat, last]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTo({ top: element.scrollHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [list]);
  const scrolled = () => {
    if (list.current === null) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    following.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (following.current) setMissed(false);
  };
  return { missed, toEnd, scrolled };
}

/** Scrolls to the end, or to the beginning of the last message if all of it does not fit. */
function showLast(list: HTMLElement | null): void {
  const last = list?.lastElementChild;
  if (!list || !last) return;
  const above = last.getBoundingClientRect().top - list.getBoundingClientRect().top;
  const tall = last.clientHeight > list.clientHeight;
  list.scrollTo({ top: tall ? list.scrollTop + above : list.scrollHeight });
}

/** Arrow keys lead from message to message, so that Tab need not pass through all of them. */
function moveBetweenMenus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  if (!event.target.classList.contains('message__menu')) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.message__menu')];
  // Otherwise the key would open the menu.
  event.preventDefault();
  event.stopPropagation();
  buttons[buttons.indexOf(event.target) + step]?.focus();
}
