import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { usePeople } from '../people/scope.ts';
import { useApp } from '../ui/context.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { useStore } from '../ui/hooks.ts';
import { PasswordForm } from './password-form.tsx';

/** Lets whoever came in by a password change it. */
export function PasswordDialog(props: DialogProps) {
  const { session } = usePeople();
  const { notices } = useApp();
  const group = useStore(session.store, (meeting) => meeting.group);
  const { account } = session;
  return (
    <DialogWindow {...props} title={t('password.title')} text={t('password.hint', { name: account ?? '' })}>
      {account !== undefined && (
        <PasswordForm
          whose={{ group, username: account }}
          onChanged={(password) => {
            session.passwordChanged(password);
            notices.show('info', t('password.changed'));
            props.onOpenChange(false);
          }}
        />
      )}
    </DialogWindow>
  );
}
