import { useEffect, type RefObject } from 'react';
import type { Voice } from '../state/volumes.ts';
import { useStore } from '../ui/hooks.ts';
import { usePeople } from './scope.ts';

/** Plays somebody's voice as loud as the reader has chosen. */
export function useVolume(ref: RefObject<HTMLMediaElement | null>, voice: Voice): void {
  const { volumes } = usePeople();
  useStore(volumes);
  const { level, muted } = volumes.of(voice);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.volume = level;
    element.muted = muted || level === 0;
  }, [ref, level, muted]);
}
