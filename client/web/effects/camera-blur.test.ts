import { describe, expect, it } from 'vitest';
import { canBlur, CameraBlur, withCameraBlur } from './camera-blur.ts';
import type { Background } from './effect-choice.ts';

const BLUR: Background = { kind: 'blur', strength: 'strong' };
const NONE: Background = { kind: 'none' };

/** A camera as far as its blur goes. */
function aCamera(backgroundBlur: boolean[] | undefined, obeys = true) {
  let blurred = false;
  const applied: unknown[] = [];
  const camera = {
    getCapabilities: () => ({ backgroundBlur }),
    getConstraints: () => ({ width: 1280 }),
    getSettings: () => ({ backgroundBlur: blurred }),
    applyConstraints: (constraints: { backgroundBlur: boolean }) => {
      applied.push(constraints);
      if (obeys) blurred = constraints.backgroundBlur;
      return Promise.resolve();
    },
  };
  const track = camera as unknown as MediaStreamTrack;
  return {
    blur: new CameraBlur(track),
    another: () => new CameraBlur(track),
    camera,
    applied,
    blurred: () => blurred,
  };
}

describe('canBlur', () => {
  it.each([
    [BLUR, { backgroundBlur: [true, false] }, true],
    [BLUR, { backgroundBlur: [true] }, true],
    [BLUR, { backgroundBlur: [false] }, false],
    [BLUR, {}, false],
    [BLUR, undefined, false],
    [NONE, { backgroundBlur: [true, false] }, false],
    [{ kind: 'image', image: 'study' }, { backgroundBlur: [true, false] }, false],
  ] as const)('%j with %j: %s', (background, capabilities, expected) => {
    expect(canBlur(background, capabilities)).toBe(expected);
  });
});

describe('the blur of a camera', () => {
  it('is turned on and off, and leaves the other constraints alone', async () => {
    const { blur, applied } = aCamera([true, false]);
    expect(await blur.set(BLUR)).toBe(true);
    expect(await blur.set(NONE)).toBe(false);
    expect(applied).toHaveLength(1);
    await blur.end();
    expect(applied).toEqual([
      { width: 1280, backgroundBlur: true },
      { width: 1280, backgroundBlur: false },
    ]);
  });

  it('is not counted on where the camera does not obey', async () => {
    expect(await aCamera([true, false], false).blur.set(BLUR)).toBe(false);
  });

  it('is known to be lost when somebody else has ended it, and not otherwise', async () => {
    const { blur, camera } = aCamera([true, false]);
    expect(blur.isLost).toBe(false);
    await blur.set(BLUR);
    expect(blur.isLost).toBe(false);
    await camera.applyConstraints({ backgroundBlur: false });
    expect(blur.isLost).toBe(true);
    await blur.end();
    expect(blur.isLost).toBe(false);
  });

  it.each([
    [{ backgroundBlur: true }, { width: 640, backgroundBlur: true }],
    [
      { backgroundBlur: false, width: 1280 },
      { width: 640, backgroundBlur: false },
    ],
    [{ width: 1280 }, { width: 640 }],
  ])('asked for by %j is not forgotten', (before, expected) => {
    expect(withCameraBlur({ width: 640 }, { getConstraints: () => before })).toEqual(expected);
  });

  it('is not touched where there is none', async () => {
    const { blur, applied } = aCamera(undefined);
    expect(await blur.set(BLUR)).toBe(false);
    await blur.end();
    expect(applied).toEqual([]);
  });

  it('stays on until the last of those who want it has ended it', async () => {
    const { blur, another, applied, blurred } = aCamera([true, false]);
    const meeting = another();
    await blur.set(BLUR);
    // The meeting takes the camera over before the mirror is gone.
    const taking = meeting.set(BLUR);
    await blur.end();
    expect(await taking).toBe(true);
    expect(blurred()).toBe(true);
    await meeting.end();
    await meeting.end();
    expect(blurred()).toBe(false);
    expect(applied).toHaveLength(3);
  });
});
