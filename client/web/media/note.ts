/** A short tone of one height. */
export interface Note {
  readonly hz: number;
  /** When it begins and ends, in seconds of the context's time. */
  readonly from: number;
  readonly until: number;
  /** From 0 to 1. */
  readonly loudness: number;
  /** Seconds that it takes to become that loud. */
  readonly swell: number;
  /** How loud it still is at its end: it fades away as a string does; or evenly, where that is 0. */
  readonly last: number;
}

/** Plays a note that swells and fades, because one that begins or ends at once clicks. */
export function playNote(context: BaseAudioContext, out: AudioNode, note: Note): OscillatorNode {
  const { hz, from, until, loudness, swell, last } = note;
  const tone = context.createOscillator();
  tone.type = 'sine';
  tone.frequency.value = hz;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(loudness, from + swell);
  if (last === 0) volume.gain.linearRampToValueAtTime(0, until);
  else volume.gain.exponentialRampToValueAtTime(last, until);
  tone.connect(volume).connect(out);
  tone.start(from);
  tone.stop(until);
  return tone;
}
