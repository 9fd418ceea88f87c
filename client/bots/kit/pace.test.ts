import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { settled } from '../../lib/testing/meeting.ts';
import { BotBusy, BotGone } from './failures.ts';
import { Pace, type Lane } from './pace.ts';

function aPace(options = { perSecond: 5, burst: 2 }) {
  const clock = new FakeClock();
  const pace = new Pace(options, clock);
  const sent: string[] = [];
  const send = (name: string, lane: Lane = 'words'): Promise<void> =>
    pace.turn(lane).then(() => void sent.push(name));
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await settled();
  };
  return { pace, clock, sent, send, pass };
}

describe('Pace', () => {
  it('lets a burst pass, and then so many a second, in order', async () => {
    const { sent, send, pass } = aPace();
    for (const name of ['a', 'b', 'c', 'd']) void send(name);
    await settled();
    expect(sent).toEqual(['a', 'b']);
    await pass(150);
    expect(sent).toEqual(['a', 'b']);
    await pass(51);
    expect(sent).toEqual(['a', 'b', 'c']);
    await pass(201);
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never gives more than a burst, however long it rested', async () => {
    const { sent, send, pass } = aPace();
    await pass(3_600_000);
    for (const name of ['a', 'b', 'c']) void send(name);
    await settled();
    expect(sent).toEqual(['a', 'b']);
  });

  it('sends no more in any second than a burst and a second’s worth', async () => {
    const { sent, send, pass } = aPace({ perSecond: 5, burst: 10 });
    for (let i = 0; i < 100; i += 1) void send(i.toString());
    await settled();
    expect(sent).toHaveLength(10);
    await pass(1010);
    expect(sent.length).toBeLessThanOrEqual(15);
    await pass(20_000);
    expect(sent).toHaveLength(100);
  });

  it('does not let acts wait behind words', async () => {
    const { sent, send, pass } = aPace({ perSecond: 1, burst: 1 });
    void send('first');
    void send('words');
    void send('kick', 'acts');
    await pass(1001);
    await pass(1001);
    expect(sent).toEqual(['first', 'kick', 'words']);
  });

  it('refuses when a hundred wait, and nobody is forgotten for that', async () => {
    const { sent, send, pass } = aPace({ perSecond: 1, burst: 1 });
    for (let i = 0; i < 101; i += 1) void send(i.toString());
    await expect(send('too much')).rejects.toThrow(BotBusy);
    void send('an act', 'acts');
    await pass(200_000);
    expect(sent).toHaveLength(102);
  });

  it('refuses whoever waits when it is closed, and whoever comes later', async () => {
    const { pace, clock, send } = aPace({ perSecond: 1, burst: 1 });
    await send('first');
    const waiting = send('second');
    pace.close();
    await expect(waiting).rejects.toThrow(BotGone);
    await expect(send('third')).rejects.toThrow(BotGone);
    expect(clock.pending).toBe(0);
  });
});
