import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { Cancelled } from './failures.ts';
import { askHidden } from './terminal.ts';

/** A keyboard: what is typed is sent as the terminal would send it. */
class Keyboard extends EventEmitter {
  raw = false;
  flowing = false;

  setRawMode(mode: boolean): ReadStream {
    this.raw = mode;
    return this as unknown as ReadStream;
  }

  resume(): ReadStream {
    this.flowing = true;
    return this as unknown as ReadStream;
  }

  pause(): ReadStream {
    this.flowing = false;
    return this as unknown as ReadStream;
  }
}

async function type(
  ...chunks: (string | Buffer)[]
): Promise<{ answer: string | Error; shown: string; keys: Keyboard }> {
  const keys = new Keyboard();
  let shown = '';
  const asking = askHidden(keys as unknown as ReadStream, { write: (text) => (shown += text) }, 'Password: ');
  expect(keys.raw).toBe(true);
  for (const chunk of chunks) keys.emit('data', Buffer.from(chunk as string));
  const answer = await asking.catch((error: unknown) => error as Error);
  return { answer, shown, keys };
}

describe('askHidden', () => {
  it.each<[(string | Buffer)[], string]>([
    [['secret\r'], 'secret'],
    [['se', 'cret', '\n'], 'secret'],
    [['sx\u007fecret\r'], 'secret'],
    [['wrong\u0015secret\r'], 'secret'],
    [['\u007f\u007fx\r'], 'x'],
    [['secret\u0004'], 'secret'],
    [['\u001b[200~pasted\u001b[201~\r'], 'pasted'],
    [['a\u001b[Db\r'], 'ab'],
    [['a\u0007\tb\r'], 'ab'],
    [['👍\u007fx\r'], 'x'],
    [[Buffer.from([0xc3]), Buffer.from([0xbc]), '\r'], 'ü'],
    [['first\rsecond\r'], 'first'],
  ])('reads %j as "%s"', async (chunks, expected) => {
    expect((await type(...chunks)).answer).toBe(expected);
  });

  it('shows the question and nothing of the answer, and gives the terminal back', async () => {
    const { shown, keys } = await type('secret\r');
    expect(shown).toBe('Password: \n');
    expect(keys).toMatchObject({ raw: false, flowing: false });
    expect(keys.listenerCount('data')).toBe(0);
  });

  it.each(['abc\u0003', '\u0004'])('lets %j cancel, and gives the terminal back', async (typed) => {
    const { answer, keys } = await type(typed);
    expect(answer).toBeInstanceOf(Cancelled);
    expect(keys).toMatchObject({ raw: false, flowing: false });
  });

  it('keeps no novel', async () => {
    const { answer } = await type('x'.repeat(10_000), '\r');
    expect(answer).toHaveLength(1_024);
  });
});
