import '../styles/doctor.css';
import { t } from '../messages/translate.ts';
import { part } from '../parts/part.tsx';
import { DialogWindow } from '../ui/dialog-window.tsx';
import type { DoctorPanelProps } from './doctor-panel.tsx';
import type { DoctorTarget } from './target.ts';

/** Few have trouble, and those who have can wait for a moment. */
const DoctorPanel = part<DoctorPanelProps>({
  load: async () => (await import('./doctor-panel.tsx')).DoctorPanel,
  waiting: () => <p className="dialog__text">{t('doctor.loading')}</p>,
});

export interface DoctorDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly target: DoctorTarget;
}

/** Tests the connection as soon as it is opened, and until it is closed. */
export function DoctorDialog({ target, ...dialog }: DoctorDialogProps) {
  return (
    <DialogWindow {...dialog} look="dialog--doctor" title={t('doctor.title')} text={t('doctor.intro')}>
      <DoctorPanel target={target} />
    </DialogWindow>
  );
}
