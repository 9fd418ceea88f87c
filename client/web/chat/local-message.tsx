import { CircleAlert, EyeOff } from 'lucide-react';
import type { OutputLine } from '@evagore/shared/commands';
import '../styles/messages.css';
import { t } from '../messages/translate.ts';
import type { LocalEntry } from '../state/chat-log.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { steady } from '../ui/spoken.tsx';

/** What a command answered, or why it was not carried out. */
export const LocalMessage = steady(function LocalMessage({ entry }: { readonly entry: LocalEntry }) {
  const { kind, lines } = entry;
  return (
    <div className="message message--local" data-kind={kind}>
      <p className="message__local">
        {kind === 'problem' ? <CircleAlert /> : <EyeOff />}
        {t('chat.local')}
      </p>
      <OutputLines lines={lines} />
    </div>
  );
});

/** What a command says, line by line. */
export function OutputLines({ lines }: { readonly lines: readonly OutputLine[] }) {
  return lines.map((line, index) => (
    // The lines of one answer never change places.
    <Line key={index.toString()} line={line} />
  ));
}

function Line({ line: { term, text, link } }: { readonly line: OutputLine }) {
  return (
    <div className="message__line" dir="auto">
      {term !== undefined && <span className="message__term">{term}</span>}
      <span>{text}</span>
      {link !== undefined && <PassedOn link={link} />}
    </div>
  );
}

/** An address to send to somebody. It is no link: whoever made the invitation is inside already. */
function PassedOn({ link }: { readonly link: string }) {
  return (
    <span className="message__link">
      <span className="message__address">{link}</span>
      <CopyButton
        text={link}
        className="button button--small"
        words={{
          copy: t('chat.link.copy'),
          copied: t('chat.link.copied'),
          failed: t('chat.link.copy.failed'),
        }}
      />
    </span>
  );
}
