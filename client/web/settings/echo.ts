import { playNote } from '../media/note.ts';

/** Late enough to be told from one's own voice. @see BigBlueButton's echo test */
const DELAY_SECONDS = 0.5;

/** A sound that is played through a chosen loudspeaker. */
export interface Playing {
  stop(): void;
}

/** Lets somebody hear their own microphone, half a second later. Nobody else hears it. */
export function playEcho(track: MediaStreamTrack, speakerId: string): Playing {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const delay = context.createDelay(1);
  delay.delayTime.value = DELAY_SECONDS;
  source.connect(delay);
  return play(context, delay, speakerId);
}

/** Notes of a quiet chord, in hertz. */
const NOTES = [392, 493.88, 587.33];
const TONE_SECONDS = 1.4;
const VOICE = { loudness: 0.16, swell: 0.04, last: 0.001 };

/** Plays a short tone. `ended` is called when it is over by itself. */
export function playTone(speakerId: string, ended: () => void): Playing {
  const context = new AudioContext();
  const volume = context.createGain();
  const begin = context.currentTime + 0.05;
  const end = begin + TONE_SECONDS;
  NOTES.forEach((hz, index) => {
    const note = playNote(context, volume, { hz, from: begin + index * 0.18, until: end, ...VOICE });
    if (index === 0) note.onended = ended;
  });
  return play(context, volume, speakerId);
}

/** Through an element, because more browsers can choose the loudspeaker of one than that of a context. */
function play(context: AudioContext, node: AudioNode, speakerId: string): Playing {
  const out = context.createMediaStreamDestination();
  node.connect(out);
  const element = new Audio();
  element.srcObject = out.stream;
  const start = async () => {
    if (speakerId !== '' && 'setSinkId' in element) await element.setSinkId(speakerId).catch(() => undefined);
    await element.play();
  };
  void start().catch(() => undefined);
  return {
    stop() {
      element.pause();
      element.srcObject = null;
      void context.close().catch(() => undefined);
    },
  };
}
