import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useId, useRef, useState } from 'react';
import { t } from '../messages/translate.ts';
import type { Participant } from '../state/participants.ts';

export interface KickDialogProps {
  /** Undefined while the dialog is closed. */
  readonly person: Participant | undefined;
  readonly onClose: () => void;
  readonly onKick: (person: Participant, message: string) => void;
}

export function KickDialog({ person, onClose, onKick }: KickDialogProps) {
  const [message, setMessage] = useState('');
  const [last, setLast] = useState(person);
  const cancel = useRef<HTMLButtonElement>(null);
  const id = useId();
  // The name stays while the dialog fades out.
  if (person !== undefined && person !== last) {
    setLast(person);
    setMessage('');
  }
  const name = last?.name ?? '';
  return (
    <AlertDialog.Root
      open={person !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" initialFocus={cancel}>
          <AlertDialog.Title className="dialog__title">{t('people.kick.title', { name })}</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text">
            {t('people.kick.hint', { name })}
          </AlertDialog.Description>
          <form
            className="dialog__form"
            onSubmit={(event) => {
              event.preventDefault();
              if (person !== undefined) onKick(person, message.trim());
            }}
          >
            <label className="label" htmlFor={id}>
              {t('people.kick.message')}
            </label>
            <input
              id={id}
              className="input"
              value={message}
              maxLength={200}
              onChange={(event) => {
                setMessage(event.target.value);
              }}
            />
            <div className="dialog__actions">
              <AlertDialog.Close ref={cancel} className="button">
                {t('common.cancel')}
              </AlertDialog.Close>
              <button type="submit" className="button button--danger">
                {t('people.kick.do')}
              </button>
            </div>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
