import '../styles/quality.css';
import { t } from '../messages/translate.ts';
import { part } from '../parts/part.tsx';
import { DialogWindow } from '../ui/dialog-window.tsx';

/** Plots are large, and few look at them. */
const StatisticsPage = part({
  load: async () => (await import('./statistics-page.tsx')).StatisticsPage,
  waiting: () => <p className="dialog__text">{t('quality.loading')}</p>,
});

export interface StatisticsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** How everything flows, in numbers and over time. */
export function StatisticsDialog(dialog: StatisticsDialogProps) {
  return (
    <DialogWindow {...dialog} look="dialog--statistics" title={t('quality.title')} text={t('quality.hint')}>
      <StatisticsPage />
    </DialogWindow>
  );
}
