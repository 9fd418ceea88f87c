import type { EffectErrorCode } from './effect-error.ts';
import type { Size } from './mask.ts';
import { Pace } from './pace.ts';
import { Painter } from './painter.ts';
import type { FromPainter, FromSegmenter, Look, Shape, ToPainter, ToSegmenter } from './worker-messages.ts';

const PLAIN: Look = { orientation: 'none', background: { kind: 'none' } };
/** Of the small picture's pixels. */
const BLUR_RADIUS = { light: 2, strong: 7 } as const;
const FIGURES_INTERVAL_MS = 1000;
/** Where frames have to be asked for: at most 30 a second. */
const TICK_MS = 33;

/** What is between frames and painted frames: when to look for the person, and what to do when it takes too long. */
export class Studio {
  readonly #port: MessagePort;
  readonly #painter = new Painter();
  readonly #pace = new Pace();
  /** Before the first one is told nothing leaves: it may be one that hides the room. */
  #look: Look | undefined;
  #segmenter: MessagePort | undefined;
  /** A picture is with the segmenter; more would only queue up. */
  #isLooking = false;
  #figuresAt = performance.now();
  #frames = 0;

  /** @param port - To the page. */
  constructor(port: MessagePort) {
    this.#port = port;
    port.addEventListener('message', ({ data, ports }: MessageEvent<ToPainter>) => {
      switch (data.kind) {
        case 'look':
          this.#setLook(data.look);
          break;
        case 'segmenter':
          if (ports[0] !== undefined) this.#setSegmenter(ports[0]);
          break;
        case 'frame':
          this.#answer(data.frame);
          break;
      }
    });
    port.start();
  }

  /** Paints what comes until it ends. */
  async paintAll(frames: ReadableStream<VideoFrame>, painted: WritableStream<VideoFrame>): Promise<void> {
    const [from, to] = [frames.getReader(), painted.getWriter()];
    try {
      for (;;) {
        const { value: frame, done } = await from.read();
        if (done) break;
        if (this.#look === undefined) frame.close();
        else await to.write(this.#repainted(frame, this.#look));
      }
    } catch {
      // The page has ended the track.
    }
    await Promise.allSettled([from.cancel(), to.close()]);
  }

  /** Asks the page for frames at a steady rate. It has them, but its own clock stands still in the background. */
  askForFrames(): void {
    setInterval(() => {
      if (this.#look !== undefined) this.#tell({ kind: 'tick' });
    }, TICK_MS);
  }

  /** Takes a frame, and gives another in its place. */
  #repainted(frame: VideoFrame, look: Look): VideoFrame {
    const size = { width: frame.displayWidth, height: frame.displayHeight };
    if (!this.#paint(frame, size, look)) return frame;
    const { timestamp, duration } = frame;
    const painted = new VideoFrame(this.#painter.canvas, {
      timestamp,
      ...(duration === null ? {} : { duration }),
      alpha: 'discard',
    });
    frame.close();
    return painted;
  }

  #answer(frame: ImageBitmap): void {
    if (this.#look === undefined || !this.#paint(frame, frame, this.#look)) {
      this.#tell({ kind: 'painted', picture: frame }, [frame]);
      return;
    }
    frame.close();
    const picture = this.#painter.canvas.transferToImageBitmap();
    this.#tell({ kind: 'painted', picture }, [picture]);
  }

  /** @returns Whether there is something painted: not where the frame stays as it is. */
  #paint(frame: CanvasImageSource, size: Size, look: Look): boolean {
    const start = performance.now();
    this.#tellFigures(start);
    if (isPlain(look)) return false;
    try {
      this.#lookAt(frame, size, look);
      this.#painter.paint(frame, size, look);
    } catch (error) {
      this.#giveUp('failed', error instanceof Error ? error.message : '');
      return false;
    }
    const now = performance.now();
    if (this.#pace.painted(now - start, now) === 'too-slow') this.#giveUp('too-slow', '');
    return true;
  }

  /** Sends the segmenter a small picture of the frame, if it is time. */
  #lookAt(frame: CanvasImageSource, size: Size, { background }: Look): void {
    if (background.kind === 'none' || this.#segmenter === undefined || this.#isLooking) return;
    if (!this.#pace.startsMask(performance.now())) return;
    const shape: Shape = size.width > size.height ? 'wide' : 'square';
    const pixels = this.#painter.small(frame, shape);
    const blurRadius = background.kind === 'blur' ? BLUR_RADIUS[background.strength] : undefined;
    const message: ToSegmenter = { kind: 'picture', pixels, shape, blurRadius };
    this.#isLooking = true;
    this.#segmenter.postMessage(message, [pixels.buffer]);
  }

  #setLook(look: Look): void {
    // Who was where long ago is not known now.
    if (this.#look?.background.kind === 'none') this.#painter.forgetLayer();
    this.#closePicture(look);
    this.#look = look;
    this.#pace.restart();
  }

  #closePicture(next: Look): void {
    const background = this.#look?.background;
    if (background?.kind !== 'image') return;
    const isUsed = next.background.kind === 'image' && next.background.picture === background.picture;
    if (!isUsed) background.picture.close();
  }

  #setSegmenter(port: MessagePort): void {
    this.#segmenter?.close();
    this.#segmenter = port;
    this.#isLooking = false;
    port.addEventListener('message', ({ data }: MessageEvent<FromSegmenter>) => {
      switch (data.kind) {
        case 'ready':
          this.#tell({ kind: 'ready' });
          break;
        case 'failed':
          // What it has found is of the past; the picture is blurred as a whole from here on.
          this.#painter.forgetLayer();
          this.#tell({ kind: 'trouble', code: data.code, reason: data.reason });
          break;
        case 'layer':
          this.#isLooking = false;
          this.#pace.masked(data.ms);
          this.#painter.setLayer(data.layer);
          break;
      }
    });
    port.start();
  }

  /** From here on pictures go on without the effect, and the page has been told so. */
  #giveUp(code: EffectErrorCode, reason: string): void {
    const { background, orientation } = this.#look ?? PLAIN;
    const isTurned = code === 'too-slow' && background.kind !== 'none';
    this.#setLook(isTurned ? { orientation, background: { kind: 'none' } } : PLAIN);
    this.#tell({ kind: 'trouble', code, reason });
  }

  #tellFigures(now: number): void {
    this.#frames += 1;
    const elapsedMs = now - this.#figuresAt;
    if (elapsedMs < FIGURES_INTERVAL_MS) return;
    const { paintMs = 0, maskMs } = this.#pace;
    const framesPerSecond = (this.#frames * 1000) / elapsedMs;
    this.#tell({ kind: 'figures', figures: { paintMs, maskMs, framesPerSecond } });
    this.#frames = 0;
    this.#figuresAt = now;
  }

  #tell(message: FromPainter, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

function isPlain({ background, orientation }: Look): boolean {
  return background.kind === 'none' && orientation === 'none';
}
