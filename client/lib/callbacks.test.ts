import { describe, expect, it, vi } from 'vitest';
import { ServerConnection } from './server-connection.ts';
import { inMeeting, settled } from './testing/meeting.ts';
import { aChat, added, aMember, anOffer } from './testing/messages.ts';

/**
 * What the documentation of Galène's client lists for applications. It also lists `pingHandler`, `fileTransfer`
 * and seven methods that begin with `got`; those are the library's own ("Don't call this") and speak of SDP.
 */
const MEMBERS = [
  ...['down', 'group', 'id', 'lastServerMessage', 'permissions', 'rtcConfiguration', 'socket'],
  ...['transferredFiles', 'up', 'userdata', 'username', 'users', 'version'],
];
const CALLBACKS = [
  ...['onchat', 'onclose', 'onconnected', 'ondownstream', 'onerror', 'onfiletransfer', 'onjoined'],
  ...['onpeerconnection', 'onuser', 'onusermessage'],
];
const METHODS = [
  ...['chat', 'close', 'connect', 'error', 'findByLocalId', 'getRTCConfiguration', 'getTransferredFile'],
  ...[
    'groupAction',
    'join',
    'leave',
    'newUpStream',
    'request',
    'send',
    'sendFile',
    'userAction',
    'userMessage',
  ],
];
/** Of streams, as applications use them. */
const STREAM_MEMBERS = [
  ...['sc', 'id', 'localId', 'up', 'source', 'username', 'stream', 'label', 'replace', 'stats', 'userdata'],
  ...['onclose', 'onerror', 'onnegotiationcompleted', 'ondowntrack', 'onstatus', 'onstats'],
];
const STREAM_METHODS = [
  ...['setStream', 'close', 'abort', 'restartIce', 'request', 'setStatsInterval', 'updateStats'],
];

const at = (object: object, name: string): unknown => (object as Record<string, unknown>)[name];

describe("the names of Galène's client", () => {
  it.each(MEMBERS)('ServerConnection has the member %s', (name) => {
    expect(name in new ServerConnection()).toBe(true);
  });

  it.each(CALLBACKS)('ServerConnection has the callback %s, which is optional', (name) => {
    expect(at(new ServerConnection(), name)).toBeNull();
  });

  it.each(METHODS)('ServerConnection has the method %s', (name) => {
    expect(at(new ServerConnection(), name)).toBeTypeOf('function');
  });

  it.each(STREAM_MEMBERS)('Stream has the member %s', (name) => {
    expect(name in new ServerConnection().newUpStream()).toBe(true);
  });

  it.each(STREAM_METHODS)('Stream has the method %s', (name) => {
    expect(at(new ServerConnection().newUpStream(), name)).toBeTypeOf('function');
  });
});

describe("the callbacks of Galène's client", () => {
  it('onjoined gets kind, group, permissions, status, data, error and message', async () => {
    const { connection } = await inMeeting();
    const onjoined = vi.fn();
    connection.onjoined = onjoined;
    await connection.leave('meeting');
    await connection.join('meeting', 'ada', 'secret');
    expect(onjoined.mock.calls).toEqual([
      ['leave', 'meeting', [], {}, {}, null, null],
      ['join', 'meeting', ['present', 'message'], { name: 'meeting' }, {}, null, null],
    ]);
  });

  it('onuser gets id and kind', async () => {
    const { connection, server } = await inMeeting();
    const onuser = vi.fn();
    connection.onuser = onuser;
    server.say(added(aMember('bob-1')));
    expect(onuser.mock.calls).toEqual([['bob-1', 'add']]);
  });

  it('onchat gets id, source, dest, username, time, privileged, history, kind and message', async () => {
    const { connection, server } = await inMeeting();
    const onchat = vi.fn();
    connection.onchat = onchat;
    const time = new Date('2026-11-21T10:00:00.000Z');
    server.say(aChat({ dest: connection.id, kind: 'me', privileged: true }));
    expect(onchat.mock.calls).toEqual([
      ['chat-1', 'bob-1', connection.id, 'bob', time, true, false, 'me', 'hello'],
    ]);
  });

  it('onchat gets null for what a message of the server lacks', async () => {
    const { connection, server } = await inMeeting();
    const onchat = vi.fn();
    connection.onchat = onchat;
    const time = '2026-11-21T10:00:00.000Z';
    server.say({ type: 'chat', id: 'c', kind: '', time, privileged: false, value: 'welcome' });
    expect(onchat.mock.calls).toEqual([['c', null, null, null, new Date(time), false, false, '', 'welcome']]);
  });

  it('onusermessage gets source, dest, username, time, privileged, kind, error and value', async () => {
    const { connection, server } = await inMeeting();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    const message = { source: 'bob-1', username: 'bob', privileged: true, kind: 'mute', value: 1 };
    server.say({ type: 'usermessage', ...message, dest: connection.id });
    expect(onusermessage.mock.calls).toEqual([
      ['bob-1', connection.id, 'bob', expect.any(Date), true, 'mute', null, 1],
    ]);
  });

  it('ondownstream gets a stream that names its source, before there are tracks', async () => {
    const { connection, server } = await inMeeting();
    await connection.request({ '': ['audio'] });
    const seen: unknown[] = [];
    connection.ondownstream = (stream) => {
      const { id, up, label, source, username, stream: media } = stream;
      seen.push({ id, up, label, source, username, media, same: connection.down[id] === stream });
    };
    server.say(anOffer('s1'));
    await settled();
    expect(seen).toEqual([
      { id: 's1', up: false, label: 'camera', source: 'bob-1', username: 'bob', media: null, same: true },
    ]);
  });

  it('callbacks are called on their connection', async () => {
    const { connection, server } = await inMeeting();
    const selves: unknown[] = [];
    const note = function (this: unknown): null {
      selves.push(this);
      return null;
    };
    connection.onuser = note;
    connection.onchat = note;
    connection.onpeerconnection = note;
    connection.onclose = note;
    server.say(added(aMember('bob-1')), aChat());
    connection.getRTCConfiguration();
    connection.close();
    expect(new Set(selves)).toEqual(new Set([connection]));
  });
});
