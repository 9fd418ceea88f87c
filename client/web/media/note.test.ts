import { describe, expect, it } from 'vitest';
import { playNote } from './note.ts';

/** Writes down what is asked of it. */
class FakeContext {
  readonly done: string[] = [];

  createOscillator() {
    return {
      type: '',
      frequency: { value: 0 },
      connect: (next: unknown) => next,
      start: (at: number) => this.done.push(`start ${at}`),
      stop: (at: number) => this.done.push(`stop ${at}`),
    };
  }

  createGain() {
    const note = (what: string) => (to: number, at: number) => this.done.push(`${what} ${to} at ${at}`);
    const gain = {
      setValueAtTime: note('set'),
      linearRampToValueAtTime: note('evenly'),
      exponentialRampToValueAtTime: note('fading'),
    };
    return { gain, connect: () => undefined };
  }

  play(last: number): readonly string[] {
    const note = { hz: 440, from: 2, until: 3, loudness: 0.5, swell: 0.25, last };
    playNote(this as unknown as BaseAudioContext, {} as AudioNode, note);
    return this.done;
  }
}

describe('a note', () => {
  it('begins in silence, swells, and fades as a string does', () => {
    expect(new FakeContext().play(0.001)).toEqual([
      'set 0 at 2',
      'evenly 0.5 at 2.25',
      'fading 0.001 at 3',
      'start 2',
      'stop 3',
    ]);
  });

  it('goes down to silence evenly, which no fading reaches', () => {
    expect(new FakeContext().play(0)).toContain('evenly 0 at 3');
  });
});
