import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { lazy, Suspense, type ComponentType } from 'react';
import '../styles/doctor.css';
import { t } from '../messages/translate.ts';
import type { DoctorPanelProps } from './doctor-panel.tsx';
import type { DoctorTarget } from './target.ts';

/** Few have trouble, and those who have can wait for a moment. */
const DoctorPanel = lazy<ComponentType<DoctorPanelProps>>(async () => ({
  default: await import('./doctor-panel.tsx').then(
    (module) => module.DoctorPanel,
    () => LoadingFailed,
  ),
}));

function LoadingFailed() {
  return (
    <p className="dialog__text" role="alert">
      {t('doctor.loading.failed')}
    </p>
  );
}

export interface DoctorDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly target: DoctorTarget;
}

/** Tests the connection as soon as it is opened, and until it is closed. */
export function DoctorDialog({ target, ...props }: DoctorDialogProps) {
  return (
    <Dialog.Root {...props}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog dialog--doctor">
          <Dialog.Title className="dialog__title">{t('doctor.title')}</Dialog.Title>
          <Dialog.Description className="dialog__text">{t('doctor.intro')}</Dialog.Description>
          <Suspense fallback={<p className="dialog__text">{t('doctor.loading')}</p>}>
            <DoctorPanel target={target} />
          </Suspense>
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
