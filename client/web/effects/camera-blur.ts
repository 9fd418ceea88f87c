import { z } from 'zod';
import type { Background } from './effect-choice.ts';

/**
 * Blur that the camera or the system makes, which costs the page nothing.
 *
 * @see Media Capture and Streams Extensions, W3C, "backgroundBlur"
 */
const Blurring = z.object({ backgroundBlur: z.array(z.boolean()) });
const Blurred = z.object({ backgroundBlur: z.literal(true) });
const Asked = z.object({ backgroundBlur: z.boolean() });

/** Whether a background can be left to a camera with these capabilities. */
export function canBlur(background: Background, capabilities: unknown): boolean {
  const { data } = Blurring.safeParse(capabilities);
  return background.kind === 'blur' && data?.backgroundBlur.includes(true) === true;
}

/** Other constraints for a camera, with what is asked of its own blur: whatever is not asked again is forgotten. */
export function withCameraBlur(
  constraints: MediaTrackConstraints,
  camera: Pick<MediaStreamTrack, 'getConstraints'>,
): MediaTrackConstraints {
  const { data } = Asked.safeParse(camera.getConstraints());
  return { ...constraints, ...data };
}

/** Who has a camera blurred: for a moment both the mirror before the meeting and the meeting. */
const holders = new WeakMap<MediaStreamTrack, Set<CameraBlur>>();

/** Turns the camera's own blur on or off, if it has one. It is off when the last one who wants it has ended it. */
export class CameraBlur {
  readonly #camera: MediaStreamTrack;
  #isOurs = false;

  constructor(camera: MediaStreamTrack) {
    this.#camera = camera;
  }

  /** Whether the camera made the background, and does so no longer: the system or another page has ended it. */
  get isLost(): boolean {
    return this.#isOurs && !Blurred.safeParse(this.#camera.getSettings()).success;
  }

  /**
   * Leaves a background to the camera where it can; otherwise it goes on as it is until `end`.
   *
   * @returns Whether the camera makes this background by itself now.
   */
  async set(background: Background): Promise<boolean> {
    if (!canBlur(background, this.#capabilities())) return false;
    const held = this.#holders();
    // Before it is on, so that nobody else turns it off at this moment.
    held.add(this);
    await this.#apply(true);
    this.#isOurs = Blurred.safeParse(this.#camera.getSettings()).success;
    if (!this.#isOurs) held.delete(this);
    return this.#isOurs;
  }

  /** As it was before, unless the system insists. */
  async end(): Promise<void> {
    this.#isOurs = false;
    const held = this.#holders();
    if (held.delete(this) && held.size === 0) await this.#apply(false);
  }

  #holders(): Set<CameraBlur> {
    const known = holders.get(this.#camera);
    if (known !== undefined) return known;
    const first = new Set<CameraBlur>();
    holders.set(this.#camera, first);
    return first;
  }

  #capabilities(): unknown {
    // Firefox has had no capabilities for long.
    return 'getCapabilities' in this.#camera ? this.#camera.getCapabilities() : {};
  }

  async #apply(backgroundBlur: boolean): Promise<void> {
    // The other constraints would be forgotten otherwise.
    const constraints = { ...this.#camera.getConstraints(), backgroundBlur };
    await this.#camera.applyConstraints(constraints).catch(() => undefined);
  }
}
