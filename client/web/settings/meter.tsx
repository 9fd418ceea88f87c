import { useEffect, useRef } from 'react';
import { LevelProbe, onMeter } from '../media/levels.ts';
import { t } from '../messages/translate.ts';

/** A bar that moves with a microphone, and a value for those who do not see it. */
export function Meter({ track }: { readonly track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = bar.current;
    if (track === null || element === null) return undefined;
    const probe = new LevelProbe(track);
    let [level, frame, said] = [0, 0, 0];
    const draw = (now: number) => {
      // Up at once, down slowly, as the eye expects of a meter.
      level = Math.max(onMeter(probe.decibels()), level * 0.92);
      // Drawn past React: sixty times a second is no state.
      element.style.setProperty('--level', level.toFixed(3));
      if (now - said > 500) {
        said = now;
        element.setAttribute('aria-valuenow', Math.round(level * 100).toString());
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => {
      cancelAnimationFrame(frame);
      probe.close();
      element.style.setProperty('--level', '0');
    };
  }, [track]);
  return (
    <div
      ref={bar}
      className="settings__meter"
      role="meter"
      aria-label={t('settings.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}
