import { useEffect, useRef } from 'react';
import '../styles/level.css';
import { LevelProbe, onMeter, wakeLevels } from '../media/levels.ts';

/** How often the value is told to those who do not see the bar. */
const SAID_EVERY_MS = 500;

export interface LevelBarProps {
  readonly track: MediaStreamTrack | null;
  /** What it is called; without a name it is only for the eye. */
  readonly label?: string;
  /** Lies on a picture, whatever its colours. */
  readonly onPicture?: boolean;
}

/** A bar that moves with a microphone. */
export function LevelBar({ track, label, onPicture = false }: LevelBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const named = label !== undefined;
  useEffect(() => {
    const element = bar.current;
    if (track === null || element === null) return undefined;
    const probe = new LevelProbe(track);
    let [level, frame, saidAt] = [0, 0, 0];
    const draw = (now: number) => {
      // Up at once, down slowly, as the eye expects of a meter.
      level = Math.max(onMeter(probe.decibels()), level * 0.92);
      // Drawn past React: sixty times a second is no state.
      element.style.setProperty('--level', level.toFixed(3));
      if (named && now - saidAt > SAID_EVERY_MS) {
        saidAt = now;
        element.setAttribute('aria-valuenow', Math.round(level * 100).toString());
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    addEventListener('pointerdown', wakeLevels);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointerdown', wakeLevels);
      probe.close();
      element.style.setProperty('--level', '0');
    };
  }, [track, named]);
  const className = onPicture ? 'level level--on-picture' : 'level';
  if (!named) return <div ref={bar} className={className} aria-hidden="true" />;
  return (
    <div
      ref={bar}
      className={className}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}
