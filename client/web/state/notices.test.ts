import { describe, expect, it } from 'vitest';
import { Notices } from './notices.ts';

function aBoard() {
  const tasks = new Map<() => void, number>();
  const notices = new Notices((delayMs, task) => {
    tasks.set(task, delayMs);
    return () => tasks.delete(task);
  });
  const pass = (ms: number) => {
    for (const [task, delayMs] of [...tasks]) if (delayMs <= ms) task();
  };
  return { notices, pass, texts: () => notices.getSnapshot().map((notice) => notice.text) };
}

describe('notices', () => {
  it('leave by themselves, errors last', () => {
    const { notices, pass, texts } = aBoard();
    notices.show('info', 'hello');
    notices.show('error', 'broken');
    pass(4000);
    expect(texts()).toEqual(['broken']);
    pass(10_000);
    expect(texts()).toEqual([]);
  });

  it('on one topic replace each other', () => {
    const { notices, texts } = aBoard();
    notices.show('info', 'muted by Ada', 'mute');
    notices.show('info', 'muted by Ben', 'mute');
    expect(texts()).toEqual(['muted by Ben']);
  });

  it('never cover the meeting', () => {
    const { notices, texts } = aBoard();
    for (const number of [1, 2, 3, 4, 5, 6]) notices.show('info', number.toString());
    expect(texts()).toEqual(['3', '4', '5', '6']);
  });

  it('can be dismissed', () => {
    const { notices, texts } = aBoard();
    notices.show('info', 'hello');
    notices.dismiss(notices.getSnapshot()[0]?.id ?? 0);
    expect(texts()).toEqual([]);
  });
});
