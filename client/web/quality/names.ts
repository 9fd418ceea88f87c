import { t } from '../messages/translate.ts';
import { CAMERA_LABEL, SCREEN_LABEL } from '../state/participants.ts';
import type { TrackReading } from './readings.ts';

/** What a track is called: `Camera of Ada`. */
export function trackName(
  { direction, owner, label, kind }: TrackReading,
  nameOf: (id: string) => string,
): string {
  const what = wordFor(label, kind);
  return direction === 'up'
    ? t(`quality.stream.${what}.own`)
    : t(`quality.stream.${what}`, { name: nameOf(owner) });
}

function wordFor(label: string, kind: TrackReading['kind']) {
  const seen = kind === 'video';
  // Whoever gives no label means the usual.
  if (label === CAMERA_LABEL || label === '') return seen ? 'camera' : 'microphone';
  if (label === SCREEN_LABEL) return seen ? 'screen' : 'screen-sound';
  return seen ? 'video' : 'video-sound';
}
