import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { usePeople } from '../people/scope.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { PasswordForm } from './password-form.tsx';

/** Lets whoever came in by a password change it. */
export function PasswordDialog(props: DialogProps) {
  const { session } = usePeople();
  const { notices } = useApp();
  const { group } = useStore(session.store);
  const { account } = session;
  return (
    <Dialog.Root {...props}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog__title">{t('password.title')}</Dialog.Title>
          <Dialog.Description className="dialog__text">
            {t('password.hint', { name: account ?? '' })}
          </Dialog.Description>
          {account !== undefined && (
            <PasswordForm
              whose={{ group, username: account }}
              onChanged={() => {
                notices.show('info', t('password.changed'));
                props.onOpenChange(false);
              }}
            />
          )}
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
