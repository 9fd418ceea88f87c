import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import workletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url';
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url';
import simdWasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import { asEffectError, EffectError } from './effect-error.ts';
import type { ProcessedTrack } from './processed.ts';

/** The network was trained for this rate and knows no other. */
const SAMPLE_RATE = 48_000;
/** Browsers let sound be processed after a click. Who has not clicked yet should be heard nevertheless. */
const WAKE_TIMEOUT_MS = 1500;

/** A microphone's sound without its noise, by RNNoise in an audio worklet. */
export class QuietTrack implements ProcessedTrack {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #node: RnnoiseWorkletNode;
  readonly #undo = new AbortController();

  private constructor(source: MediaStreamTrack, context: AudioContext, wasmBinary: ArrayBuffer) {
    this.source = source;
    this.#context = context;
    const input = context.createMediaStreamSource(new MediaStream([source]));
    this.#node = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 });
    // Voices have one channel; what has more is mixed down before.
    this.#node.channelCount = 1;
    this.#node.channelCountMode = 'explicit';
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    input.connect(this.#node).connect(output);
    const [track] = output.stream.getAudioTracks();
    if (track === undefined) throw new EffectError('not-supported');
    this.track = track;
    const { signal } = this.#undo;
    source.addEventListener(
      'ended',
      () => {
        this.close();
        // Tracks that a page stops do not say so.
        track.dispatchEvent(new Event('ended'));
      },
      { signal },
    );
    // Telephone calls and sleep interrupt the context, and some browsers do not resume it.
    context.addEventListener('statechange', () => void wake(context), { signal });
  }

  /** @throws {@link EffectError} */
  static async open(source: MediaStreamTrack): Promise<QuietTrack> {
    const context = contextFor();
    try {
      const [wasmBinary] = await Promise.all([
        loadRnnoise({ url: wasmUrl, simdUrl: simdWasmUrl }),
        context.audioWorklet.addModule(workletUrl),
      ]).catch((error: unknown) => {
        throw asEffectError(error, 'load-failed');
      });
      if (!(await isAwake(context))) throw new EffectError('failed');
      if (source.readyState === 'ended') throw new EffectError('closed');
      // Firefox refuses sound of another rate than the context's.
      return new QuietTrack(source, context, wasmBinary);
    } catch (error) {
      void context.close();
      throw asEffectError(error, 'not-supported');
    }
  }

  close(): void {
    if (this.#undo.signal.aborted) return;
    this.#undo.abort();
    this.track.stop();
    this.#node.destroy();
    this.#node.disconnect();
    void this.#context.close();
  }
}

function contextFor(): AudioContext {
  try {
    return new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  } catch (error) {
    throw new EffectError('not-supported', { cause: error });
  }
}

async function isAwake(context: AudioContext): Promise<boolean> {
  const tooLate = new Promise((resolve) => setTimeout(resolve, WAKE_TIMEOUT_MS));
  await Promise.race([wake(context), tooLate]);
  return context.state === 'running';
}

async function wake(context: AudioContext): Promise<void> {
  if (context.state === 'running' || context.state === 'closed') return;
  await context.resume().catch(() => undefined);
}
