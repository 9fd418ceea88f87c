import { CircleDot, Lock } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { Tip } from '../ui/tip.tsx';

/** What everybody has to know of the meeting at all times: that nobody else gets in, that it is recorded. */
export function RoomTags({ meeting }: { readonly meeting: Pick<MeetingSnapshot, 'locked' | 'recording'> }) {
  return (
    <span className="room-tags" role="status">
      {meeting.recording && (
        <Tip text={t('meeting.recording.full')} side="bottom">
          <span className="tag tag--recording">
            <CircleDot aria-hidden="true" />
            <span className="room-tags__text">{t('meeting.recording')}</span>
          </span>
        </Tip>
      )}
      {meeting.locked && (
        <Tip text={t('meeting.locked.full')} side="bottom">
          <span className="tag">
            <Lock aria-hidden="true" />
            <span className="room-tags__text">{t('meeting.locked')}</span>
          </span>
        </Tip>
      )}
    </span>
  );
}
