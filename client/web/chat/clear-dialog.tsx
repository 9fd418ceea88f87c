import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useRef, useState, type RefObject } from 'react';
import { t } from '../messages/translate.ts';
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
  const cancel = useRef<HTMLButtonElement>(null);
  // The name stays while the dialog fades out.
  if (entry !== undefined && entry !== last) setLast(entry);
  return (
    <AlertDialog.Root
      open={entry !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" initialFocus={cancel} finalFocus={list}>
          <AlertDialog.Title className="dialog__title">
            {last?.own === true
              ? t('chat.delete.title.own')
              : t('chat.delete.title', { name: last?.name ?? '' })}
          </AlertDialog.Title>
          <AlertDialog.Description className="dialog__text">{t('chat.delete.hint')}</AlertDialog.Description>
          <div className="dialog__actions">
            <AlertDialog.Close ref={cancel} className="button">
              {t('common.cancel')}
            </AlertDialog.Close>
            <button
              type="button"
              className="button button--danger"
              onClick={() => {
                if (entry !== undefined) onClear(entry.source);
              }}
            >
              {t('chat.delete.do')}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
