import { describe, expect, it } from 'vitest';
import { Chimes } from './chimes.ts';

/** Writes down the tones that are played. */
class FakeAudio {
  readonly state = 'running';
  readonly currentTime = 10;
  readonly destination = {};
  readonly tones: number[] = [];
  closed = false;

  createOscillator() {
    const frequency = { value: 0 };
    return {
      type: '',
      frequency,
      connect: (next: unknown) => next,
      start: () => this.tones.push(frequency.value),
      stop: () => undefined,
    };
  }
  createGain() {
    const nothing = () => undefined;
    const gain = {
      setValueAtTime: nothing,
      linearRampToValueAtTime: nothing,
      exponentialRampToValueAtTime: nothing,
    };
    return { gain, connect: nothing };
  }
  close() {
    this.closed = true;
    return Promise.resolve();
  }
}

const chimesOn = (audio: FakeAudio) => new Chimes(() => audio as unknown as AudioContext);

describe('sounds', () => {
  it('rise for those who come and fall for those who go', () => {
    const [coming, going] = [new FakeAudio(), new FakeAudio()];
    chimesOn(coming).play('join', 0);
    chimesOn(going).play('leave', 0);
    expect(coming.tones[1]).toBeGreaterThan(coming.tones[0]!);
    expect(going.tones[1]).toBeLessThan(going.tones[0]!);
  });

  it('that follow at once are one', () => {
    const audio = new FakeAudio();
    const chimes = chimesOn(audio);
    for (const now of [0, 100, 499, 500]) chimes.play('message', now);
    expect(audio.tones).toHaveLength(2);
  });

  it('are left out where there is no audio', () => {
    const chimes = new Chimes(() => {
      throw new Error('no audio here');
    });
    expect(() => {
      chimes.play('message', 0);
      chimes.close();
    }).not.toThrow();
  });

  it('leave nothing open', () => {
    const audio = new FakeAudio();
    const chimes = chimesOn(audio);
    chimes.play('hand', 0);
    chimes.close();
    expect(audio.closed).toBe(true);
  });
});
