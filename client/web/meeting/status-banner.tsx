import { LoaderCircle, Power, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '../messages/translate.ts';
import type { PlannedStop } from '../state/meeting-store.ts';
import { Countdown } from '../time/countdown.tsx';

interface StatusBannerProps {
  readonly reconnecting: boolean;
  readonly plannedStop: PlannedStop | undefined;
}

/** What concerns the whole meeting: the connection is being made again, or the server will stop. */
export function StatusBanner({ reconnecting, plannedStop }: StatusBannerProps) {
  // Whoever has read it may have their view back; another time is another matter.
  const [hiddenStop, setHiddenStop] = useState<PlannedStop>();
  return (
    <div className="status-banner" role="status">
      {reconnecting && (
        <p className="status-banner__plate" data-turning="true">
          <LoaderCircle />
          <span>
            <strong>{t('meeting.reconnecting')}</strong> {t('meeting.reconnecting.hint')}
          </span>
        </p>
      )}
      {!reconnecting && plannedStop !== undefined && plannedStop !== hiddenStop && (
        <p className="status-banner__plate">
          <Power />
          <span>
            <strong>
              {t('meeting.stops')} <Countdown key={plannedStop.at} to={plannedStop.at} />
            </strong>{' '}
            {plannedStop.message}
          </span>
          <button
            type="button"
            className="status-banner__hide"
            aria-label={t('meeting.stops.hide')}
            onClick={() => {
              setHiddenStop(plannedStop);
            }}
          >
            <X />
          </button>
        </p>
      )}
    </div>
  );
}
