import { describe, expect, it } from 'vitest';
import { Chimes } from './chimes.ts';
import type { OutletElement } from './outlet.ts';

/** Writes down the tones that are played. */
class FakeAudio {
  state: 'running' | 'suspended' | 'closed' = 'running';
  readonly currentTime = 10;
  readonly destination = 'the context';
  readonly tones: number[] = [];
  /** To what each tone was connected in the end. */
  readonly outs: unknown[] = [];
  readonly ends: (() => void)[] = [];

  createOscillator() {
    const frequency = { value: 0 };
    const oscillator = {
      type: '',
      frequency,
      onended: () => undefined,
      connect: (next: unknown) => next,
      start: () => {
        this.tones.push(frequency.value);
        this.ends.push(() => {
          oscillator.onended();
        });
      },
      stop: () => undefined,
    };
    return oscillator;
  }
  createGain() {
    const nothing = () => undefined;
    const gain = {
      setValueAtTime: nothing,
      linearRampToValueAtTime: nothing,
      exponentialRampToValueAtTime: nothing,
    };
    return { gain, connect: (out: unknown) => this.outs.push(out) };
  }
  createMediaStreamDestination() {
    return { stream: 'tones' };
  }
  resume() {
    this.state = 'running';
    return Promise.resolve();
  }
  suspend() {
    this.state = 'suspended';
    return Promise.resolve();
  }
  close() {
    this.state = 'closed';
    return Promise.resolve();
  }
}

/** One that can choose its loudspeaker itself. */
class FakeSinkAudio extends FakeAudio {
  readonly sinks: string[] = [];
  gone: string | undefined;

  setSinkId(id: string): Promise<void> {
    this.sinks.push(id);
    return id === this.gone ? Promise.reject(new Error('gone')) : Promise.resolve();
  }
}

class FakeElement {
  srcObject: MediaStream | null = null;
  readonly sinks: string[] = [];
  playing = false;
  gone: string | undefined;

  setSinkId(id: string): Promise<void> {
    this.sinks.push(id);
    return id === this.gone ? Promise.reject(new Error('gone')) : Promise.resolve();
  }
  play() {
    this.playing = true;
    return Promise.resolve();
  }
  pause() {
    this.playing = false;
  }
}

const chimesOn = (audio: FakeAudio, element?: OutletElement) =>
  new Chimes({
    open: () => audio as unknown as AudioContext,
    ...(element && { newElement: () => element }),
  });

/** Lets a choice take effect. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

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
    const chimes = new Chimes({
      open: () => {
        throw new Error('no audio here');
      },
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
    expect(audio.state).toBe('closed');
  });
});

describe('the context of sounds', () => {
  it('rests when they are over, and wakes for the next', () => {
    const audio = new FakeAudio();
    const chimes = chimesOn(audio);
    chimes.play('message', 0);
    audio.ends.at(-1)!();
    expect(audio.state).toBe('suspended');
    chimes.play('message', 1000);
    expect(audio.state).toBe('running');
  });

  it('does not rest while another one sounds', () => {
    const audio = new FakeAudio();
    const chimes = chimesOn(audio);
    chimes.play('message', 0);
    const [endOfFirst] = audio.ends;
    chimes.play('join', 600);
    endOfFirst!();
    expect(audio.state).toBe('running');
  });
});

describe('the loudspeaker of sounds', () => {
  it('is the chosen one, and follows the choice', async () => {
    const audio = new FakeSinkAudio();
    const chimes = chimesOn(audio);
    chimes.useSpeaker('headset');
    expect(audio.sinks).toEqual([]);
    chimes.play('message', 0);
    expect(audio.tones).toEqual([]);
    await settled();
    expect(audio.sinks).toEqual(['headset']);
    expect(audio.tones).toHaveLength(1);
    chimes.useSpeaker('');
    chimes.useSpeaker('');
    await settled();
    expect(audio.sinks).toEqual(['headset', '']);
    chimes.play('message', 1000);
    expect(audio.tones).toHaveLength(2);
    expect(new Set(audio.outs)).toEqual(new Set(['the context']));
  });

  it('is that of the system where the chosen one is gone', async () => {
    const audio = new FakeSinkAudio();
    audio.gone = 'headset';
    const chimes = chimesOn(audio);
    chimes.useSpeaker('headset');
    chimes.play('message', 0);
    await settled();
    expect(audio.sinks).toEqual(['headset', '']);
    expect(audio.tones).toHaveLength(1);
  });

  it('is chosen by an element where a context cannot', async () => {
    const [audio, element] = [new FakeAudio(), new FakeElement()];
    const chimes = chimesOn(audio, element);
    chimes.useSpeaker('headset');
    chimes.play('message', 0);
    await settled();
    expect(element).toMatchObject({ sinks: ['headset'], playing: true, srcObject: 'tones' });
    expect(audio.outs).toEqual([{ stream: 'tones' }]);
    chimes.useSpeaker('');
    await settled();
    chimes.play('message', 1000);
    expect(audio.outs.at(-1)).toBe('the context');
    chimes.close();
    expect(element).toMatchObject({ playing: false, srcObject: null });
  });

  it.each([
    ['the chosen one is gone', { gone: 'headset' }],
    ['the browser lets nobody choose', { setSinkId: undefined }],
  ])('is that of the system where %s, for an element', async (_, change) => {
    const audio = new FakeAudio();
    const chimes = chimesOn(audio, Object.assign(new FakeElement(), change));
    chimes.useSpeaker('headset');
    chimes.play('message', 0);
    await settled();
    expect(audio.outs).toEqual(['the context']);
  });

  it('sounds nothing any more where it is chosen after the end', async () => {
    const audio = new FakeSinkAudio();
    const chimes = chimesOn(audio);
    chimes.useSpeaker('headset');
    chimes.play('message', 0);
    chimes.close();
    await settled();
    expect(audio.tones).toEqual([]);
  });
});
