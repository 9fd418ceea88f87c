import { describe, expect, it } from 'vitest';
import { FakeTrack } from './fakes.ts';
import { adoptDevices } from './preview-adoption.ts';
import type { Heir } from './preview.ts';

/** A meeting that takes over one microphone at once; gives what it says, and its heir for what comes later. */
function aMeeting(mayPresent = () => true) {
  const said: string[] = [];
  const microphone = new FakeTrack('audio');
  const heirs: Heir[] = [];
  adoptDevices(
    (heir) => {
      heirs.push(heir);
      return [microphone.asTrack()];
    },
    {
      local: {
        adopt: (tracks) => {
          said.push(...tracks.map(({ kind }) => `sent ${kind}`));
          return Promise.resolve();
        },
      },
      mayPresent,
      failed: (error, what) => said.push(`${what}: ${(error as Error).message}`),
    },
  );
  return { said, microphone, heir: heirs[0]! };
}

describe('what was opened before the meeting', () => {
  it('is sent, also what opens later', () => {
    const { said, heir } = aMeeting();
    heir.take(new FakeTrack('video').asTrack());
    expect(said).toEqual(['sent audio', 'sent video']);
  });

  it('is missed aloud where it cannot be had', () => {
    const { said, heir } = aMeeting();
    heir.failed('video', new Error('in use'));
    expect(said).toEqual(['sent audio', 'camera: in use']);
  });

  it('is released by those who may not send, whenever that is found out', () => {
    let may = false;
    const { said, microphone, heir } = aMeeting(() => may);
    expect(microphone.readyState).toBe('ended');
    may = true;
    const camera = new FakeTrack('video');
    heir.take(camera.asTrack());
    expect(camera.readyState).toBe('live');
    expect(said).toEqual(['sent video']);
  });
});
