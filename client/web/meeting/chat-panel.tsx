import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { t } from '../messages/translate.ts';
import { continues } from '../state/chat-log.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import { ChatComposer } from './chat-composer.tsx';
import { ChatMessage } from './chat-message.tsx';
import { SidePanel } from './side-panel.tsx';

/** The only reader of a private message. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
}

export interface ChatPanelProps {
  readonly meeting: MeetingSnapshot;
  readonly store: MeetingStore;
  readonly recipient: Recipient | undefined;
  readonly onRecipient: (recipient: Recipient | undefined) => void;
  readonly onClose: () => void;
}

/** Within this of the end, a reader is taken to be reading along. */
const AT_END_PX = 48;

export function ChatPanel({ meeting, store, recipient, onRecipient, onClose }: ChatPanelProps) {
  const { chat, can, people } = meeting;
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [missed, setMissed] = useState(false);
  const last = chat.at(-1);

  const toEnd = () => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  // Whoever reads further up is not torn away, unless by their own message.
  useLayoutEffect(() => {
    if (following.current || last?.own === true) toEnd();
    else setMissed(true);
  }, [last]);
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  const here = recipient !== undefined && people.some((person) => person.id === recipient.id);
  return (
    <SidePanel title={t('chat.title')} onClose={onClose}>
      <div className="chat">
        <div
          ref={list}
          className="chat__list"
          role="log"
          aria-label={t('chat.messages')}
          tabIndex={0}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            following.current = scrollHeight - scrollTop - clientHeight < AT_END_PX;
            if (following.current) setMissed(false);
          }}
        >
          {chat.length === 0 ? (
            <div className="empty">
              <p className="empty__title">{t('chat.empty')}</p>
              {can.message && <p>{t('chat.empty.hint')}</p>}
            </div>
          ) : (
            chat.map((entry, index) => (
              <ChatMessage key={entry.id} entry={entry} continued={continues(chat[index - 1], entry)} />
            ))
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
        <ChatComposer store={store} recipient={here ? recipient : undefined} onRecipient={onRecipient} />
      ) : (
        <p className="panel__foot">{t('chat.silent')}</p>
      )}
    </SidePanel>
  );
}
