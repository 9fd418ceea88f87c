import { useEffect, useRef, useState, type RefObject } from 'react';

/** Beyond this share of a picture that would be cut off, bars are better than a cropped face. */
const MOST_CROPPED = 0.5;

export interface PictureProps {
  readonly track: MediaStreamTrack;
  readonly mirrored: boolean;
  /** Nothing may be cut off. */
  readonly whole: boolean;
  /** Width by height of where it is drawn. */
  readonly aspect: number;
}

/** Lies over what stands for it, and shows with its first frame. */
export function Picture({ track, mirrored, whole, aspect }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [own, setOwn] = useState<number>();
  useTrackIn(video, track);
  const measure = () => {
    const element = video.current;
    if (element !== null && element.videoHeight > 0) setOwn(element.videoWidth / element.videoHeight);
  };
  return (
    <video
      ref={video}
      className="tile__video"
      autoPlay
      playsInline
      muted
      data-ready={own !== undefined}
      data-mirrored={mirrored}
      data-fit={whole || crops(own, aspect) ? 'contain' : 'cover'}
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

/**
 * Plays a track. The element keeps its stream when another track takes the place of the first, and with it the last
 * frame until the next one comes: a new stream would be dark in between.
 */
function useTrackIn(ref: RefObject<HTMLVideoElement | null>, track: MediaStreamTrack): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const playing = element.srcObject;
    if (!(playing instanceof MediaStream)) {
      element.srcObject = new MediaStream([track]);
      return;
    }
    const before = playing.getTracks().filter((each) => each !== track);
    playing.addTrack(track);
    for (const each of before) playing.removeTrack(each);
    // A stream whose only track had ended may have stopped the player.
    if (element.paused) element.play().catch(() => undefined);
  }, [ref, track]);
  useEffect(() => {
    const element = ref.current;
    return () => {
      if (element !== null) element.srcObject = null;
    };
  }, [ref]);
}

function crops(own: number | undefined, aspect: number): boolean {
  return own !== undefined && 1 - Math.min(own, aspect) / Math.max(own, aspect) > MOST_CROPPED;
}
