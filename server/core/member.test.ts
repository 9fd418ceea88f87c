import { beforeEach, describe, expect, it } from 'vitest';
import { Closed, MediaUnavailable, NoSuchTransport, NotPermitted, TooManyTransports } from './errors.ts';
import { NOTHING_OPEN, receive, settled, Stage, type Guest } from './testing/fakes.ts';

let stage: Stage;
let ada: Guest;

beforeEach(async () => {
  stage = new Stage();
  ada = await stage.join('ada');
});

describe('Member.openTransport', () => {
  it('opens a transport that can be found by its id', async () => {
    const transport = await ada.member.openTransport();
    expect(ada.member.transport(transport.id)).toBe(transport);
  });

  it('refuses more than the member may have, until one is closed', async () => {
    const first = await ada.member.openTransport();
    await ada.member.openTransport();
    await expect(ada.member.openTransport()).rejects.toThrow(TooManyTransports);
    first.close();
    expect(() => ada.member.transport(first.id)).toThrow(NoSuchTransport);
    await expect(ada.member.openTransport()).resolves.toBeDefined();
  });

  it('does not find the transports of others', async () => {
    const bob = await stage.join('bob');
    const { id } = await bob.member.openTransport();
    expect(() => ada.member.transport(id)).toThrow(NoSuchTransport);
  });

  it('refuses a member who has left', async () => {
    ada.member.leave({ code: 'left' });
    await expect(ada.member.openTransport()).rejects.toThrow(Closed);
    expect(stage.media.rooms).toHaveLength(1);
  });

  it('leaves nothing open when the member leaves meanwhile', async () => {
    await stage.join('bob');
    const release = stage.media.hold('openTransport');
    const opening = expect(ada.member.openTransport()).rejects.toThrow(Closed);
    await settled();
    ada.member.leave({ code: 'left' });
    release();
    await opening;
    expect(stage.openMedia).toEqual({ ...NOTHING_OPEN, rooms: 1 });
  });

  it('leaves nothing open when everybody leaves meanwhile', async () => {
    const release = stage.media.hold('openTransport');
    const opening = expect(ada.member.openTransport()).rejects.toThrow(Closed);
    await settled();
    ada.member.leave({ code: 'left' });
    await settled();
    release();
    await opening;
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('is refused when the worker dies meanwhile', async () => {
    const release = stage.media.hold('openTransport');
    const opening = expect(ada.member.openTransport()).rejects.toThrow(MediaUnavailable);
    await settled();
    stage.media.room.lose();
    release();
    await opening;
    await settled();
    expect(stage.openMedia).toEqual({ ...NOTHING_OPEN, rooms: 1 });
  });

  it('counts none of the transports that went with a dead worker', async () => {
    await ada.member.openTransport();
    await receive(ada.member);
    stage.media.room.lose();
    await settled();
    await ada.member.openTransport();
    await expect(ada.member.openTransport()).resolves.toBeDefined();
  });
});

describe('Member.need', () => {
  it('asks for the permission first of those who are in', () => {
    expect(() => {
      ada.member.need('op');
    }).toThrow(NotPermitted);
    ada.member.leave({ code: 'left' });
    expect(() => {
      ada.member.need('present');
    }).toThrow(Closed);
  });
});

describe('Member.info', () => {
  it('is the same object until something of it changes', () => {
    const info = ada.member.info();
    expect(ada.member.info()).toBe(info);
    ada.member.mergeData({ raisehand: true });
    ada.member.group.memberChanged(ada.member);
    expect(ada.member.info()).not.toBe(info);
    expect(info.data).toEqual({});
  });
});

describe('closing a member', () => {
  it('closes its transports, once', async () => {
    await stage.join('bob');
    await ada.member.openTransport();
    await receive(ada.member);
    ada.member.leave({ code: 'left' });
    ada.member.leave({ code: 'left' });
    expect(stage.openMedia).toEqual({ ...NOTHING_OPEN, rooms: 1 });
  });

  it('closes them through the group too', async () => {
    await ada.member.openTransport();
    ada.member.group.close({ code: 'shutting-down' });
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });
});
