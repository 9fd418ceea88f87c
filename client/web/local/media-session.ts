import type { LocalMedia } from '../state/local-media.ts';

/** These two are younger than the type library; by the standard they give a promise, in some browsers nothing. */
interface CallSession {
  setMicrophoneActive?: (active: boolean) => unknown;
  setCameraActive?: (active: boolean) => unknown;
}

export interface MediaSessionOptions {
  readonly local: Pick<LocalMedia, 'getSnapshot' | 'subscribe' | 'toggleMicrophone' | 'toggleCamera'>;
  readonly title: string;
  readonly leave: () => void;
}

/**
 * Tells the system that the page is in a call, so that phones keep its sound when the page is out of sight, and the
 * keys of a headset or a locked screen work. Returns what ends it.
 */
export function followMediaSession({ local, title, leave }: MediaSessionOptions): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const session = navigator.mediaSession;
  const call: CallSession = session;
  const actions = {
    togglemicrophone: () => void local.toggleMicrophone(),
    togglecamera: () => void local.toggleCamera(),
    hangup: leave,
  };
  const handle = (name: keyof typeof actions, action: (() => void) | null) => {
    try {
      session.setActionHandler(name as MediaSessionAction, action);
    } catch {
      // A browser that does not know this key.
    }
  };
  const names = Object.keys(actions) as (keyof typeof actions)[];
  const tell = () => {
    const { microphone, camera } = local.getSnapshot();
    ignoreRefusal(call.setMicrophoneActive?.(microphone === 'on'));
    ignoreRefusal(call.setCameraActive?.(camera === 'on'));
  };
  session.metadata = new MediaMetadata({ title });
  session.playbackState = 'playing';
  for (const name of names) handle(name, actions[name]);
  const stop = local.subscribe(tell);
  tell();
  return () => {
    stop();
    for (const name of names) handle(name, null);
    session.metadata = null;
    session.playbackState = 'none';
  };
}

/** A system that does not show it is no harm. */
function ignoreRefusal(answer: unknown): void {
  Promise.resolve(answer).catch(() => undefined);
}
