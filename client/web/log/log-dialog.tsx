import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Search } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { CommandPort } from '@evagore/shared/commands';
import '../styles/log.css';
import { ChatComposer } from '../chat/chat-composer.tsx';
import { Drafts } from '../chat/drafts.ts';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import type { Correspondent } from '../notify/herald.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import type { Shelf } from '../state/preferences.ts';
import type { Meeting } from '../state/session.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { useStore } from '../ui/hooks.ts';
import { LOG_KINDS, type LogKind } from './happening.ts';
import { LogActions } from './log-actions.tsx';
import { LogList } from './log-list.tsx';
import { matching } from './search.ts';
import { useAnswersSpoken } from './use-answers-spoken.ts';

export interface LogDialogProps extends DialogProps {
  readonly session: Meeting;
  readonly port: CommandPort;
  /** Whom one writes to in private; undefined for everybody. */
  readonly recipient: Correspondent | undefined;
  readonly onRecipient: (recipient: Correspondent | undefined) => void;
}

/** The whole meeting as text: what has happened, and a box to write and to give commands in. */
export function LogDialog({ open, onOpenChange, ...props }: LogDialogProps) {
  // What was begun here is still here when it is opened again.
  const [drafts] = useState(() => new Drafts(memoryShelf(), ''));
  const list = useRef<HTMLDivElement>(null);
  return (
    <DialogWindow
      open={open}
      onOpenChange={onOpenChange}
      look="dialog--log"
      title={t('log.title')}
      text={t('log.hint')}
    >
      <LogView {...props} drafts={drafts} list={list} />
    </DialogWindow>
  );
}

interface LogViewProps extends Omit<LogDialogProps, keyof DialogProps> {
  readonly drafts: Drafts;
  readonly list: RefObject<HTMLDivElement | null>;
}

function LogView({ session, port, recipient, onRecipient, drafts, list }: LogViewProps) {
  const { store } = session;
  const { entries, gone } = useStore(store.log);
  const mayWrite = useStore(store, writes);
  const here = useStore(
    store,
    useCallback(
      ({ people }: MeetingSnapshot) =>
        recipient === undefined || people.some(({ id }) => id === recipient.id),
      [recipient],
    ),
  );
  const [kind, setKind] = useState<LogKind>();
  const [text, setText] = useState('');
  const found = useMemo(() => matching(entries, { kind, text }), [entries, kind, text]);
  const all = found === entries;
  useAnswersSpoken(session);
  useEffect(() => {
    // The box would have the focus otherwise, and whoever opens a log wants to read first.
    list.current?.querySelector<HTMLElement>('[data-entry][tabindex="0"]')?.focus();
  }, [list]);
  return (
    <>
      <div className="log-tools">
        <KindChoice kind={kind} onChoose={setKind} />
        <LogSearch text={text} onChange={setText} />
        <LogActions entries={found} store={store} />
      </div>
      <p className="visually-hidden" role="status">
        {!all && t('log.found', { count: found.length })}
      </p>
      <LogList
        key={`${kind ?? ''} ${text}`}
        list={list}
        entries={found}
        gone={all ? gone : 0}
        nothing={t(text.trim() === '' ? 'log.none' : 'log.none.found')}
      />
      {mayWrite ? (
        <div onKeyDown={keepHandledEscape}>
          <ChatComposer
            store={store}
            port={port}
            drafts={drafts}
            recipient={recipient}
            gone={!here}
            onRecipient={onRecipient}
            onAttach={undefined}
          />
        </div>
      ) : (
        <p className="log__silent">{t('chat.silent')}</p>
      )}
    </>
  );
}

function writes({ can }: MeetingSnapshot): boolean {
  return can.message;
}

/** An Escape that was for the suggestions does not close the log as well. */
function keepHandledEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && event.defaultPrevented) event.stopPropagation();
}

interface KindChoiceProps {
  readonly kind: LogKind | undefined;
  readonly onChoose: (kind: LogKind | undefined) => void;
}

function KindChoice({ kind, onChoose }: KindChoiceProps) {
  return (
    <RadioGroup
      className="log-kinds"
      aria-label={t('log.kinds')}
      value={kind ?? 'all'}
      onValueChange={(value) => {
        onChoose(LOG_KINDS.find((each) => each === value));
      }}
    >
      {(['all', ...LOG_KINDS] as const).map((each) => (
        <Radio.Root key={each} value={each} className="log-kinds__kind">
          {t(`log.kind.${each}`)}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

function LogSearch({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  return (
    <label className="log-search">
      <Search />
      <input
        type="search"
        className="log-search__box"
        aria-label={t('log.search')}
        placeholder={t('log.search')}
        value={text}
        maxLength={200}
        enterKeyHint="search"
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </label>
  );
}

/** Keeps what is written to it for as long as it is there itself. */
function memoryShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}
