import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { CloseReason } from '@evagore/shared';
import { Activity } from 'lucide-react';
import { useRef, useState } from 'react';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import type { DoctorTarget } from '../doctor/target.ts';
import { t } from '../messages/translate.ts';
import { refusalSentence } from '../state/error-sentence.ts';

export interface EndedOverlayProps {
  readonly reason: CloseReason;
  /** What is tested where the connection was lost. */
  readonly target: DoctorTarget;
  readonly onLeave: () => void;
  /** Resolves to a sentence where it failed. */
  readonly onRejoin: () => Promise<string | undefined>;
}

/** Says that the meeting is over for this person, why, and offers the way back. */
export function EndedOverlay({ reason, target, onLeave, onRejoin }: EndedOverlayProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const again = useRef<HTMLButtonElement>(null);
  const { title, text, lost } = explain(reason);
  const said = reason.code === 'kicked' ? reason.message : undefined;
  const rejoin = async () => {
    setBusy(true);
    setProblem(undefined);
    setProblem(await onRejoin());
    setBusy(false);
  };
  return (
    <AlertDialog.Root open>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="dialog" initialFocus={again}>
          <AlertDialog.Title className="dialog__title">{title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text">
            {text}
            {said !== undefined && said !== '' && (
              <span className="dialog__said">{t('ended.said', { text: said })}</span>
            )}
          </AlertDialog.Description>
          <p className="dialog__problem" role="alert">
            {problem}
          </p>
          {lost === true && <Doctor target={target} />}
          <div className="dialog__actions">
            <button type="button" className="button" onClick={onLeave}>
              {t('ended.leave')}
            </button>
            <button
              ref={again}
              type="button"
              className="button button--primary"
              aria-busy={busy}
              onClick={() => {
                if (!busy) void rejoin();
              }}
            >
              {t(busy ? 'ended.again.busy' : 'ended.again')}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Leads to what is wrong with the connection. */
function Doctor({ target }: Pick<EndedOverlayProps, 'target'>) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="link-button link-button--icon dialog__doctor"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Activity />
        {t('doctor.open')}
      </button>
      <DoctorDialog open={open} onOpenChange={setOpen} target={target} />
    </>
  );
}

interface Explanation {
  readonly title: string;
  readonly text: string;
  /** The network may be at fault. */
  readonly lost?: true;
}

function explain(reason: CloseReason): Explanation {
  switch (reason.code) {
    case 'kicked':
      return {
        title: t('ended.kicked.title'),
        text:
          reason.by === undefined ? t('ended.kicked') : t('ended.kicked.by', { name: reason.by.username }),
      };
    case 'shutting-down':
      return { title: t('ended.shutdown.title'), text: t('ended.shutdown') };
    case 'taken-over':
      return { title: t('ended.taken-over.title'), text: t('ended.taken-over') };
    case 'hung-up':
    case 'seat-lost':
    case 'missed-too-much':
    case 'no-answer':
    case 'handshake-timeout':
      return { title: t('ended.lost.title'), text: t('ended.lost'), lost: true };
    default:
      return { title: t('ended.other.title'), text: refusalSentence(reason.code, reason.message) };
  }
}
