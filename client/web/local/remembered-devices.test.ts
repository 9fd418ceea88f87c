import { describe, expect, it } from 'vitest';
import type { DeviceLists } from '../state/device-list.ts';
import { fakeStream } from '../state/fakes.ts';
import { openRemembered } from './remembered-devices.ts';

const CHOSEN = { microphoneId: 'mic', cameraId: 'old', cameraLabel: 'Desk camera' };

/** Asks for devices where these cameras are plugged in; gives what the browser is asked for, and how often for a list. */
async function asked(constraints: MediaStreamConstraints, cameras: DeviceLists['cameras'], chosen = CHOSEN) {
  const seen: MediaStreamConstraints[] = [];
  let looks = 0;
  const open = openRemembered({
    openDevices: (each) => {
      seen.push(each);
      return Promise.resolve(fakeStream());
    },
    list: () => {
      looks += 1;
      return Promise.resolve({ microphones: [], cameras, speakers: [] });
    },
    chosen: () => chosen,
  });
  await open(constraints);
  return { seen, looks };
}

const CAMERA = { deviceId: { exact: 'old' }, width: { ideal: 1280 } };

describe('a remembered device', () => {
  it('is found by its name where it has another id', async () => {
    const { seen } = await asked({ video: CAMERA, audio: true }, [
      { id: 'built-in', label: 'Built-in' },
      { id: 'new', label: 'Desk camera' },
    ]);
    expect(seen).toEqual([{ video: { ...CAMERA, deviceId: { exact: 'new' } }, audio: true }]);
  });

  it('keeps its id where that is still good, or nothing is known of it', async () => {
    const same = { id: 'old', label: 'Desk camera' };
    expect((await asked({ video: CAMERA }, [same])).seen).toEqual([{ video: CAMERA }]);
    expect((await asked({ video: CAMERA }, [{ id: '', label: '' }])).seen).toEqual([{ video: CAMERA }]);
  });

  it.each([
    ['another device is asked for', { video: { deviceId: { exact: 'other' } } }],
    ['any device will do', { video: { width: { ideal: 1280 } } }],
    ['its name is not known', { audio: { deviceId: { exact: 'mic' } } }],
  ])('is not looked for where %s', async (_, constraints) => {
    expect(await asked(constraints, [])).toEqual({ seen: [constraints], looks: 0 });
  });
});
