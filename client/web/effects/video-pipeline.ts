import { CameraBlur } from './camera-blur.ts';
import type { VideoEffect } from './effect-choice.ts';
import { asEffectError, EffectError } from './effect-error.ts';
import { FrameCanvas } from './frame-canvas.ts';
import { frameStreams } from './frame-streams.ts';
import { openPicture } from './picture-source.ts';
import type { EffectEvents, ProcessedVideo } from './processed.ts';
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
    // Systems have a switch for the camera's blur, and other pages may have the same camera.
    source.addEventListener('configurationchange', () => void this.recheck(), { signal });
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

  get shown(): VideoEffect {
    return this.#shown;
  }

  async recheck(): Promise<void> {
    const { background, orientation } = this.#shown;
    if (!this.#cameraBlur.isLost || background.kind !== 'blur') return;
    // Nobody is to see the room until the person is found.
    this.#show({ background, orientation });
    try {
      await this.change(this.#shown);
    } catch (error) {
      if (!this.#undo.signal.aborted) this.#trouble(asEffectError(error, 'failed'));
    }
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
    // What cannot be opened changes nothing.
    const look = await lookOf(effect).catch((error: unknown) => {
      throw asEffectError(error, 'load-failed');
    });
    this.#mustBeOpen();
    try {
      await this.#use(effect, look);
      this.#shown = effect;
    } catch (error) {
      if (this.#undo.signal.aborted) throw new EffectError('closed');
      this.#endSegmenter();
      await this.#restore();
      throw asEffectError(error, 'load-failed');
    }
  }

  async #use(effect: VideoEffect, look: Look): Promise<void> {
    if (await this.#cameraBlur.set(effect.background)) {
      this.#show({ ...look, background: { kind: 'none' } });
      this.#endSegmenter();
      return;
    }
    // The room disappears at once, before there is somebody who finds the person in it, and before the camera shows it.
    this.#show(look);
    await this.#cameraBlur.end();
    if (look.background.kind === 'none') this.#endSegmenter();
    else await (this.#segmenter ??= this.#openSegmenter(this.#undo.signal)).ready;
  }

  /** Goes back to what was before a change for which nobody found people: that needed nobody either. */
  async #restore(): Promise<void> {
    const { background, orientation } = this.#shown;
    const isBlurredByCamera = await this.#cameraBlur.set(background);
    if (this.#undo.signal.aborted) return;
    if (!isBlurredByCamera) this.#shown = { background: { kind: 'none' }, orientation };
    this.#show({ background: { kind: 'none' }, orientation });
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
