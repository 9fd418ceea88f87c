import { EffectError } from './effect-error.ts';

/** The way of frames where browsers have no streams of them: out of a video element, and into a canvas. */
export class FrameCanvas {
  readonly track: MediaStreamTrack;
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  #isBusy = false;
  #closed = false;

  /** @throws {@link EffectError} */
  constructor(source: MediaStreamTrack) {
    const context = this.#canvas.getContext('2d', { alpha: false });
    const [track] = this.#canvas.captureStream().getVideoTracks();
    if (context === null || track === undefined) throw new EffectError('not-supported');
    this.#context = context;
    this.track = track;
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#video.srcObject = new MediaStream([source]);
    // It ends when the element is emptied.
    this.#video.play().catch(() => undefined);
  }

  /** The picture now; undefined if there is none yet, or the one before is still on its way. */
  async take(): Promise<ImageBitmap | undefined> {
    const hasPicture = this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (this.#isBusy || this.#closed || !hasPicture) return undefined;
    this.#isBusy = true;
    try {
      return await createImageBitmap(this.#video);
    } catch {
      this.#isBusy = false;
      return undefined;
    }
  }

  show(picture: ImageBitmap): void {
    this.#isBusy = false;
    if (!this.#closed) {
      const { width, height } = picture;
      if (this.#canvas.width !== width || this.#canvas.height !== height) {
        Object.assign(this.#canvas, { width, height });
      }
      this.#context.drawImage(picture, 0, 0);
    }
    picture.close();
  }

  close(): void {
    this.#closed = true;
    this.#video.srcObject = null;
    this.track.stop();
  }
}
