import { playNote } from '../media/note.ts';

/** Three rising notes, each a little after the other: a steady tone is hard to tell from a hum. */
const NOTES_HZ = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.35;
/** Loud enough to be heard, and no shock in headphones. */
const VOICE = { loudness: 0.25, swell: 0.03, last: 0 };

/** An audio element that can play on another loudspeaker than the system's; not every browser has it. */
type Sinkable = HTMLAudioElement & { setSinkId(id: string): Promise<void> };

/**
 * Plays three notes; resolves when they have been played.
 *
 * @param speakerId - Empty for the system's own choice.
 * @throws DOMException where the loudspeaker is gone.
 */
export async function playTestTone(speakerId: string): Promise<void> {
  const context = new AudioContext();
  try {
    // Through an element, which can be sent to a loudspeaker in more browsers than a context can.
    const destination = context.createMediaStreamDestination();
    const element = new Audio();
    element.srcObject = destination.stream;
    if (speakerId !== '' && isSinkable(element)) await element.setSinkId(speakerId);
    await Promise.all([context.resume(), element.play()]);
    const begin = context.currentTime + 0.1;
    NOTES_HZ.forEach((hz, index) => {
      const from = begin + index * NOTE_SECONDS;
      playNote(context, destination, { hz, from, until: from + NOTE_SECONDS, ...VOICE });
    });
    await new Promise((resolve) => setTimeout(resolve, (NOTES_HZ.length * NOTE_SECONDS + 0.5) * 1000));
    element.pause();
  } finally {
    await context.close();
  }
}

function isSinkable(element: HTMLAudioElement): element is Sinkable {
  return 'setSinkId' in element;
}
