import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { t, type MessageKey } from '../messages/translate.ts';

const KEYS = [
  ['M', 'shortcuts.microphone'],
  ['V', 'shortcuts.camera'],
  ['H', 'shortcuts.hand'],
  ['C', 'shortcuts.chat'],
  ['P', 'shortcuts.people'],
  ['Esc', 'shortcuts.close'],
  ['?', 'shortcuts.help'],
] as const satisfies readonly (readonly [string, MessageKey])[];

export function ShortcutsDialog(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root {...props}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog__title">{t('shortcuts.title')}</Dialog.Title>
          <Dialog.Description className="dialog__text">{t('shortcuts.hint')}</Dialog.Description>
          <dl className="keys">
            {KEYS.map(([key, meaning]) => (
              <div key={key} className="keys__row">
                <dt>
                  <kbd>{key}</kbd>
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
