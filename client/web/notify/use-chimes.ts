import { useEffect } from 'react';
import { useSpeakerId } from '../meeting/use-loudspeaker.ts';
import type { Chimes } from './chimes.ts';

/** Lets sounds come from where the others are heard. */
export function useChimes(chimes: Chimes): void {
  const speakerId = useSpeakerId();
  useEffect(() => {
    chimes.useSpeaker(speakerId);
  }, [chimes, speakerId]);
}
