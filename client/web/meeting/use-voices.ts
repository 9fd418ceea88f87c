import { useEffect, useMemo } from 'react';
import type { Speakers } from '../media/speakers.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';

export interface VoiceSources {
  readonly selfId: string;
  /** One's own microphone. */
  readonly own: MediaStreamTrack | null;
  readonly heard: MeetingSnapshot['heard'];
}

/** Lets the speakers' watch follow everybody who can be heard, oneself included. */
export function useVoices(speakers: Speakers, { selfId, own, heard }: VoiceSources): void {
  const voices = useMemo(
    () => [
      ...(own === null ? [] : [{ owner: selfId, track: own }]),
      ...heard.flatMap((stream) =>
        (stream.media?.getAudioTracks() ?? []).map((track) => ({ owner: stream.owner, track })),
      ),
    ],
    [selfId, own, heard],
  );
  useEffect(() => {
    speakers.follow(voices);
  }, [speakers, voices]);
  useEffect(
    () => () => {
      speakers.close();
    },
    [speakers],
  );
}
