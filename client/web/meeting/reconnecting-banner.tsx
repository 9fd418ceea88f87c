import { LoaderCircle } from 'lucide-react';
import { t } from '../messages/translate.ts';

/** Says that the connection is being made again; what was on the stage stays. */
export function ReconnectingBanner({ shown }: { readonly shown: boolean }) {
  return (
    <div className="reconnecting" role="status">
      {shown && (
        <p className="reconnecting__plate">
          <LoaderCircle />
          <span>
            <strong>{t('meeting.reconnecting')}</strong> {t('meeting.reconnecting.hint')}
          </span>
        </p>
      )}
    </div>
  );
}
