import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Notices, type NoticeKind } from './notices.ts';

let clock: FakeClock;
let notices: Notices;

beforeEach(() => {
  clock = new FakeClock();
  notices = new Notices(clock);
});

const texts = () => notices.getSnapshot().map((notice) => notice.text);

describe('notices', () => {
  it.each<[NoticeKind, number]>([
    ['info', 2500],
    ['warning', 5000],
    ['error', 10_000],
  ])('of kind %s stay for %d ms', (kind, ms) => {
    notices.show(kind, 'hello');
    clock.advance(ms - 1);
    expect(texts()).toEqual(['hello']);
    clock.advance(1);
    expect(texts()).toEqual([]);
  });

  it('stay longer where there is more to read, or something to decide', () => {
    notices.show('info', 'word '.repeat(40));
    notices.show('info', 'Ada is an operator now.', 'op', { label: 'Undo', run: () => undefined });
    clock.advance(9999);
    expect(texts()).toHaveLength(2);
    clock.advance(1);
    expect(texts()).toEqual([]);
  });

  it('stay until they are dismissed where that is asked for', () => {
    notices.stick('warning', 'still there', 'topic');
    clock.advance(3_600_000);
    expect(texts()).toEqual(['still there']);
    notices.withdraw('topic');
    expect(texts()).toEqual([]);
  });

  it('on one topic replace each other', () => {
    notices.show('info', 'muted by Ada', 'mute');
    notices.show('info', 'muted by Ben', 'mute');
    expect(texts()).toEqual(['muted by Ben']);
    clock.advance(2500);
    expect(clock.pending).toBe(0);
  });

  it('come in the order of what matters', () => {
    notices.show('info', 'note');
    notices.show('error', 'broken');
    notices.show('warning', 'careful');
    expect(texts()).toEqual(['broken', 'careful', 'note']);
  });

  it('never cover the meeting, and what matters less gives way first', () => {
    notices.show('error', 'broken');
    for (const number of [1, 2, 3, 4, 5, 6]) notices.show('info', number.toString());
    expect(texts()).toEqual(['broken', '4', '5', '6']);
  });

  it('can be dismissed', () => {
    notices.show('info', 'hello');
    notices.dismiss(notices.getSnapshot()[0]!.id);
    expect(texts()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('wait while they are held, and then stay for what was left', () => {
    notices.show('info', 'hello');
    clock.advance(500);
    notices.hold(true);
    clock.advance(60_000);
    expect(texts()).toEqual(['hello']);
    notices.hold(false);
    clock.advance(1999);
    expect(texts()).toEqual(['hello']);
    clock.advance(1);
    expect(texts()).toEqual([]);
  });

  it('do not vanish the moment they are let go', () => {
    notices.show('info', 'hello');
    clock.advance(2499);
    notices.hold(true);
    notices.hold(false);
    clock.advance(1000);
    expect(texts()).toEqual(['hello']);
  });

  it('that come while others are held wait with them', () => {
    notices.show('info', 'one');
    notices.hold(true);
    notices.show('info', 'two');
    clock.advance(60_000);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('are told to whoever asked, until they ask no more', () => {
    const told: string[] = [];
    const stop = notices.onShown(({ kind, text }, topic) => void told.push([kind, text, topic].join(' ')));
    notices.show('info', 'one', 'numbers');
    notices.stick('error', 'two', 'numbers');
    notices.withdraw('numbers');
    stop();
    notices.show('info', 'three');
    expect(told).toEqual(['info one numbers', 'error two numbers']);
  });

  it('are held by nobody once all of them are gone', () => {
    notices.show('info', 'one');
    notices.hold(true);
    notices.dismiss(notices.getSnapshot()[0]!.id);
    notices.show('info', 'two');
    clock.advance(2500);
    expect(texts()).toEqual([]);
  });
});
