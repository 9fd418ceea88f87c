import { Paperclip, SendHorizontal, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { MAX_CHAT_LENGTH } from '@evagore/shared';
import { perform, type CommandPort } from '@evagore/shared/commands';
import '../styles/composer.css';
import { pickFiles } from '../files/pick-file.ts';
import { t } from '../messages/translate.ts';
import type { Correspondent } from '../notify/herald.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import type { MeetingStore } from '../state/meeting-store.ts';
import { PHONE } from '../ui/hooks.ts';

import type { Drafts } from './drafts.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { useCompletion, type Draft } from './use-completion.ts';

export interface ChatComposerProps {
  readonly store: Pick<MeetingStore, 'print'>;
  readonly port: CommandPort;
  readonly drafts: Drafts;
  readonly recipient: Correspondent | undefined;
  /** The recipient has left. What was begun stays, but goes to nobody else. */
  readonly gone: boolean;
  readonly onRecipient: (recipient: Correspondent | undefined) => void;
  /** Sends files; undefined where that is not possible. */
  readonly onAttach: ((files: readonly File[]) => void) | undefined;
}

const EMPTY: Draft = { text: '', cursor: 0 };

export function ChatComposer(props: ChatComposerProps) {
  const { store, port, drafts, recipient, gone, onRecipient, onAttach } = props;
  const [draft, setDraft] = useDraft(drafts, recipient?.id ?? '');
  const [focused, setFocused] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const place = useCursor(box);
  const suggestions = useCompletion(draft, port, (next) => {
    setDraft(next);
    place(next.cursor);
  });
  const { highlighted, accept, pressed } = suggestions;
  const completion = focused ? suggestions.completion : undefined;

  useEffect(() => {
    // On a phone the keyboard would cover what is to be read.
    if (!matchMedia(PHONE).matches || recipient !== undefined) box.current?.focus();
  }, [recipient]);

  useEffect(() => {
    // Nothing was begun that only they should read.
    if (gone && draft.text === '') onRecipient(undefined);
  }, [gone, draft.text, onRecipient]);

  const send = async () => {
    if (gone) return;
    const sent = draft;
    // The box is free for the next line at once, however long the server takes.
    setDraft(EMPTY);
    const problem = await carryOut(sent.text, port);
    if (problem === undefined) return;
    store.print('problem', [{ text: problem }]);
    // What may be mended comes back, unless something else was typed meanwhile.
    setDraft((now) => (now.text === '' ? sent : now));
  };
  const keyPressed = (event: KeyboardEvent) => {
    // While a word is being composed, its keys belong to the input method.
    if (event.nativeEvent.isComposing) return;
    if (pressed(event)) {
      event.preventDefault();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      setDraft(({ text, cursor }) => ({
        text: `${text.slice(0, cursor)}\n${text.slice(cursor)}`,
        cursor: cursor + 1,
      }));
      place(draft.cursor + 1);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <form
      className="composer"
      data-private={recipient !== undefined}
      onFocus={() => {
        setFocused(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        setFocused(currentTarget.contains(relatedTarget));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
        box.current?.focus();
      }}
    >
      {recipient !== undefined && (
        <RecipientLine
          name={recipient.name}
          gone={gone}
          onClear={() => {
            onRecipient(undefined);
            box.current?.focus();
          }}
        />
      )}
      {completion !== undefined && (
        <SuggestionList
          id={listId}
          candidates={completion.candidates}
          highlighted={highlighted}
          onTake={accept}
          onKeyDown={keyPressed}
        />
      )}
      <p className="visually-hidden" role="status">
        {completion !== undefined && t('chat.suggestions.count', { count: completion.candidates.length })}
      </p>
      <div className="composer__row">
        {onAttach !== undefined && (
          <button
            type="button"
            className="composer__attach"
            aria-label={t('files.attach')}
            onClick={() => void pickFiles({ several: true }).then(onAttach)}
          >
            <Paperclip />
          </button>
        )}
        <textarea
          ref={box}
          className="composer__box"
          rows={1}
          value={draft.text}
          maxLength={MAX_CHAT_LENGTH}
          placeholder={t(recipient === undefined ? 'chat.placeholder' : 'chat.placeholder.private')}
          aria-label={t('chat.label')}
          aria-description={t('chat.hint')}
          aria-autocomplete="list"
          aria-controls={completion === undefined ? undefined : listId}
          aria-activedescendant={
            completion === undefined || highlighted === undefined ? undefined : optionId(listId, highlighted)
          }
          enterKeyHint="send"
          onChange={({ target: { value, selectionStart } }) => {
            setDraft({ text: value, cursor: selectionStart });
          }}
          onSelect={({ currentTarget: { value, selectionStart } }) => {
            setDraft((now) =>
              now.text === value && now.cursor !== selectionStart ? { ...now, cursor: selectionStart } : now,
            );
          }}
          onKeyDown={keyPressed}
        />
        <button
          type="submit"
          className="composer__send"
          aria-label={t('chat.send')}
          disabled={draft.text.trim() === '' || gone}
        >
          <SendHorizontal />
        </button>
      </div>
    </form>
  );
}

/** Says that only one person will read what is written, or that they cannot any more. */
function RecipientLine(props: {
  readonly name: string;
  readonly gone: boolean;
  readonly onClear: () => void;
}) {
  const { name, gone, onClear } = props;
  return (
    <p className="composer__to" data-gone={gone} role="status">
      <span>{gone ? t('chat.gone', { name }) : t('chat.to', { name })}</span>
      <button type="button" className="composer__clear" aria-label={t('chat.to.clear')} onClick={onClear}>
        <X />
      </button>
    </p>
  );
}

/** What is being written to somebody; it outlasts the panel and the page. */
function useDraft(drafts: Drafts, to: string) {
  const [draft, setDraft] = useState(() => draftOf(drafts.read(to)));
  const [shown, setShown] = useState(to);
  if (shown !== to) {
    setShown(to);
    setDraft(draftOf(drafts.read(to)));
  }
  const { text } = draft;
  useEffect(() => {
    drafts.write(to, text);
  }, [drafts, to, text]);
  return [draft, setDraft] as const;
}

function draftOf(text: string): Draft {
  return { text, cursor: text.length };
}

/** @returns a sentence where the line was not carried out. */
async function carryOut(text: string, port: CommandPort): Promise<string | undefined> {
  try {
    const outcome = await perform(text, port);
    return outcome.type === 'refused' ? outcome.problem.message : undefined;
  } catch (error) {
    return sentenceOf(error);
  }
}

/** Puts the cursor somewhere once the text that it is for has been drawn. */
function useCursor(box: { readonly current: HTMLTextAreaElement | null }): (cursor: number) => void {
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.focus();
    box.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });
  return (cursor) => {
    wanted.current = cursor;
  };
}
