import { t } from '../messages/translate.ts';
import { LevelBar } from '../ui/level-bar.tsx';

/** How loud the microphone is, on one's own picture. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack | null }) {
  return (
    <div className="meter" data-on={track !== null}>
      <span className="meter__label">{t(track === null ? 'login.meter.off' : 'login.meter')}</span>
      <LevelBar track={track} onPicture />
    </div>
  );
}
