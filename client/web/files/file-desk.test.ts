import type { ServerConnectionEvents } from '@evagore/client';
import { Emitter, MemberId, type Permission } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { FileDesk, type FileConnection, type Transfer } from './file-desk.ts';
import { endOf } from './file-view.ts';

/** A transfer that does what the test says. */
class FakeTransfer implements Transfer {
  readonly userid: MemberId;
  readonly username = 'Ada';
  readonly up: boolean;
  readonly name: string;
  readonly size = 1000;
  readonly file: File | null;
  state: Transfer['state'] = 'inviting';
  datalen = 0;
  onevent: Transfer['onevent'] = null;
  readonly told: string[] = [];
  refuse: Error | undefined;

  constructor(up: boolean, userid = 'ada', name = 'notes.txt') {
    this.up = up;
    this.userid = MemberId.parse(userid);
    this.name = name;
    this.file = up ? new File(['x'], name) : null;
  }

  receive(): Promise<void> {
    this.told.push('receive');
    return this.refuse === undefined ? Promise.resolve() : Promise.reject(this.refuse);
  }
  cancel(message?: string): void {
    this.told.push(`cancel ${message ?? ''}`.trim());
    this.happen('cancelled', message);
    this.happen('closed');
  }
  happen(state: Transfer['state'], data?: unknown): void {
    this.state = state;
    this.onevent?.call(this as never, state, data);
  }
  move(bytes: number): void {
    this.datalen = bytes;
    this.happen('connected');
  }
}

let clock: FakeClock;
let events: Emitter<ServerConnectionEvents>;
let sent: string[];
let shown: string[];
let released: string[];
let desk: FileDesk;
const allowed: readonly Permission[] = ['message'];

beforeEach(() => {
  clock = new FakeClock();
  events = new Emitter<ServerConnectionEvents>();
  sent = [];
  shown = [];
  released = [];
  const connection: FileConnection = {
    users: {
      ada: { username: 'Ada', permissions: allowed },
      watcher: { username: 'Watcher', permissions: [] },
    },
    events,
    sendFile: (to, file) => void sent.push(`${to} ${file.name}`),
  };
  desk = new FileDesk({
    connection,
    clock,
    added: ({ key, up }) => shown.push(`${up ? 'to' : 'from'} ${key}`),
    keep: (blob) => `kept ${blob.size.toString()}`,
    release: (url) => released.push(url),
  });
});

function offered(transfer: FakeTransfer): FakeTransfer {
  events.emit('fileOffered', transfer as never);
  return transfer;
}
const view = (key = '1') => desk.getSnapshot().get(key);
const phase = (key = '1') => view(key)?.phase;

describe('a file that is offered', () => {
  it('gets a card, under a name without tricks', () => {
    offered(new FakeTransfer(false, 'ada', '../a\u202Etxt.exe'));
    expect(view()).toMatchObject({
      up: false,
      name: 'atxt.exe',
      peer: { name: 'Ada' },
      phase: { name: 'offered' },
    });
    expect(shown).toEqual(['from 1']);
  });

  it('is accepted, comes with its pace, and is kept', () => {
    const transfer = offered(new FakeTransfer(false));
    desk.accept('1');
    expect(transfer.told).toEqual(['receive']);
    transfer.happen('connecting');
    expect(phase()).toEqual({ name: 'connecting' });
    transfer.move(0);
    clock.advance(1000);
    transfer.move(250);
    expect(phase()).toEqual({ name: 'moving', bytes: 250, pace: { bytesPerSecond: 250, leftMs: 3000 } });
    transfer.happen('done', new Blob(['x'.repeat(1000)]));
    transfer.happen('closed');
    expect(phase()).toEqual({ name: 'done', url: 'kept 1000' });
  });

  it('is rejected', () => {
    const transfer = offered(new FakeTransfer(false));
    desk.cancel('1');
    expect(transfer.told).toEqual(['cancel']);
    expect(phase()).toEqual({ name: 'ended', why: 'cancelled' });
    desk.cancel('1');
    desk.accept('1');
    expect(transfer.told).toEqual(['cancel']);
  });

  it('says why it cannot be received', async () => {
    const transfer = new FakeTransfer(false);
    transfer.refuse = new Error('files cannot be transferred here');
    offered(transfer);
    desk.accept('1');
    await expect.poll(() => phase()).toMatchObject({ name: 'ended', why: 'failed' });
  });

  it('is refused where there are too many already', () => {
    const many = Array.from({ length: 5 }, () => offered(new FakeTransfer(false)));
    expect(many[4]!.told).toEqual(['cancel too many files at once']);
    for (const person of ['b', 'c', 'd', 'e']) {
      for (let index = 0; index < 4; index += 1) offered(new FakeTransfer(false, person));
    }
    expect(desk.getSnapshot().size).toBe(12);
    expect(desk.obstacle('ada')).toBe('too-many');
  });

  it('is drawn a few times a second however small its pieces are', () => {
    const transfer = offered(new FakeTransfer(false));
    let drawn = 0;
    let before = view();
    for (let piece = 1; piece <= 1000; piece += 1) {
      clock.advance(1);
      transfer.move(piece);
      if (view() !== before) drawn += 1;
      before = view();
    }
    expect(drawn).toBeGreaterThan(3);
    expect(drawn).toBeLessThan(7);
  });
});

describe('a file of one’s own', () => {
  const notes = new File(['hello'], 'notes.txt');

  it.each([
    ['ada', undefined, ['ada notes.txt']],
    ['nobody', 'gone', []],
    ['watcher', 'may-not-write', []],
  ])('is offered to %s: %s', (to, obstacle, expected) => {
    expect(desk.offer(to, notes)).toBe(obstacle);
    expect(sent).toEqual(expected);
  });

  it('is offered again after it was rejected, and not before', () => {
    const transfer = offered(new FakeTransfer(true));
    desk.offerAgain('1');
    expect(sent).toEqual([]);
    transfer.happen('cancelled');
    expect(phase()).toEqual({ name: 'ended', why: 'rejected' });
    desk.offerAgain('1');
    expect(sent).toEqual(['ada notes.txt']);
  });

  it('is done without being kept here', () => {
    offered(new FakeTransfer(true)).happen('done');
    expect(phase()).toEqual({ name: 'done', url: undefined });
  });
});

describe('what was received', () => {
  const receive = () => {
    const transfer = offered(new FakeTransfer(false));
    transfer.happen('done', new Blob(['x']));
  };

  it('is let go when it is wanted no more', () => {
    receive();
    desk.release('1');
    expect(phase()).toEqual({ name: 'released' });
    expect(released).toEqual(['kept 1']);
  });

  it('does not pile up', () => {
    for (let index = 0; index < 40; index += 1) receive();
    expect(desk.getSnapshot().size).toBeLessThanOrEqual(31);
    expect(released.length).toBeGreaterThanOrEqual(9);
  });

  it('outlives the meeting, but not the page; what is open does not', () => {
    receive();
    const open = offered(new FakeTransfer(true));
    events.emit('closed', { code: 'left' });
    expect(open.told).toEqual(['cancel']);
    expect(phase('1')?.name).toBe('done');
    offered(new FakeTransfer(false));
    expect(desk.getSnapshot().size).toBe(2);
    desk.discard();
    expect(released).toEqual(['kept 1']);
  });
});

describe('the end of a transfer', () => {
  const here = { up: true, mine: false };
  it.each([
    ['offered', undefined, here, { why: 'rejected' }],
    ['offered', undefined, { up: false, mine: false }, { why: 'withdrawn' }],
    ['moving', undefined, here, { why: 'hung-up' }],
    ['moving', 'anything', { up: true, mine: true }, { why: 'cancelled' }],
    ['moving', 'user has gone away', here, { why: 'left' }],
    ['offered', 'No such user', here, { why: 'left' }],
    ['connecting', 'the two ends cannot reach each other', here, { why: 'unreachable' }],
    ['connecting', 'not authorised', here, { why: 'not-permitted' }],
    ['connecting', 'needs the "message" permission', here, { why: 'not-permitted' }],
    ['moving', 'the connection was closed', here, { why: 'closed' }],
    ['offered', ' no thanks ', here, { why: 'failed', said: 'no thanks' }],
    ['offered', 'x'.repeat(300), here, { why: 'failed', said: 'x'.repeat(200) }],
    ['offered', { reason: 'object' }, here, { why: 'rejected' }],
  ] as const)('while %s by %j', (before, message, ends, expected) => {
    expect(endOf(before, message, ends)).toEqual({ name: 'ended', ...expected });
  });
});
