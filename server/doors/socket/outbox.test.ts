import { beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../core/testing/fakes.ts';
import { Flusher, Outbox, type Sender } from './outbox.ts';

/** A socket whose receiver reads as much as the test lets it. */
class FakeSocket implements Sender {
  readonly sent: string[] = [];
  readonly frames: Buffer[] = [];
  bufferedAmount = 0;

  send(frame: Buffer): void {
    this.frames.push(frame);
    this.sent.push(frame.toString());
  }
}

let socket: FakeSocket;
let overflows: number;
let outbox: Outbox;
let flusher: Flusher;

function anOutbox(maxQueued: number): Outbox {
  return new Outbox(socket, {
    flusher,
    maxQueued,
    onOverflow: () => {
      overflows += 1;
    },
  });
}

beforeEach(() => {
  socket = new FakeSocket();
  overflows = 0;
  flusher = new Flusher();
  outbox = anOutbox(100);
});

describe('Outbox', () => {
  it('sends what it got in one turn as one frame, in order', async () => {
    outbox.push('1');
    outbox.push('"two"');
    outbox.push('{"n":3}');
    expect(socket.sent).toEqual([]);
    await settled();
    expect(socket.sent).toEqual(['[1,"two",{"n":3}]']);
  });

  it('sends a frame for each turn, and none for a turn without messages', async () => {
    outbox.push('1');
    await settled();
    await settled();
    outbox.push('2');
    await settled();
    expect(socket.sent).toEqual(['[1]', '[2]']);
  });

  it('serves many sockets in one turn', async () => {
    const others = [new FakeSocket(), new FakeSocket()];
    const boxes = others.map(
      (other) => new Outbox(other, { flusher, maxQueued: 100, onOverflow: () => undefined }),
    );
    for (const box of [outbox, ...boxes]) box.push('1');
    await settled();
    expect([socket, ...others].map(({ sent }) => sent)).toEqual([['[1]'], ['[1]'], ['[1]']]);
  });

  it('sends each message as a frame of its own to whom frames are messages', async () => {
    const other = new FakeSocket();
    const options = { flusher, maxQueued: 100, onOverflow: () => undefined };
    const single = new Outbox(other, { ...options, framing: 'single' });
    for (const box of [outbox, single]) {
      box.push('1');
      box.push('"two"');
    }
    await settled();
    expect([socket.sent, other.sent]).toEqual([['[1,"two"]'], ['1', '"two"']]);
  });

  it('encodes what many are sent just once', async () => {
    const sockets = [new FakeSocket(), new FakeSocket(), new FakeSocket()];
    const boxes = sockets.map(
      (each) => new Outbox(each, { flusher, maxQueued: 100, onOverflow: () => undefined }),
    );
    for (const box of boxes) box.push('"all"');
    boxes[2]!.push('"one more"');
    await settled();
    expect(sockets[1]!.frames[0]).toBe(sockets[0]!.frames[0]);
    expect(sockets[2]!.sent).toEqual(['["all","one more"]']);
  });

  it('sends at once when told to, and not a second time', async () => {
    outbox.push('1');
    outbox.flush();
    expect(socket.sent).toEqual(['[1]']);
    await settled();
    expect(socket.sent).toEqual(['[1]']);
  });

  it('sends as much as may wait, and no more', async () => {
    outbox.push('x'.repeat(100));
    await settled();
    expect([socket.sent.length, overflows]).toEqual([1, 0]);
    outbox.push('x'.repeat(101));
    await settled();
    expect([socket.sent.length, overflows]).toEqual([1, 1]);
  });

  it('counts what the socket has not sent yet', async () => {
    socket.bufferedAmount = 99;
    outbox.push('1');
    await settled();
    expect(overflows).toBe(0);
    outbox.push('12');
    await settled();
    expect(overflows).toBe(1);
  });

  it('says once that too much waits, at the end of the turn, and sends nothing more', async () => {
    for (let count = 0; count < 50; count += 1) outbox.push('x'.repeat(10));
    expect(overflows).toBe(0);
    await settled();
    outbox.push('1');
    outbox.flush();
    await settled();
    expect(overflows).toBe(1);
    expect(socket.sent).toEqual([]);
  });

  it('sends nothing after its close, and does not overflow any more', async () => {
    outbox.push('1');
    outbox.close();
    outbox.push('x'.repeat(200));
    outbox.flush();
    await settled();
    expect(socket.sent).toEqual([]);
    expect(overflows).toBe(0);
  });

  it('does not overflow after a close in the same turn', async () => {
    outbox.push('x'.repeat(200));
    outbox.close();
    await settled();
    expect(overflows).toBe(0);
  });

  it('may be written to while others are being told of an overflow', async () => {
    const other = new FakeSocket();
    const reader = new Outbox(other, { flusher, maxQueued: 100, onOverflow: () => undefined });
    const slow = new Outbox(socket, {
      flusher,
      maxQueued: 1,
      onOverflow: () => {
        reader.push('"somebody left"');
      },
    });
    slow.push('"too much"');
    await settled();
    await settled();
    expect(other.sent).toEqual(['["somebody left"]']);
  });
});
