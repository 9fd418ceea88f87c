import { ServerError, type ServerConnection } from '@evagore/client';
import { ChatMessage, MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { ChatBook } from './chat-book.ts';
import type { UnsentEntry } from './chat-log.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';

type Accepted = Awaited<ReturnType<ServerConnection['chat']>>;

let clock: FakeClock;
let book: ChatBook;
let outbox: Outbox;
let options: OutboxOptions;
let problems: string[];
let told: string[];
let answers: { take: () => void; refuse: (error: Error) => void }[];

beforeEach(() => {
  clock = new FakeClock();
  book = new ChatBook();
  problems = [];
  told = [];
  answers = [];
  options = {
    connection: {
      id: MemberId.parse('me'),
      chat: (kind, dest, value) => {
        told.push(`${kind}>${dest}: ${value}`);
        return new Promise((resolve, reject) => {
          const accepted = { id: `c${told.length.toString()}`, time: '2026-11-21T10:00:00Z' };
          answers.push({
            take: () => {
              resolve(accepted as Accepted);
            },
            refuse: reject,
          });
        });
      },
    },
    book,
    clock,
    username: () => 'Me',
    nameOf: (id) => id.toUpperCase(),
    changed: () => undefined,
    failed: (problem) => problems.push(problem),
  };
  outbox = new Outbox(options);
});

const aMessage = (id: string, source: string, value: string) =>
  ChatMessage.parse({
    ...{ type: 'chat', kind: '', privileged: false, time: '2026-11-21T10:00:00Z' },
    ...{ id, source, value },
  });

const unsent = () => book.entries.filter((entry): entry is UnsentEntry => entry.kind === 'unsent');

describe('what one writes', () => {
  it('is not shown twice where the server takes it at once', async () => {
    const sent = outbox.say('', 'hello');
    answers[0]!.take();
    await sent;
    clock.advance(1000);
    expect(book.entries).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('is shown as being on its way where that takes long, and lets one write on', async () => {
    const sent = outbox.say('', 'hello');
    clock.advance(400);
    await sent;
    expect(unsent()).toMatchObject([{ value: 'hello', problem: undefined }]);
    answers[0]!.take();
    await Promise.resolve();
    await expect.poll(() => unsent()).toEqual([]);
  });

  it('stays with the reason where it was refused', async () => {
    const sent = outbox.say('', 'hello', 'ada');
    answers[0]!.refuse(new ServerError('no-such-member', 'no such user'));
    await sent;
    expect(unsent()).toMatchObject([{ value: 'hello', privateWith: { id: 'ada', name: 'ADA' } }]);
    expect(problems).toEqual([unsent()[0]!.problem]);
    expect(problems[0]).toMatch(/\.$/);
  });

  it('is sent again to the same reader, and takes its place in the chat then', async () => {
    const sent = outbox.say('me', 'waves', 'ada');
    answers[0]!.refuse(new Error('lost'));
    await sent;
    const again = outbox.retry(unsent()[0]!);
    expect(unsent()[0]!.problem).toBeUndefined();
    answers[1]!.take();
    await again;
    expect(told).toEqual(['me>ada: waves', 'me>ada: waves']);
    expect(book.entries).toMatchObject([{ kind: 'me', own: true, privateWith: { name: 'ADA' } }]);
  });

  it('can be given up', async () => {
    const sent = outbox.say('', 'hello');
    answers[0]!.refuse(new Error('lost'));
    await sent;
    outbox.discard(unsent()[0]!);
    expect(book.entries).toEqual([]);
  });

  it('to oneself comes back from the server', async () => {
    const sent = outbox.say('', 'note', 'me');
    answers[0]!.take();
    await sent;
    expect(book.entries).toEqual([]);
  });
});

describe('what could not be sent before the meeting ended', () => {
  /** The meeting that follows, with what its history says. */
  const following = (...history: readonly [id: string, source: string, value: string][]) => {
    const next = new ChatBook();
    const context = { selfId: 'me again', nameOf: (id: string) => id, history: true };
    for (const said of history) next.receive(aMessage(...said), context);
    return { next, outbox: new Outbox({ ...options, book: next }) };
  };
  const fail = async (value: string, dest = '') => {
    const sent = outbox.say('', value, dest);
    answers.at(-1)!.refuse(new Error('lost'));
    await sent;
  };
  const valuesIn = (each: ChatBook) =>
    each.entries.flatMap((entry) => (entry.kind === 'unsent' ? [entry.value] : []));

  it('is shown in the one that follows, to be sent or given up there', async () => {
    await fail('hello');
    await fail('psst', 'ada');
    const { next, outbox: another } = following();
    another.takeOver(outbox.handOver());
    expect(next.entries).toMatchObject([
      { kind: 'unsent', value: 'hello' },
      { kind: 'unsent', value: 'psst', privateWith: { id: 'ada' } },
    ]);
    expect(told).toHaveLength(2);
    const again = another.retry(next.entries[0] as UnsentEntry);
    answers.at(-1)!.take();
    await again;
    another.discard(next.entries[0] as UnsentEntry);
    expect(next.entries).toEqual([]);
    expect(told).toEqual(['>: hello', '>ada: psst', '>: hello']);
  });

  it('cannot be sent from where it was handed over', async () => {
    await fail('hello');
    const entry = unsent()[0]!;
    outbox.handOver();
    await outbox.retry(entry);
    expect(told).toEqual(['>: hello']);
  });

  it('is left out where the history tells that it had arrived, as often as it tells', async () => {
    await fail('yes');
    await fail('yes');
    await fail('yes', 'ada');
    const { next, outbox: another } = following(['c1', 'eve', 'yes'], ['c2', 'me', 'yes']);
    another.takeOver(outbox.handOver());
    expect(next.entries.filter(({ kind }) => kind === 'unsent')).toMatchObject([
      { value: 'yes' },
      { value: 'yes', privateWith: { id: 'ada' } },
    ]);
  });

  it('stays where the same was said and seen before', async () => {
    const context = { selfId: 'me', nameOf: (id: string) => id, history: false };
    book.receive(aMessage('c1', 'me', 'yes'), context);
    await fail('yes');
    const { next, outbox: another } = following(['c1', 'me', 'yes']);
    another.takeOver(outbox.handOver());
    expect(valuesIn(next)).toEqual(['yes']);
  });

  it('is bounded: the latest are kept', async () => {
    for (let index = 0; index < 52; index += 1) await fail(index.toString());
    const { next, outbox: another } = following();
    another.takeOver(outbox.handOver());
    expect(valuesIn(next)).toHaveLength(50);
    expect(valuesIn(next).at(-1)).toBe('51');
  });
});

it('what is on its way is not sent a second time', async () => {
  const sent = outbox.say('', 'hello');
  answers[0]!.refuse(new Error('lost'));
  await sent;
  const entry = unsent()[0]!;
  const again = outbox.retry(entry);
  await outbox.retry(entry);
  answers[1]!.take();
  await again;
  await outbox.retry(entry);
  expect(told).toHaveLength(2);
});
