import type { ErrorCode } from '@evagore/shared';
import { describe, expect, it, vi } from 'vitest';
import { ServerError } from './errors.ts';
import { inMeeting, settled, type Meeting } from './testing/meeting.ts';
import type { SaidOf } from './testing/messages.ts';

const TOKEN = {
  token: 'abc',
  group: 'meeting',
  permissions: ['present', 'message'],
  expires: '2026-11-22T10:00:00Z',
};

type Value = SaidOf<'ack'>['value'];
type Called = ReturnType<typeof vi.fn>;

/** A meeting whose server gives this to the next action. */
async function giving(value: Value): Promise<Meeting & { onusermessage: Called; onchat: Called }> {
  const meeting = await inMeeting();
  const { connection, server } = meeting;
  server.automatic = false;
  server.onHeard = (message) => {
    if (message.type !== 'useraction' && message.type !== 'groupaction') return;
    queueMicrotask(() => {
      server.ack(message, value);
    });
  };
  const [onusermessage, onchat] = [vi.fn(), vi.fn()];
  connection.onusermessage = onusermessage;
  connection.onchat = onchat;
  return { ...meeting, onusermessage, onchat };
}

describe('What an action gives', () => {
  it.each<[action: string, value: Value, kind: string, told: unknown]>([
    ['maketoken', { token: TOKEN }, 'token', TOKEN],
    ['edittoken', { token: TOKEN }, 'token', TOKEN],
    ['listtokens', { tokens: [TOKEN] }, 'tokenlist', [TOKEN]],
    ['listtokens', { tokens: [] }, 'tokenlist', []],
  ])(
    '%s: the promise has it, and onusermessage is called as by Galène',
    async (action, value, kind, told) => {
      const { connection, onusermessage, onchat } = await giving(value);
      await expect(connection.groupAction(action, {})).resolves.toEqual(value);
      expect(onusermessage.mock.calls).toEqual([
        [null, connection.id, null, expect.any(Date), true, kind, null, told],
      ]);
      expect(onchat).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['with an address', { id: 'bob-1', username: 'bob', address: '192.0.2.1:4711' }],
    ['without an address', { id: 'bob-1', username: 'bob' }],
  ])('identify: who it is, %s', async (_what, value) => {
    const { connection, onusermessage } = await giving(value);
    await expect(connection.userAction('identify', 'bob-1')).resolves.toEqual(value);
    expect(onusermessage.mock.calls).toEqual([
      [null, connection.id, null, expect.any(Date), true, 'userinfo', null, value],
    ]);
  });

  it('subgroups: one chat message of the server, a line for each', async () => {
    const subgroups = [
      { name: 'meeting/tea', clientCount: 1 },
      { name: 'meeting/cake', clientCount: 12 },
    ];
    const { connection, onusermessage, onchat } = await giving({ subgroups });
    await expect(connection.groupAction('subgroups')).resolves.toEqual({ subgroups });
    const lines = 'meeting/tea (1 client)\nmeeting/cake (12 clients)\n';
    expect(onchat.mock.calls).toEqual([
      [null, null, connection.id, 'Server', expect.any(Date), false, false, '', lines],
    ]);
    expect(onusermessage).not.toHaveBeenCalled();
  });

  it('is nothing for most actions, and nobody is called', async () => {
    const { connection, onusermessage, onchat } = await giving(undefined);
    await expect(connection.groupAction('lock')).resolves.toBeUndefined();
    await expect(connection.userAction('op', 'bob-1')).resolves.toBeUndefined();
    expect(onusermessage).not.toHaveBeenCalled();
    expect(onchat).not.toHaveBeenCalled();
  });

  it('comes once, over the loss of a connection', async () => {
    const meeting = await giving({ token: TOKEN });
    const { connection, server, clock, onusermessage } = meeting;
    server.welcoming = true;
    const asked = connection.groupAction('maketoken', {});
    server.socket.drop();
    clock.advance(0);
    await settled();
    await asked;
    expect(onusermessage).toHaveBeenCalledOnce();
    expect(server.faults).toEqual([]);
  });
});

describe('An action that is refused', () => {
  it.each<[action: string, code: ErrorCode, kind: string]>([
    ['maketoken', 'not-permitted', 'token'],
    ['edittoken', 'no-such-token', 'token'],
    ['listtokens', 'not-permitted', 'tokenlist'],
  ])('%s: the promise is rejected, and onusermessage gets the code', async (action, code, kind) => {
    const { connection, server } = await inMeeting();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    server.refuseNext('groupaction', code, 'no');
    const asked = connection.groupAction(action, {});
    await expect(asked).rejects.toThrow(ServerError);
    await expect(asked).rejects.toMatchObject({ code });
    expect(onusermessage.mock.calls).toEqual([
      [null, connection.id, null, expect.any(Date), true, kind, code, 'no'],
    ]);
  });

  it.each(['lock', 'subgroups', 'constructor'])('%s: only the promise is rejected', async (action) => {
    const { connection, server } = await inMeeting();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    server.refuseNext('groupaction', 'not-permitted');
    await expect(connection.groupAction(action)).rejects.toThrow(ServerError);
    expect(onusermessage).not.toHaveBeenCalled();
  });

  it('maketoken: nobody is told twice when the connection ends', async () => {
    const { connection, server } = await inMeeting();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    server.automatic = false;
    const asked = connection.groupAction('maketoken', {});
    connection.close();
    await expect(asked).rejects.toMatchObject({ code: 'closed' });
    expect(onusermessage).not.toHaveBeenCalled();
  });
});
