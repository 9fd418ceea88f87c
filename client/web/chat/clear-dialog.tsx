import { useState, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
import { AskDialog } from '../people/ask-dialog.tsx';
import type { DeletableEntry } from '../state/chat-log.ts';

export interface ClearDialogProps {
  /** A message of the person whose messages may go; undefined while the dialog is closed. */
  readonly entry: DeletableEntry | undefined;
  /** Gets the focus afterwards. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly onClear: (userId: string) => void;
}

/** Asks before all of a person's messages are deleted. */
export function ClearDialog({ entry, list, onClose, onClear }: ClearDialogProps) {
  const [last, setLast] = useState(entry);
  // The name stays while the dialog fades out.
  if (entry !== undefined && entry !== last) setLast(entry);
  return (
    <AskDialog
      open={entry !== undefined}
      question={{
        title:
          last?.own === true
            ? t('chat.delete.title.own')
            : t('chat.delete.title', { name: last?.name ?? '' }),
        hint: t('chat.delete.hint'),
        answer: t('chat.delete.do'),
        danger: true,
      }}
      finalFocus={() => list.current}
      onClose={onClose}
      onAnswer={() => {
        if (entry !== undefined) onClear(entry.source);
      }}
    />
  );
}
