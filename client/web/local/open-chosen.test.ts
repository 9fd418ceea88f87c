import { DeviceError } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { fakeStream } from '../state/fakes.ts';
import { exactly, openChosen } from './open-chosen.ts';

/** Opens a camera as wanted, where the devices named are plugged in; gives what was asked for. */
async function asked(constraints: MediaTrackConstraints, plugged: readonly string[], refusal?: Error) {
  const all: unknown[] = [];
  const outcome = await openChosen(
    {
      openDevices: ({ video }) => {
        all.push(video);
        if (refusal !== undefined) return Promise.reject(refusal);
        const { deviceId } = video as { deviceId?: { exact: string } };
        return deviceId === undefined || plugged.includes(deviceId.exact)
          ? Promise.resolve(fakeStream())
          : Promise.reject(new DeviceError('no-device', 'none'));
      },
    },
    'video',
    constraints,
  ).then(
    () => 'opened',
    (error: unknown) => (error as DeviceError).code,
  );
  return { all, outcome };
}

describe('the chosen device', () => {
  it('is asked for exactly, whatever the size', async () => {
    const { all, outcome } = await asked({ deviceId: { ideal: 'a' }, width: { ideal: 1280 } }, ['a']);
    expect(all).toEqual([{ deviceId: { exact: 'a' }, width: { ideal: 1280 } }]);
    expect(outcome).toBe('opened');
  });

  it('gives its place to another while it is away', async () => {
    const { all, outcome } = await asked({ deviceId: { ideal: 'a' }, width: { ideal: 1280 } }, ['b']);
    expect(all.at(-1)).toEqual({ width: { ideal: 1280 } });
    expect(outcome).toBe('opened');
  });

  it('is the browser’s where none was chosen', async () => {
    expect((await asked({}, [])).all).toEqual([{}]);
  });

  it('is not asked for twice where it is refused', async () => {
    const refusal = new DeviceError('permission-denied', 'no');
    const { all, outcome } = await asked({ deviceId: { ideal: 'a' } }, ['a'], refusal);
    expect(all).toHaveLength(1);
    expect(outcome).toBe('permission-denied');
  });

  it('can be asked for beside another one', () => {
    expect(exactly({ deviceId: { ideal: 'a' }, width: 640 })).toEqual({
      deviceId: { exact: 'a' },
      width: 640,
    });
    expect(exactly({ width: 640 })).toEqual({ width: 640 });
  });
});
