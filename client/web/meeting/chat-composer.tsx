import { SendHorizontal, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { perform, type CommandPort } from '@evagore/shared/commands';
import { t } from '../messages/translate.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import type { MeetingStore } from '../state/meeting-store.ts';
import { PHONE } from '../ui/hooks.ts';
import type { Recipient } from './chat-panel.tsx';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { useCompletion, type Draft } from './use-completion.ts';

export interface ChatComposerProps {
  readonly store: Pick<MeetingStore, 'print'>;
  readonly port: CommandPort;
  readonly recipient: Recipient | undefined;
  readonly onRecipient: (recipient: Recipient | undefined) => void;
}

/** Longest message, as the server takes it. */
const MAX_LENGTH = 10_000;

const EMPTY: Draft = { text: '', cursor: 0 };

export function ChatComposer({ store, port, recipient, onRecipient }: ChatComposerProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [focused, setFocused] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const sending = useRef(false);
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

  const send = async () => {
    if (sending.current) return;
    sending.current = true;
    const problem = await carryOut(draft.text, port);
    sending.current = false;
    if (problem !== undefined) store.print('problem', [{ text: problem }]);
    // What was typed meanwhile stays, and so does what may be mended.
    else setDraft((now) => (now.text === draft.text ? EMPTY : now));
  };
  const keyPressed = (event: KeyboardEvent) => {
    // While a word is being composed, its keys belong to the input method.
    if (event.nativeEvent.isComposing) return;
    if (pressed(event)) {
      event.preventDefault();
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
        <p className="composer__to">
          <span>{t('chat.to', { name: recipient.name })}</span>
          <button
            type="button"
            className="composer__clear"
            aria-label={t('chat.to.clear')}
            onClick={() => {
              onRecipient(undefined);
            }}
          >
            <X />
          </button>
        </p>
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
        <textarea
          ref={box}
          className="composer__box"
          rows={1}
          value={draft.text}
          maxLength={MAX_LENGTH}
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
          disabled={draft.text.trim() === ''}
        >
          <SendHorizontal />
        </button>
      </div>
    </form>
  );
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
