import { CircleAlert, LoaderCircle } from 'lucide-react';
import '../styles/messages.css';
import { t } from '../messages/translate.ts';
import type { UnsentEntry } from '../state/chat-log.ts';
import type { Outbox } from '../state/outbox.ts';
import { steady } from '../ui/spoken.tsx';

/** What one wrote and the server has not taken, with a way to try again. */
export const UnsentMessage = steady(function UnsentMessage(props: {
  readonly entry: UnsentEntry;
  readonly outbox: Outbox;
}) {
  const { entry, outbox } = props;
  const { problem, value, privateWith } = entry;
  return (
    <div
      className="message message--unsent"
      data-failed={problem !== undefined}
      data-private={privateWith !== undefined}
    >
      {privateWith !== undefined && (
        <p className="message__private">{t('chat.private.to', { name: privateWith.name })}</p>
      )}
      <p className="message__text" dir="auto">
        {value}
      </p>
      <p className="message__unsent">
        {problem === undefined ? <LoaderCircle /> : <CircleAlert />}
        <span>
          <strong>{t(problem === undefined ? 'chat.unsent.sending' : 'chat.unsent')}</strong> {problem}
        </span>
      </p>
      {problem !== undefined && (
        <div className="message__buttons">
          <button type="button" className="button button--small" onClick={() => void outbox.retry(entry)}>
            {t('chat.unsent.retry')}
          </button>
          <button
            type="button"
            className="button button--small"
            onClick={() => {
              outbox.discard(entry);
            }}
          >
            {t('chat.unsent.discard')}
          </button>
        </div>
      )}
    </div>
  );
});
