import type { ServerConnectionEvents } from '@evagore/client';
import { Emitter, type ChatMessage } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { CaptionStore } from './caption-store.ts';

let clock: FakeClock;
let events: Emitter<ServerConnectionEvents>;
let captions: CaptionStore;
let told: string[];

beforeEach(() => {
  clock = new FakeClock();
  events = new Emitter<ServerConnectionEvents>();
  told = [];
  captions = new CaptionStore(events, clock, (name, text) => void told.push(`${name}: ${text}`));
});

function say(value: string, { kind = 'caption', history = false } = {}) {
  events.emit('chatReceived', { kind, username: 'Ada', value } as ChatMessage, history);
}
const lines = () => captions.getSnapshot().map(({ name, text }) => `${name}: ${text}`);

describe('captions', () => {
  it.each([
    ['short', 'hello', 3000],
    ['longer', 'x'.repeat(100), 6000],
    ['very long', 'x'.repeat(400), 9000],
  ])('that are %s stay for as long as it takes to read them', (_, text, ms) => {
    say(text);
    clock.advance(ms - 1);
    expect(lines()).toHaveLength(1);
    clock.advance(1);
    expect(lines()).toEqual([]);
  });

  it('are three at most, the last ones', () => {
    for (const text of ['one', 'two', 'three', 'four']) say(text);
    expect(told).toEqual(['Ada: one', 'Ada: two', 'Ada: three', 'Ada: four']);
    expect(lines()).toEqual(['Ada: two', 'Ada: three', 'Ada: four']);
    expect(clock.pending).toBe(3);
  });

  it('are neither other messages, nor what was said before, nor nothing', () => {
    say('hello', { kind: '' });
    say('hello', { history: true });
    say(' \n ');
    expect(lines()).toEqual([]);
  });

  it('of great length show their end', () => {
    say(`${'x'.repeat(500)} the end`);
    expect(captions.getSnapshot()[0]!.text).toHaveLength(400);
    expect(captions.getSnapshot()[0]!.text.endsWith('the end')).toBe(true);
  });

  it('end with the meeting', () => {
    say('hello');
    events.emit('closed', { code: 'left' });
    say('hello');
    expect(lines()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
