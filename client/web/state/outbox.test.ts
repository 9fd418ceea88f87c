import { ServerError, type ServerConnection } from '@evagore/client';
import { MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { ChatBook } from './chat-book.ts';
import type { UnsentEntry } from './chat-log.ts';
import { Outbox } from './outbox.ts';

type Accepted = Awaited<ReturnType<ServerConnection['chat']>>;

let clock: FakeClock;
let book: ChatBook;
let outbox: Outbox;
let problems: string[];
let told: string[];
let answers: { take: () => void; refuse: (error: Error) => void }[];

beforeEach(() => {
  clock = new FakeClock();
  book = new ChatBook();
  problems = [];
  told = [];
  answers = [];
  outbox = new Outbox({
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
  });
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
