import type { AckValue } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { NotConnected, QueueFull, ServerError } from './errors.ts';
import { Questions } from './questions.ts';
import type { Draft } from './signalling.ts';
import { memberId } from './testing/messages.ts';

type Sent = Draft & { ref: number };

interface Asker {
  questions: Questions;
  sent: Sent[];
  send: (message: object) => void;
  /** What became of the questions, by the text or type of each. */
  fates: string[];
  /** Asks, over a connection or waiting for one. */
  ask: (draft: Draft, waiting?: boolean) => Promise<AckValue>;
}

function asker(): Asker {
  const questions = new Questions();
  const sent: Sent[] = [];
  const fates: string[] = [];
  const send = (message: object): void => {
    sent.push(message as Sent);
  };
  const ask = (draft: Draft, waiting = false): Promise<AckValue> => {
    const { answer } = questions.add(draft, waiting ? undefined : send);
    const name = 'value' in draft && typeof draft.value === 'string' ? draft.value : draft.type;
    answer.then(
      () => fates.push(`${name} answered`),
      (error: unknown) => fates.push(`${name} ${(error as ServerError).code}`),
    );
    return answer;
  };
  return { questions, sent, send, fates, ask };
}

const chat = (value: string): Draft => ({ type: 'chat', value });
const refs = (sent: readonly Sent[]): number[] => sent.map(({ ref }) => ref);

/** Lets promises settle. */
const turn = (): Promise<unknown> => new Promise(setImmediate);

describe('Questions', () => {
  it('sends each with a ref of its own that grows', () => {
    const { sent, ask } = asker();
    for (const value of ['one', 'two', 'three']) void ask(chat(value));
    expect(sent).toEqual([
      { type: 'chat', value: 'one', ref: 1 },
      { type: 'chat', value: 'two', ref: 2 },
      { type: 'chat', value: 'three', ref: 3 },
    ]);
  });

  it('gives each the answer that names it, in whatever order they come', async () => {
    const { questions, ask } = asker();
    const [one, two] = [ask(chat('one')), ask(chat('two'))];
    const time = '2026-11-21T10:00:00.000Z';
    expect(questions.answered(2, { id: 'second', time } as AckValue)).toBe(true);
    expect(questions.answered(1, { id: 'first', time } as AckValue)).toBe(true);
    await expect(one).resolves.toMatchObject({ id: 'first' });
    await expect(two).resolves.toMatchObject({ id: 'second' });
  });

  it('takes one answer to each, and none to what nobody asked', async () => {
    const { questions, ask, fates } = asker();
    void ask(chat('one'));
    expect(questions.refused(1, new ServerError('not-permitted', 'no'))).toBe(true);
    expect(questions.answered(1, undefined)).toBe(false);
    expect(questions.refused(1, new ServerError('internal', ''))).toBe(false);
    expect(questions.answered(77, undefined)).toBe(false);
    await turn();
    expect(fates).toEqual(['one not-permitted']);
  });

  it('delivers what the server has not read, in order and with the same refs', () => {
    const { questions, sent, send, ask } = asker();
    for (const value of ['one', 'two', 'three']) void ask(chat(value));
    questions.answered(2, undefined);
    void ask(chat('four'), true);
    sent.length = 0;
    questions.deliver(send, 1);
    expect(refs(sent)).toEqual([3, 4]);
    expect(sent).toMatchObject([{ value: 'three' }, { value: 'four' }]);
    sent.length = 0;
    questions.deliver(send, 4);
    expect(sent).toEqual([]);
  });

  it('delivers what was never sent, once', () => {
    const { questions, sent, send, ask } = asker();
    void ask(chat('one'));
    void ask(chat('two'), true);
    sent.length = 0;
    questions.deliverWaiting(send);
    questions.deliverWaiting(send);
    expect(sent).toMatchObject([{ value: 'two', ref: 2 }]);
  });

  it('lets a hundred wait, and refuses more with a code', () => {
    const { questions, ask } = asker();
    for (let i = 0; i < 100; i += 1) void ask(chat('x'), i > 0);
    expect(() => ask(chat('y'), true)).toThrow(QueueFull);
    expect(() => ask(chat('y'), true)).toThrow(expect.objectContaining({ code: 'busy' }) as Error);
    questions.answered(1, undefined);
    expect(() => ask(chat('y'), true)).not.toThrow();
  });

  it('lets 256 KiB wait, and makes room as they are answered', () => {
    const { questions, ask } = asker();
    for (let i = 0; i < 25; i += 1) void ask(chat('x'.repeat(10_000)), i > 0);
    expect(() => ask(chat('x'.repeat(12_000)), true)).toThrow(QueueFull);
    void ask(chat('small'), true);
    questions.answered(1, undefined);
    expect(() => ask(chat('x'.repeat(12_000)), true)).not.toThrow();
  });

  it('counts what was sent before the loss, and does not bound what a connection takes', () => {
    const { ask } = asker();
    for (let i = 0; i < 150; i += 1) void ask(chat('x'));
    expect(() => ask(chat('y'), true)).toThrow(QueueFull);
    expect(() => ask(chat('y'))).not.toThrow();
  });

  it('knows that this end wants out', () => {
    const { questions, ask } = asker();
    void ask(chat('x'));
    expect(questions.leaving).toBeUndefined();
    void ask({ type: 'join', kind: 'leave', group: 'tea' as never }, true);
    expect(questions.leaving).toBe('tea');
  });

  it('rejects all that waits at the end', async () => {
    const { questions, ask, fates } = asker();
    void ask(chat('one'));
    void ask(chat('two'), true);
    questions.rejectAll(new NotConnected());
    questions.rejectAll(new ServerError('kicked', ''));
    await turn();
    expect(fates).toEqual(['one closed', 'two closed']);
  });
});

describe('Questions when the seat is lost', () => {
  const id = 's1' as never;
  const drafts: [name: string, draft: Draft, fate: 'kept' | 'dropped'][] = [
    ['chat', chat('x'), 'kept'],
    ['usermessage', { type: 'usermessage', kind: 'wink' }, 'kept'],
    ['useraction', { type: 'useraction', kind: 'op', dest: memberId('bob-1') }, 'kept'],
    ['groupaction', { type: 'groupaction', kind: 'lock' }, 'kept'],
    ['request', { type: 'request', request: {} }, 'kept'],
    ['requestStream', { type: 'requestStream', id, request: null }, 'dropped'],
    ['openTransport', { type: 'openTransport', direction: 'send' }, 'dropped'],
    ['restartIce', { type: 'restartIce', id }, 'dropped'],
    ['answer', { type: 'answer', id, tracks: ['t1' as never] }, 'dropped'],
    ['close', { type: 'close', id }, 'dropped'],
    ['mute', { type: 'mute', id, track: 't1' as never, muted: true }, 'dropped'],
  ];

  it.each(drafts)('%s that was never sent is %3$s', async (_name, draft, fate) => {
    const { questions, sent, send, fates, ask } = asker();
    ask(draft, true).catch(() => undefined);
    questions.seatLost();
    questions.deliverWaiting(send);
    await turn();
    expect(sent).toHaveLength(fate === 'kept' ? 1 : 0);
    expect(fates).toHaveLength(fate === 'kept' ? 0 : 1);
  });

  it.each(drafts.filter(([name]) => name !== 'request'))(
    '%s that was sent may have been carried out, and is rejected',
    async (_name, draft) => {
      const { questions, sent, send, ask } = asker();
      const answer = ask(draft);
      sent.length = 0;
      questions.seatLost();
      questions.deliverWaiting(send);
      await expect(answer).rejects.toThrow(NotConnected);
      expect(sent).toEqual([]);
    },
  );

  it('a request that was sent is sent again', () => {
    const { questions, sent, send, ask } = asker();
    void ask({ type: 'request', request: {} });
    questions.seatLost();
    questions.deliverWaiting(send);
    expect(refs(sent)).toEqual([1, 2]);
  });

  it('what is kept gets refs after those of the new seat', async () => {
    const { questions, sent, send, fates, ask } = asker();
    void ask(chat('waits'), true);
    questions.seatLost();
    ask(chat('joins')).catch(() => undefined);
    questions.seatLost();
    void ask(chat('joins again'));
    questions.deliver(send, 2);
    expect(sent.map(({ ref, ...draft }) => [ref, 'value' in draft && draft.value])).toEqual([
      ...[
        [1, 'joins'],
        [2, 'joins again'],
        [3, 'waits'],
      ],
    ]);
    expect(questions.answered(3, undefined)).toBe(true);
    await turn();
    expect(fates).toContain('waits answered');
  });

  it('a wish to leave is fulfilled', async () => {
    const { questions, sent, send, ask } = asker();
    const leave: Draft = { type: 'join', kind: 'leave', group: 'tea' as never };
    const asked = [ask(leave), ask(leave, true)];
    sent.length = 0;
    questions.seatLost();
    questions.deliverWaiting(send);
    await Promise.all(asked);
    expect(sent).toEqual([]);
    expect(questions.leaving).toBeUndefined();
  });
});
