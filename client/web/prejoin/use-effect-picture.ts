import { useCallback, useEffect, useMemo, useState } from 'react';
import { isPlain, type VideoEffect } from '../effects/effect-choice.ts';
import { asEffectError } from '../effects/effect-error.ts';

export interface EffectPicture {
  /** What others will see; the camera's own picture until an effect works, and where it does not. */
  readonly picture: MediaStream | null;
  readonly phase: 'busy' | 'still';
  /** Why the effect does not work. */
  readonly error: unknown;
  /** Tries it again. */
  readonly retry: () => void;
}

/** What came of an effect on a track. */
interface Outcome {
  readonly of: MediaStreamTrack;
  readonly effect: string;
  readonly track?: MediaStreamTrack;
  readonly error?: unknown;
}

/**
 * The camera's picture as others will see it, for a mirror of one's own.
 *
 * @param track - Of the camera; null while it is off. It stays the caller's.
 */
export function useEffectPicture(track: MediaStreamTrack | null, effect: VideoEffect): EffectPicture {
  const [outcome, setOutcome] = useState<Outcome>();
  const [tries, setTries] = useState(0);
  const wanted = JSON.stringify(effect);
  const works = track !== null && !isPlain(effect);
  useEffect(() => {
    if (track === null || isPlain(effect)) return undefined;
    let close: (() => void) | undefined;
    let over = false;
    const isOver = () => over;
    const of = { of: track, effect: wanted };
    const failed = (error: unknown) => {
      close?.();
      if (!isOver()) setOutcome({ ...of, error });
    };
    const begin = async () => {
      const { processVideo } = await import('../effects/video-effect.ts').catch((error: unknown) => {
        throw asEffectError(error, 'load-failed');
      });
      if (isOver()) return;
      const processed = await processVideo(track, effect, { onTrouble: failed });
      close = () => {
        processed.close();
      };
      if (isOver()) close();
      else setOutcome({ ...of, track: processed.track });
    };
    begin().catch(failed);
    return () => {
      over = true;
      close?.();
      setOutcome(undefined);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- an equal effect is the same
  }, [track, wanted, tries]);
  const current = outcome?.of === track && outcome.effect === wanted ? outcome : undefined;
  const shown = current?.track ?? track;
  const picture = useMemo(() => (shown === null ? null : new MediaStream([shown])), [shown]);
  const retry = useCallback(() => {
    setTries((before) => before + 1);
  }, []);
  return { picture, phase: works && current === undefined ? 'busy' : 'still', error: current?.error, retry };
}
