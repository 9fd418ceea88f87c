import { Check, Copy, Download } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { MeetingStore } from '../state/meeting-store.ts';
import { useCopying } from '../ui/clipboard.ts';
import { logAsText, logFileName } from './as-text.ts';
import type { LogEntry } from './happening.ts';

export interface LogActionsProps {
  /** What is copied and saved: those which were asked for. */
  readonly entries: readonly LogEntry[];
  readonly store: Pick<MeetingStore, 'getSnapshot'>;
}

/** Takes the log out of the page. */
export function LogActions({ entries, store }: LogActionsProps) {
  const { outcome, copy } = useCopying();
  const save = () => {
    saveText(logAsText(entries), logFileName(store.getSnapshot().title, Date.now()));
  };
  return (
    <div className="log-actions">
      <button
        type="button"
        className="button button--small"
        disabled={entries.length === 0}
        onClick={() => void copy(logAsText(entries))}
      >
        {outcome === 'copied' ? <Check /> : <Copy />}
        <span className="log-actions__text">{t('log.copy')}</span>
      </button>
      <button type="button" className="button button--small" disabled={entries.length === 0} onClick={save}>
        <Download />
        <span className="log-actions__text">{t('log.save')}</span>
      </button>
      <p className={outcome === 'failed' ? 'log-actions__failed' : 'visually-hidden'} role="status">
        {outcome === 'copied' && t('log.copied')}
        {outcome === 'failed' && t('log.copy.failed')}
      </p>
    </div>
  );
}

/** Has the browser keep a text as a file. */
function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers begin to read it only after the click.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
