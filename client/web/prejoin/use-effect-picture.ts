import { useEffect, useMemo, useState } from 'react';
import { isPlain, type VideoEffect } from '../effects/effect-choice.ts';

/**
 * The camera's picture as others will see it, for a mirror of one's own. Until an effect works, and where it does not,
 * it is the camera's own.
 *
 * @param track - Of the camera; null while it is off. It stays the caller's.
 */
export function useEffectPicture(track: MediaStreamTrack | null, effect: VideoEffect): MediaStream | null {
  const [changed, setChanged] = useState<{
    readonly of: MediaStreamTrack;
    readonly track: MediaStreamTrack;
  }>();
  const wanted = JSON.stringify(effect);
  useEffect(() => {
    if (track === null || isPlain(effect)) return undefined;
    let close: (() => void) | undefined;
    let over = false;
    const isOver = () => over;
    const begin = async () => {
      const { processVideo } = await import('../effects/video-effect.ts');
      if (isOver()) return;
      const processed = await processVideo(track, effect, {
        onTrouble: () => {
          setChanged(undefined);
        },
      });
      close = () => {
        processed.close();
      };
      if (isOver()) close();
      else setChanged({ of: track, track: processed.track });
    };
    // The meeting says so when an effect does not work; here the plain picture shows it.
    begin().catch(() => undefined);
    return () => {
      over = true;
      close?.();
      setChanged(undefined);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- an equal effect is the same
  }, [track, wanted]);
  const shown = changed?.of === track ? changed.track : track;
  return useMemo(() => (shown === null ? null : new MediaStream([shown])), [shown]);
}
