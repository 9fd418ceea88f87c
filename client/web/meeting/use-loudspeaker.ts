import { useEffect, type RefObject } from 'react';
import { findRemembered } from '../state/device-list.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';

/** Whether this browser can play through another loudspeaker than the system's. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** The chosen loudspeaker's id, or an empty text for that of the system, also while the chosen one is away. */
export function useSpeakerId(): string {
  const { preferences, devices } = useApp();
  const { speakerId: id, speakerLabel: label } = useStore(preferences);
  const { speakers } = useStore(devices);
  if (id === undefined) return '';
  // The list is empty until it is known: then what was chosen is tried.
  return speakers.length === 0 ? id : (findRemembered(speakers, { id, label })?.id ?? '');
}

/** Plays an element through the chosen loudspeaker. */
export function useLoudspeaker(ref: RefObject<HTMLMediaElement | null>): void {
  const speakerId = useSpeakerId();
  useEffect(() => {
    const element = ref.current;
    if (element === null || !canChooseSpeaker() || element.sinkId === speakerId) return;
    // One that went away at this moment: the element goes on with what it has.
    element.setSinkId(speakerId).catch(() => undefined);
  }, [ref, speakerId]);
}
