/** Who speaks, and who spoke, from moments at which voices were heard. */

/** A cough or a closing door is over by then; who still makes a sound has something to say. */
const SPEECH_IN_MS = 1000;
/** Who spoke within this time is part of the conversation. */
const SILENCE_OUT_MS = 60_000;

interface Voice {
  /** Since when without a pause; undefined while silent. */
  readonly since: number | undefined;
  /** When the last speech that counted was heard; -Infinity for none. */
  readonly spokeAt: number;
}

/** By person. Who has long been silent is not in it. */
export type Speech = ReadonlyMap<string, Voice>;

export const SILENCE: Speech = new Map();

/** What is known after it was heard who makes a sound at `now` (ms on a clock that does not step). */
export function hear(before: Speech, sounding: ReadonlySet<string>, now: number): Speech {
  const after = new Map<string, Voice>();
  for (const [id, voice] of before) {
    if (sounding.has(id)) continue;
    const spokeAt = counts(voice, now) ? now : voice.spokeAt;
    if (now - spokeAt < SILENCE_OUT_MS) after.set(id, { since: undefined, spokeAt });
  }
  for (const id of sounding) {
    const voice = before.get(id);
    after.set(id, { since: voice?.since ?? now, spokeAt: voice?.spokeAt ?? -Infinity });
  }
  return after;
}

/** Whether somebody is speaking, and has been for long enough to count. */
export function speaks(speech: Speech, id: string, now: number): boolean {
  const voice = speech.get(id);
  return voice !== undefined && counts(voice, now);
}

/** When somebody spoke last: `now` while speaking, -Infinity where it was too long ago or never. */
export function spokeAt(speech: Speech, id: string, now: number): number {
  const voice = speech.get(id);
  if (voice === undefined) return -Infinity;
  if (counts(voice, now)) return now;
  return now - voice.spokeAt < SILENCE_OUT_MS ? voice.spokeAt : -Infinity;
}

/** Since when somebody has been making a sound. */
export function soundsSince(speech: Speech, id: string): number | undefined {
  return speech.get(id)?.since;
}

/** In how many milliseconds the answers change though nobody begins or stops; undefined for never. */
export function nextChangeMs(speech: Speech, now: number): number | undefined {
  const times = [...speech.values()].flatMap((voice) => {
    if (voice.since === undefined) return [voice.spokeAt + SILENCE_OUT_MS - now];
    return counts(voice, now) ? [] : [voice.since + SPEECH_IN_MS - now];
  });
  return times.length === 0 ? undefined : Math.max(0, Math.min(...times));
}

function counts(voice: Voice, now: number): boolean {
  return voice.since !== undefined && now - voice.since >= SPEECH_IN_MS;
}
