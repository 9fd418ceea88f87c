import { CameraBlur } from './camera-blur.ts';
import type { VideoEffect } from './effect-choice.ts';
import { asEffectError, EffectError } from './effect-error.ts';
import { FrameCanvas } from './frame-canvas.ts';
import { frameStreams } from './frame-streams.ts';
import { openPicture } from './picture-source.ts';
import type { EffectEvents, ProcessedVideo } from './video-effect.ts';
import type { FromPainter, Look, PainterStart, ToPainter } from './worker-messages.ts';

/** The model is a quarter of a megabyte: whoever waits longer has no connection. */
const LOAD_TIMEOUT_MS = 20_000;

/**
 * A camera's track through a painter to another track.
 *
 * ```
 *            frames                painted frames
 *   source ---------> painter (worker) ---------> track
 *                       |   ^
 *         small picture v   | mask, blurred room
 *                   segmenter (worker; only while a background is changed)
 * ```
 *
 * Pictures of the room go nowhere else. The painter has a worker of its own, so that a mask that takes long delays no
 * frame, and so that it goes on while the page is in the background.
 */
export class VideoPipeline implements ProcessedVideo {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;
  readonly #events: EffectEvents;
  readonly #cameraBlur: CameraBlur;
  readonly #painter = new Worker(new URL('./painter-worker.ts', import.meta.url), { type: 'module' });
  readonly #port: MessagePort;
  readonly #canvas: FrameCanvas | undefined;
  readonly #undo = new AbortController();
  #segmenter: Segmenter | undefined;
  #shown: VideoEffect = { background: { kind: 'none' }, orientation: 'none' };
  /** Changes run one after another. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(source: MediaStreamTrack, events: EffectEvents) {
    this.source = source;
    this.#events = events;
    this.#cameraBlur = new CameraBlur(source);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.addEventListener('message', ({ data }: MessageEvent<FromPainter>) => {
      this.#hear(data);
    });
    this.#port.start();
    const streams = frameStreams(source);
    if (streams === undefined) {
      this.#canvas = new FrameCanvas(source);
      this.track = this.#canvas.track;
      this.#painter.postMessage({} satisfies PainterStart, [port2]);
    } else {
      const { frames, painted, track } = streams;
      this.track = track;
      const start: PainterStart = { streams: { frames, painted } };
      this.#painter.postMessage(start, [port2, frames, painted]);
    }
    const { signal } = this.#undo;
    this.#painter.addEventListener(
      'error',
      () => {
        this.#trouble(new EffectError('failed'));
      },
      { signal },
    );
    source.addEventListener(
      'ended',
      () => {
        this.close();
        // Tracks that a page stops do not say so.
        this.track.dispatchEvent(new Event('ended'));
      },
      { signal },
    );
  }

  /** @throws {@link EffectError} */
  static async open(
    source: MediaStreamTrack,
    effect: VideoEffect,
    events: EffectEvents,
  ): Promise<VideoPipeline> {
    const pipeline = new VideoPipeline(source, events);
    try {
      await pipeline.change(effect);
      return pipeline;
    } catch (error) {
      pipeline.close();
      throw error;
    }
  }

  change(effect: VideoEffect): Promise<void> {
    const done = this.#queue.then(() => this.#change(effect));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  close(): void {
    if (this.#undo.signal.aborted) return;
    this.#undo.abort();
    void this.#cameraBlur.end();
    this.#segmenter?.close();
    this.#painter.terminate();
    this.#port.close();
    this.#canvas?.close();
    this.track.stop();
  }

  async #change(effect: VideoEffect): Promise<void> {
    this.#mustBeOpen();
    const isBlurredByCamera = await this.#cameraBlur.set(effect.background);
    const wanted = isBlurredByCamera ? { ...effect, background: { kind: 'none' } as const } : effect;
    const before = this.#shown;
    try {
      const look = await lookOf(wanted);
      this.#mustBeOpen();
      const { signal } = this.#undo;
      // The room disappears at once, before there is somebody who finds the person in it.
      this.#show(look);
      if (look.background.kind === 'none') this.#endSegmenter();
      else await (this.#segmenter ??= this.#openSegmenter(signal)).ready;
      this.#shown = wanted;
    } catch (error) {
      if (this.#undo.signal.aborted) throw new EffectError('closed');
      this.#endSegmenter();
      await this.#restore(before);
      throw asEffectError(error, 'load-failed');
    }
  }

  /** Goes back to what was before a change that failed, if that is still possible. */
  async #restore(before: VideoEffect): Promise<void> {
    const isPossible = before.background.kind === 'none' || this.#segmenter !== undefined;
    const look = await lookOf(isPossible ? before : { ...before, background: { kind: 'none' } });
    if (!this.#undo.signal.aborted) this.#show(look);
  }

  #openSegmenter(signal: AbortSignal): Segmenter {
    const segmenter = new Segmenter(signal);
    this.#port.postMessage({ kind: 'segmenter' } satisfies ToPainter, [segmenter.port]);
    return segmenter;
  }

  #endSegmenter(): void {
    this.#segmenter?.close();
    this.#segmenter = undefined;
  }

  #show(look: Look): void {
    const { background } = look;
    const message: ToPainter = { kind: 'look', look };
    this.#port.postMessage(message, background.kind === 'image' ? [background.picture] : []);
  }

  #hear(message: FromPainter): void {
    switch (message.kind) {
      case 'tick':
        void this.#canvas?.take().then((frame) => {
          if (frame === undefined) return;
          this.#port.postMessage({ kind: 'frame', frame } satisfies ToPainter, [frame]);
        });
        break;
      case 'painted':
        this.#canvas?.show(message.picture);
        break;
      case 'ready':
        this.#segmenter?.isReady();
        break;
      case 'figures':
        this.#events.onFigures?.(message.figures);
        break;
      case 'trouble':
        this.#trouble(new EffectError(message.code, { cause: message.reason }));
        break;
    }
  }

  #trouble(error: EffectError): void {
    // Who waits for the segmenter is told by what it waits for.
    if (this.#segmenter?.fail(error) === true) return;
    this.#endSegmenter();
    this.#shown = { ...this.#shown, background: { kind: 'none' } };
    this.#events.onTrouble(error);
  }

  #mustBeOpen(): void {
    if (this.#undo.signal.aborted) throw new EffectError('closed');
  }
}

/** The worker that finds people, and whether it has its model yet. */
class Segmenter {
  /** For the painter. */
  readonly port: MessagePort;
  readonly ready: Promise<void>;
  readonly #worker = new Worker(new URL('./segmenter-worker.ts', import.meta.url), { type: 'module' });
  readonly #settle = Promise.withResolvers<undefined>();
  readonly #timer: ReturnType<typeof setTimeout>;
  #phase: 'loading' | 'ready' | 'failed' = 'loading';

  constructor(signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.ready = this.#settle.promise;
    // Whoever waits hears of it; there may be nobody.
    this.ready.catch(() => undefined);
    this.#worker.postMessage({}, [port2]);
    this.#worker.addEventListener('error', () => this.fail(new EffectError('load-failed')));
    this.#timer = setTimeout(() => this.fail(new EffectError('load-failed')), LOAD_TIMEOUT_MS);
    signal.addEventListener('abort', () => {
      this.close();
    });
  }

  isReady(): void {
    if (this.#phase !== 'loading') return;
    this.#phase = 'ready';
    clearTimeout(this.#timer);
    this.#settle.resolve(undefined);
  }

  /** @returns Whether somebody waited for it. */
  fail(error: EffectError): boolean {
    if (this.#phase !== 'loading') return false;
    this.#phase = 'failed';
    clearTimeout(this.#timer);
    this.#settle.reject(error);
    return true;
  }

  close(): void {
    this.fail(new EffectError('closed'));
    this.#worker.terminate();
  }
}

async function lookOf({ background, orientation }: VideoEffect): Promise<Look> {
  if (background.kind !== 'image') return { background, orientation };
  return { background: { kind: 'image', picture: await openPicture(background.image) }, orientation };
}
