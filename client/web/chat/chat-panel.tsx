import { Menu } from '@base-ui/react/menu';
import { ArrowDown, FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CommandPort } from '@evagore/shared/commands';
import '../styles/chat.css';
import { useFileDrop } from '../files/use-file-drop.ts';
import { SidePanel } from '../meeting/side-panel.tsx';
import { t } from '../messages/translate.ts';
import type { Announcer } from '../notify/announcer.ts';
import type { Correspondent } from '../notify/herald.ts';
import { usePeople } from '../people/scope.ts';
import { isOwn, type ChatEntry, type DeletableEntry, type WrittenEntry } from '../state/chat-log.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { alike } from '../state/selection.ts';
import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { ChatComposer } from './chat-composer.tsx';
import { ChatMessages, moveBetweenMenus } from './chat-messages.tsx';
import { ClearDialog } from './clear-dialog.tsx';
import { messageDeeds } from './message-deeds.ts';
import { MessageMenu } from './message-menu.tsx';
import { useFollowing } from './use-following.ts';

export interface ChatPanelProps {
  readonly session: Meeting;
  readonly port: CommandPort;
  readonly recipient: Correspondent | undefined;
  readonly onRecipient: (recipient: Correspondent | undefined) => void;
  readonly onClose: () => void;
}

export function ChatPanel({ session, port, recipient, onRecipient, onClose }: ChatPanelProps) {
  const { chat, can, people, ownName } = useStore(session.store, factsOf, alike);
  const { store, files, drafts, announcer } = session;
  const { notices } = useApp();
  const { deeds, ask, sendFiles } = usePeople();
  const list = useRef<HTMLDivElement>(null);
  const { missed, toEnd, scrolled } = useFollowing(list, chat, isOwn);
  const [menu] = useState(() => Menu.createHandle<WrittenEntry>());
  const [clearing, setClearing] = useState<DeletableEntry>();
  const here = recipient === undefined || people.some(({ id }) => id === recipient.id);
  useAnswersRead(chat, announcer);

  const attach =
    port.abilities['file-transfer'] === undefined || !can.message
      ? undefined
      : (what: readonly File[]) => {
          sendFiles(what, here ? recipient : undefined);
        };
  const drop = useFileDrop(attach);

  // The menu and its dialog are beside the panel: an Escape that closes them does not close the panel as well.
  return (
    <>
      <SidePanel title={t('chat.title')} onClose={onClose}>
        <div className="chat__body" {...drop.target}>
          <div className="chat">
            {/* Before the list: on the way through it the focus comes to the last message, and the list scrolls there. */}
            {missed && (
              <button type="button" className="button button--new" onClick={toEnd}>
                <ArrowDown />
                {t('chat.new')}
              </button>
            )}
            <div
              ref={list}
              className="chat__list"
              role="log"
              // What arrives is read out elsewhere, and not faster than anybody can listen.
              aria-live="off"
              aria-label={t('chat.messages')}
              tabIndex={0}
              onScroll={scrolled}
              onKeyDownCapture={moveBetweenMenus}
            >
              {chat.length === 0 ? (
                <EmptyChat mayWrite={can.message} />
              ) : (
                <ChatMessages chat={chat} files={files} unsent={store.unsent} menu={menu} ownName={ownName} />
              )}
            </div>
          </div>
          {can.message ? (
            <ChatComposer
              store={store}
              port={port}
              drafts={drafts}
              recipient={recipient}
              gone={!here}
              onRecipient={onRecipient}
              onAttach={attach}
            />
          ) : (
            <p className="panel__foot">{t('chat.silent')}</p>
          )}
          {drop.over && <DropHint to={here ? recipient : undefined} />}
        </div>
      </SidePanel>
      <MessageMenu
        handle={menu}
        list={list}
        deedsFor={(entry) =>
          messageDeeds(entry, {
            ...{ can, people, deeds, notices },
            onReply: onRecipient,
            onRemoveAll: setClearing,
            onKick: (person) => {
              ask({ question: 'kick', person, finalFocus: () => list.current });
            },
          })
        }
      />
      <ClearDialog
        entry={clearing}
        list={list}
        onClose={() => {
          setClearing(undefined);
        }}
        onClear={(userId) => {
          void deeds.deleteMessages({ userId });
          setClearing(undefined);
        }}
      />
    </>
  );
}

function factsOf({ chat, can, people, self }: MeetingSnapshot) {
  return { chat, can, people, ownName: self.name };
}

function EmptyChat({ mayWrite }: { readonly mayWrite: boolean }) {
  return (
    <div className="empty">
      <p className="empty__title">{t('chat.empty')}</p>
      {mayWrite && (
        <p>
          {t('chat.empty.hint')} {t('chat.hint')}
        </p>
      )}
    </div>
  );
}

function DropHint({ to }: { readonly to: Correspondent | undefined }) {
  return (
    <div className="chat__drop">
      <FileUp />
      {to === undefined ? t('files.drop') : t('files.drop.to', { name: to.name })}
    </div>
  );
}

/** What commands answer is shown to nobody else, so it is for the panel to have it read out. */
function useAnswersRead(chat: readonly ChatEntry[], announcer: Announcer): void {
  const read = useRef(chat.at(-1)?.id);
  const last = chat.at(-1);
  useEffect(() => {
    if (last === undefined || last.id === read.current) return;
    read.current = last.id;
    if (last.kind !== 'output' && last.kind !== 'problem') return;
    announcer.say(
      last.lines.map(({ term, text }) => (term === undefined ? text : `${term}: ${text}`)).join('\n'),
    );
  }, [last, announcer]);
}
