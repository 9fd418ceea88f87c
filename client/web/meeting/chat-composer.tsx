import { SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../messages/translate.ts';
import { parseInput } from '../state/chat-log.ts';
import type { MeetingStore } from '../state/meeting-store.ts';
import { PHONE } from '../ui/hooks.ts';
import type { Recipient } from './chat-panel.tsx';

export interface ChatComposerProps {
  readonly store: MeetingStore;
  readonly recipient: Recipient | undefined;
  readonly onRecipient: (recipient: Recipient | undefined) => void;
}

/** Longest message, as the server takes it. */
const MAX_LENGTH = 10_000;

export function ChatComposer({ store, recipient, onRecipient }: ChatComposerProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // On a phone the keyboard would cover what is to be read.
    if (!matchMedia(PHONE).matches || recipient !== undefined) box.current?.focus();
  }, [recipient]);

  const send = async () => {
    const sent = await carryOut(text, store, recipient);
    setProblem(sent === true || sent === false ? undefined : sent);
    if (sent === true) setText('');
  };
  const pressed = (event: KeyboardEvent) => {
    // While a word is being composed, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className="composer"
      data-private={recipient !== undefined}
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
      <p className="composer__problem" role="alert">
        {problem}
      </p>
      <div className="composer__row">
        <textarea
          ref={box}
          className="composer__box"
          rows={1}
          value={text}
          maxLength={MAX_LENGTH}
          placeholder={t(recipient === undefined ? 'chat.placeholder' : 'chat.placeholder.private')}
          aria-label={t('chat.label')}
          enterKeyHint="send"
          onChange={(event) => {
            setText(event.target.value);
            setProblem(undefined);
          }}
          onKeyDown={pressed}
        />
        <button
          type="submit"
          className="composer__send"
          aria-label={t('chat.send')}
          disabled={text.trim() === ''}
        >
          <SendHorizontal />
        </button>
      </div>
    </form>
  );
}

/** @returns whether it was sent; a sentence where it could not be understood. */
async function carryOut(
  text: string,
  store: MeetingStore,
  recipient: Recipient | undefined,
): Promise<boolean | string> {
  const input = parseInput(text);
  switch (input.type) {
    case 'nothing':
      return false;
    case 'usage':
      return t('chat.usage.msg');
    case 'unknown':
      return t('chat.no-such-command', { command: input.command });
    case 'tell': {
      const dest = store.findByName(input.name);
      return dest === undefined
        ? t('chat.no-such-person', { name: input.name })
        : store.say(input.text, { dest });
    }
    case 'say':
      return store.say(input.text, {
        kind: input.kind,
        ...(recipient === undefined ? {} : { dest: recipient.id }),
      });
  }
}
