/** Why a camera, a microphone or a screen cannot be had. */
export type DeviceErrorCode =
  | 'no-device'
  | 'permission-denied'
  | 'cancelled'
  | 'device-busy'
  | 'device-lost'
  | 'insecure-page'
  | 'not-supported'
  | 'device-failed';

/** A device cannot be used. The message is a sentence for the person in front of it. */
export class DeviceError extends Error {
  readonly code: DeviceErrorCode;

  constructor(code: DeviceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeviceError';
    this.code = code;
  }
}

/** What the devices are for, as people call it. */
function nameOf(constraints: MediaStreamConstraints): string {
  const video = constraints.video !== undefined && constraints.video !== false;
  const audio = constraints.audio !== undefined && constraints.audio !== false;
  if (video && audio) return 'camera or microphone';
  return video ? 'camera' : 'microphone';
}

/**
 * Opens camera, microphone or both.
 *
 * @throws DeviceError
 */
export async function openDevices(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const name = nameOf(constraints);
  const devices = mediaDevices(name);
  try {
    return await devices.getUserMedia(constraints);
  } catch (error) {
    throw deviceError(error, name);
  }
}

/**
 * Lets the person choose a screen, window or tab.
 *
 * @throws DeviceError; its code is `cancelled` when they chose none.
 */
export async function openScreen(
  options: DisplayMediaStreamOptions = { video: true, audio: true },
): Promise<MediaStream> {
  const devices = mediaDevices('screen');
  if (!('getDisplayMedia' in devices)) {
    throw new DeviceError('not-supported', 'This browser cannot share a screen.');
  }
  try {
    return await devices.getDisplayMedia(options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      throw new DeviceError('cancelled', 'No screen was chosen.', { cause: error });
    }
    throw deviceError(error, 'screen');
  }
}

/** Calls `onLost` when a track ends without being stopped: its device was unplugged, or its sharing ended. */
export function watchTrack(track: MediaStreamTrack, onLost: (error: DeviceError) => void): () => void {
  const shared = track.getSettings().displaySurface !== undefined;
  const name = track.kind === 'audio' ? 'microphone' : 'camera';
  const sentence = shared
    ? 'Sharing the screen has ended.'
    : `The ${name} is gone. Plug it in again, or choose another one.`;
  const ended = (): void => {
    onLost(new DeviceError('device-lost', sentence));
  };
  track.addEventListener('ended', ended);
  return () => {
    track.removeEventListener('ended', ended);
  };
}

function mediaDevices(name: string): MediaDevices {
  // Browsers hide the devices from pages that others could have changed on the way.
  if (!globalThis.isSecureContext) {
    throw new DeviceError(
      'insecure-page',
      `The browser gives this page no ${name}, because it was not loaded through https.`,
    );
  }
  if (!('mediaDevices' in navigator)) {
    throw new DeviceError('not-supported', `This browser cannot use a ${name}.`);
  }
  return navigator.mediaDevices;
}

/** @see W3C Media Capture and Streams, `getUserMedia`: the names of its errors. */
function deviceError(error: unknown, name: string): DeviceError {
  const kind = error instanceof DOMException ? error.name : '';
  const options = { cause: error };
  switch (kind) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new DeviceError('no-device', `No ${name} was found. Plug one in, or join without it.`, options);
    case 'NotAllowedError':
    case 'SecurityError':
      return new DeviceError(
        'permission-denied',
        `The browser was not allowed to use the ${name}. Allow it in the address bar, then try again.`,
        options,
      );
    case 'NotReadableError':
    case 'AbortError':
      return new DeviceError(
        'device-busy',
        `The ${name} is used by another program, or does not answer. Close the other program, then try again.`,
        options,
      );
    default:
      return new DeviceError('device-failed', `The ${name} could not be opened: ${String(error)}`, options);
  }
}
