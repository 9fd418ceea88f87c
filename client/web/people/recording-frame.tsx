import { useEffect, useRef } from 'react';
import { t } from '../messages/translate.ts';
import type { MeetingStore } from '../state/meeting-store.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';

export interface RecordingFrameProps {
  readonly store: MeetingStore;
  readonly onLeave: () => void;
}

/**
 * A red frame around the meeting while it is recorded, and a notice when that begins or ends, or one comes late. Whoever
 * does not want to be recorded can leave by the notice.
 */
export function RecordingFrame({ store, onLeave }: RecordingFrameProps) {
  const { notices } = useApp();
  const recording = useStore(store, (meeting) => meeting.recording);
  const ended = useStore(store, (meeting) => meeting.ended);
  const isRecorded = recording && ended === undefined;
  const was = useRef(false);
  useEffect(() => {
    if (isRecorded === was.current) return;
    was.current = isRecorded;
    if (isRecorded) {
      notices.stick('warning', t('meeting.recording.full'), 'recording', {
        label: t('meeting.recording.leave'),
        run: onLeave,
        otherwise: t('meeting.recording.continue'),
      });
    } else if (ended === undefined) notices.show('info', t('meeting.recording.ended'), 'recording');
    else notices.withdraw('recording');
  }, [notices, isRecorded, ended, onLeave]);
  return isRecorded && <div className="recording-frame" aria-hidden="true" />;
}
