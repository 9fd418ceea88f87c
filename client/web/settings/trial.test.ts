import { describe, expect, it } from 'vitest';
import { FakeTrack, fakeStream } from '../state/fakes.ts';
import { Trial } from './trial.ts';

function aTrial() {
  const track = new FakeTrack('audio');
  const opened = Promise.withResolvers<MediaStream>();
  const trial = new Trial(() => opened.promise);
  return {
    track,
    trial,
    opened,
    give: () => {
      opened.resolve(fakeStream(track));
    },
  };
}

describe('a trial of a device', () => {
  it('holds the device until it is stopped', async () => {
    const { track, trial, give } = aTrial();
    const starting = trial.start();
    expect(trial.getSnapshot().phase).toBe('starting');
    give();
    await starting;
    expect(trial.getSnapshot()).toEqual({ phase: 'on', track });
    trial.stop();
    expect(track.readyState).toBe('ended');
    expect(trial.getSnapshot().phase).toBe('off');
  });

  it('releases a device that opens too late', async () => {
    const { track, trial, give } = aTrial();
    const starting = trial.start();
    trial.stop();
    give();
    await starting;
    expect(track.readyState).toBe('ended');
    expect(trial.getSnapshot().phase).toBe('off');
  });

  it('says why it failed', async () => {
    const { trial, opened } = aTrial();
    const error = new Error('in use');
    opened.reject(error);
    await trial.start();
    expect(trial.getSnapshot()).toEqual({ phase: 'failed', error });
  });

  it('is over when the device is unplugged', async () => {
    const { track, trial, give } = aTrial();
    give();
    await trial.start();
    track.unplug();
    expect(trial.getSnapshot().phase).toBe('off');
  });
});
