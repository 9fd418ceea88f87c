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
  size = 1000;
  readonly file: File | null;
  state: Transfer['state'] = 'inviting';
  ended: Transfer['ended'];
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
    this.end('cancelled', message);
  }
  end(reason: NonNullable<Transfer['ended']>, message?: string): void {
    this.ended = reason;
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
let over: string[];
let released: string[];
let desk: FileDesk;
const allowed: readonly Permission[] = ['message'];

beforeEach(() => {
  clock = new FakeClock();
  events = new Emitter<ServerConnectionEvents>();
  sent = [];
  shown = [];
  over = [];
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
    over: ({ key, phase: { name } }) => over.push(`${key} ${name}`),
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
    expect(over).toEqual(['1 done']);
  });

  it('is rejected', () => {
    const transfer = offered(new FakeTransfer(false));
    desk.cancel('1');
    expect(transfer.told).toEqual(['cancel']);
    expect(phase()).toEqual({ name: 'ended', why: 'cancelled' });
    expect(over).toEqual(['1 ended']);
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
    transfer.end('told');
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

  it('does not pile up once it is saved', () => {
    for (let index = 1; index <= 40; index += 1) {
      receive();
      desk.saved(index.toString());
    }
    expect(desk.getSnapshot().size).toBeLessThanOrEqual(31);
    expect(released.length).toBeGreaterThanOrEqual(9);
  });

  it('stays until it is saved, whatever else comes', () => {
    receive();
    for (let index = 0; index < 40; index += 1) {
      receive();
      desk.saved((index + 2).toString());
    }
    expect(phase('1')?.name).toBe('done');
  });

  it('is not joined by more than the page can bear', () => {
    const sized = (bytes: number, userid: string) => {
      const transfer = new FakeTransfer(false, userid);
      transfer.size = bytes;
      return offered(transfer);
    };
    // Alone, a file may be as large as it likes.
    const first = sized(3_000_000_000, 'ada');
    expect(desk.accept('1')).toBeUndefined();
    first.happen('connecting');
    const second = sized(1, 'ben');
    expect(desk.accept('2')).toBe('memory-full');
    expect(second.told).toEqual([]);
    expect(phase('2')).toEqual({ name: 'offered' });
    first.happen('done', new Blob(['x']));
    expect(desk.accept('2')).toBe('memory-full');
    desk.release('1');
    expect(desk.accept('2')).toBeUndefined();
    expect(second.told).toEqual(['receive']);
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
  it.each([
    ['offered', { reason: 'told', up: true }, { why: 'rejected' }],
    ['offered', { reason: 'told', up: false }, { why: 'withdrawn' }],
    ['moving', { reason: 'told', up: true }, { why: 'hung-up' }],
    ['moving', { reason: 'cancelled', message: 'anything', up: true }, { why: 'cancelled' }],
    ['moving', { reason: 'left', message: 'user has gone away', up: true }, { why: 'left' }],
    ['connecting', { reason: 'unreachable', message: 'no way', up: true }, { why: 'unreachable' }],
    ['connecting', { reason: 'failed', message: 'TypeError: x', up: true }, { why: 'failed' }],
    ['offered', { reason: 'busy', message: 'too many', up: true }, { why: 'busy' }],
    ['offered', { reason: 'told', message: ' no thanks ', up: true }, { why: 'failed', said: 'no thanks' }],
    [
      'offered',
      { reason: 'told', message: 'x'.repeat(300), up: true },
      { why: 'failed', said: 'x'.repeat(200) },
    ],
    ['offered', { reason: 'told', message: { an: 'object' }, up: true }, { why: 'rejected' }],
  ] as const)('while %s by %j', (before, end, expected) => {
    expect(endOf(before, end)).toEqual({ name: 'ended', ...expected });
  });
});
