import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { t } from '../messages/translate.ts';

export interface DialogWindowProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** A sentence below the title. */
  readonly text?: string;
  /** Its look, where that is not the common one: a class of its own. */
  readonly look?: string;
  /** Gets the focus when the window opens; by default, what can have it first. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** A window over the page, with a title and a way out. */
export function DialogWindow(props: DialogWindowProps) {
  const { open, onOpenChange, title, text, look, initialFocus, children } = props;
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          className={look === undefined ? 'dialog' : `dialog ${look}`}
          {...(initialFocus !== undefined && { initialFocus })}
        >
          <Dialog.Title className="dialog__title">{title}</Dialog.Title>
          {text !== undefined && <Dialog.Description className="dialog__text">{text}</Dialog.Description>}
          {children}
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
