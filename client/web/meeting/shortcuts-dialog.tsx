import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { DialogProps } from './dialogs.ts';
import { SHORTCUTS } from './shortcuts.ts';

/** Lists what single keys do. */
export function ShortcutsDialog(props: DialogProps) {
  return (
    <Dialog.Root {...props}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog__title">{t('shortcuts.title')}</Dialog.Title>
          <Dialog.Description className="dialog__text">{t('shortcuts.hint')}</Dialog.Description>
          <dl className="keys">
            {Object.values(SHORTCUTS).map(({ key, cap, meaning }) => (
              <div key={key} className="keys__row">
                <dt>
                  <kbd>{cap}</kbd>
                </dt>
                <dd>{t(meaning)}</dd>
              </div>
            ))}
          </dl>
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
