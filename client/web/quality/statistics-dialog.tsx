import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import '../styles/quality.css';
import { t } from '../messages/translate.ts';

/** Plots are large, and few look at them. */
const StatisticsPage = lazy(async () => ({
  default: await import('./statistics-page.tsx').then(
    (module) => module.StatisticsPage,
    () => LoadingFailed,
  ),
}));

function LoadingFailed() {
  return (
    <p className="dialog__text" role="alert">
      {t('quality.loading.failed')}
    </p>
  );
}

/** How everything flows, in numbers and over time. */
export function StatisticsDialog(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root {...props}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog dialog--statistics">
          <Dialog.Title className="dialog__title">{t('quality.title')}</Dialog.Title>
          <Dialog.Description className="dialog__text">{t('quality.hint')}</Dialog.Description>
          <Suspense fallback={<p className="dialog__text">{t('quality.loading')}</p>}>
            <StatisticsPage />
          </Suspense>
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
