import { t } from '../messages/translate.ts';
import { PageProblem } from '../state/error-sentence.ts';
import { FilePlayer } from './file-player.ts';

/** A file that answers no sooner than this is none that the browser can play. */
const LOAD_TIMEOUT_MS = 15_000;

type Capturing = HTMLVideoElement & {
  captureStream?: () => MediaStream;
  /** Firefox has it under this name only. */
  mozCaptureStream?: () => MediaStream;
};

/** Whether this browser can play files into a meeting. Safari cannot. */
export function canPresentFiles(): boolean {
  const element: Capturing = document.createElement('video');
  return element.captureStream !== undefined || element.mozCaptureStream !== undefined;
}

/**
 * Opens a video or sound file, and begins to play it.
 *
 * @param speakerId - Through which it is heard here; empty for the system's.
 * @throws PageProblem where the browser cannot play it, or not into a stream.
 */
export async function openFile(file: File, speakerId = ''): Promise<FilePlayer> {
  const element: Capturing = document.createElement('video');
  const capture = element.captureStream ?? element.mozCaptureStream;
  if (capture === undefined) throw new PageProblem('file-unsupported', t('devices.file.unsupported'));
  const address = URL.createObjectURL(file);
  element.playsInline = true;
  element.src = address;
  const release = () => {
    element.removeAttribute('src');
    element.load();
    URL.revokeObjectURL(address);
  };
  try {
    await loaded(element);
    // One that is away by now: the system's own.
    if (speakerId !== '' && 'setSinkId' in element) await element.setSinkId(speakerId).catch(() => undefined);
    const media = capture.call(element);
    await element.play();
    await tracksOf(media);
    return new FilePlayer({ name: file.name, element, media, release });
  } catch (error) {
    release();
    throw new PageProblem('file-unplayable', t('devices.file.unplayable', { name: file.name }), {
      cause: error,
    });
  }
}

function loaded(element: HTMLVideoElement): Promise<void> {
  return within(LOAD_TIMEOUT_MS, (resolve, reject) => {
    element.addEventListener('canplay', resolve, { once: true });
    element.addEventListener('error', reject, { once: true });
  });
}

/** Some browsers have the tracks only when the first of what they play is there. */
function tracksOf(media: MediaStream): Promise<void> {
  if (media.getTracks().length > 0) return Promise.resolve();
  return within(LOAD_TIMEOUT_MS, (resolve) => {
    media.addEventListener('addtrack', resolve, { once: true });
  });
}

function within(timeoutMs: number, start: (resolve: () => void, reject: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      clearTimeout(timer);
      reject(new Error('it cannot be played'));
    };
    const timer = setTimeout(fail, timeoutMs);
    start(() => {
      clearTimeout(timer);
      resolve();
    }, fail);
  });
}
