import { useEffect, useRef } from 'react';
import { LevelProbe, onMeter, wakeLevels } from '../media/levels.ts';
import { t } from '../messages/translate.ts';

/** A bar that moves with the microphone. It is drawn past React: sixty times a second is no state. */
export function LevelMeter({ track }: { readonly track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (track === null) return undefined;
    const probe = new LevelProbe(track);
    let level = 0;
    let frame = 0;
    const draw = () => {
      // Up at once, down slowly, as the eye expects of a meter.
      level = Math.max(onMeter(probe.decibels()), level * 0.92);
      bar.current?.style.setProperty('--level', level.toFixed(3));
      frame = requestAnimationFrame(draw);
    };
    draw();
    addEventListener('pointerdown', wakeLevels);
    const drawn = bar.current;
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointerdown', wakeLevels);
      probe.close();
      drawn?.style.setProperty('--level', '0');
    };
  }, [track]);
  return (
    <div className="meter" data-on={track !== null}>
      <span className="meter__label">{t(track === null ? 'login.meter.off' : 'login.meter')}</span>
      <div className="meter__bar" ref={bar} aria-hidden="true" />
    </div>
  );
}
