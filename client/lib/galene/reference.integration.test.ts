import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChatMessage, UserMessage } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PASSWORD, standardGroup } from '../../../conformance/groups.ts';
import { launchGalene } from '../../../conformance/launch.ts';
import { socketUrl, type LaunchedTarget } from '../../../conformance/target.ts';
import type { Membership } from '../attendance.ts';
import type { Credentials } from '../credentials.ts';
import { ServerConnection } from '../server-connection.ts';
import { NodeCable } from '../testing/node-socket.ts';

/** The library at a real Galène, over real sockets, without media. `EVAGORE_GALENE_BINARY` names the program. */

const binary = process.env['EVAGORE_GALENE_BINARY'] ?? '';

const GROUPS = {
  tea: standardGroup(),
  locked: standardGroup({ autolock: true }),
  small: standardGroup({ 'max-clients': 1 }),
  closed: standardGroup({ expires: '2020-01-01T00:00:00Z' }),
  early: standardGroup({ 'not-before': '2099-01-01T00:00:00Z' }),
  led: standardGroup({ autokick: true }),
  recorded: standardGroup({ 'allow-recording': true }),
  away: standardGroup(),
  house: standardGroup({ 'auto-subgroups': true }),
};
type Group = keyof typeof GROUPS;

/** A member, its cable, and what it was told. */
class Guest {
  readonly cable = new NodeCable();
  readonly connection = new ServerConnection({ openSocket: this.cable.openSocket });
  readonly chats: ChatMessage[] = [];
  readonly history: string[] = [];
  readonly messages: UserMessage[] = [];
  readonly told: string[] = [];

  constructor() {
    const { events } = this.connection;
    events.on('chatReceived', (message, history) => {
      if (history) this.history.push(message.value);
      else this.chats.push(message);
    });
    events.on('userMessageReceived', (message) => this.messages.push(message));
    events.on('refused', ({ code }) => this.told.push(`refused ${code}`));
    events.on('failed', (error) => this.told.push(`failed ${error.message}`));
    events.on('rejoined', () => this.told.push('rejoined'));
    events.on('left', () => this.told.push('left'));
    events.on('closed', ({ code }) => this.told.push(`closed ${code}`));
  }

  get names(): string[] {
    return Object.values(this.connection.users)
      .map(({ username }) => username)
      .sort();
  }

  /** The id of somebody of that name. */
  idOf(username: string): string {
    const found = Object.entries(this.connection.users).find(([, user]) => user.username === username);
    if (found === undefined) throw new Error(`there is no ${username}`);
    return found[0];
  }
}

function soon<Result>(check: () => Result): Promise<Result> {
  return vi.waitFor(check, { timeout: 5000, interval: 10 });
}

describe.skipIf(binary === '')('the library at a real Galène', () => {
  let server: LaunchedTarget;
  let guests: Guest[] = [];

  beforeAll(async () => {
    server = await launchGalene(binary);
    for (const [name, group] of Object.entries(GROUPS)) {
      await writeFile(path.join(server.groupsDir, `${name}.json`), JSON.stringify(group));
    }
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    const all = guests;
    guests = [];
    for (const { connection } of all) connection.close();
    // The next test is to find the groups empty.
    await new Promise((resolve) => setTimeout(resolve, 100));
  });

  async function stranger(): Promise<Guest> {
    const guest = new Guest();
    guests.push(guest);
    await guest.connection.connect(socketUrl(server));
    return guest;
  }

  async function join(
    guest: Guest,
    group: string,
    username: string | undefined,
    credentials: Credentials = PASSWORD,
  ): Promise<Membership> {
    return guest.connection.join(group, username, credentials);
  }

  async function enter(group: Group, username: string): Promise<Guest> {
    const guest = await stranger();
    await join(guest, group, username);
    return guest;
  }

  describe('the handshake', () => {
    it('settles on version 2, and says what that cannot', async () => {
      const { connection } = await stranger();
      expect(connection.version).toBe('2');
      expect([...connection.capabilities]).toEqual([]);
      expect(connection.state).toBe('connected');
    });
  });

  describe('joining', () => {
    it('tells of the membership and of everybody who is there', async () => {
      await enter('tea', 'op');
      await enter('tea', 'alice');
      const guest = await stranger();
      const kinds: string[] = [];
      guest.connection.onjoined = (kind) => {
        kinds.push(kind);
      };
      const membership = await join(guest, 'tea', 'carol');
      expect(membership).toMatchObject({
        group: 'tea',
        username: 'carol',
        permissions: ['present', 'message'],
        status: { name: 'tea', clientCount: 3 },
        data: {},
      });
      expect(guest.names).toEqual(['alice', 'carol', 'op']);
      expect(guest.connection.users[guest.idOf('op')]?.permissions).toContain('op');
      expect(kinds).toEqual(['join']);
    });

    const refusals: [group: string, username: string, password: string, code: string][] = [
      ['tea', 'alice', 'wrong', 'not-authorised'],
      ['nowhere', 'alice', PASSWORD, 'no-such-group'],
      ['locked', 'alice', PASSWORD, 'group-locked'],
      ['closed', 'alice', PASSWORD, 'group-expired'],
      ['early', 'alice', PASSWORD, 'group-not-open'],
      ['led', 'alice', PASSWORD, 'no-operator'],
    ];
    it.each(refusals)(
      'is refused in %s as %s with the password %s: %s',
      async (group, name, password, code) => {
        const guest = await stranger();
        await expect(join(guest, group, name, password)).rejects.toMatchObject({ code });
        expect(guest.connection.state).toBe('connected');
        expect(guest.told).toEqual([]);
        await join(guest, 'tea', 'alice');
        expect(guest.connection.group).toBe('tea');
      },
    );

    it('is refused where the group is full', async () => {
      await enter('small', 'alice');
      const guest = await stranger();
      await expect(join(guest, 'small', 'carol')).rejects.toMatchObject({ code: 'group-full' });
    });

    it('is refused with what an operator wrote when locking', async () => {
      const chief = await enter('tea', 'op');
      await chief.connection.groupAction('lock', 'back at noon');
      const guest = await stranger();
      const refusal = { code: 'group-locked', message: 'back at noon' };
      await expect(join(guest, 'tea', 'carol')).rejects.toMatchObject(refusal);
      await chief.connection.groupAction('unlock');
      await join(guest, 'tea', 'carol');
    });

    it('can be left and done again on the same connection', async () => {
      const guest = await enter('tea', 'carol');
      const other = await enter('tea', 'op');
      await guest.connection.leave('tea');
      expect(guest.connection.group).toBeNull();
      expect(guest.names).toEqual([]);
      await soon(() => {
        expect(other.names).toEqual(['op']);
      });
      await expect(guest.connection.chat('', '', 'hello?')).rejects.toMatchObject({ code: 'not-joined' });
      await join(guest, 'recorded', 'carol');
      expect(guest.connection.group).toBe('recorded');
    });

    it('tells the history that was there before, once', async () => {
      const writer = await enter('house', 'op');
      for (const text of ['one', 'two', 'three']) await writer.connection.chat('', '', text);
      const guest = await enter('house', 'carol');
      expect(guest.history).toEqual(['one', 'two', 'three']);
      await writer.connection.groupAction('clearchat');
    });
  });

  describe('chat', () => {
    it('to everybody is acknowledged by its echo, with the time of the server', async () => {
      const [ada, bob] = [await enter('tea', 'alice'), await enter('tea', 'carol')];
      const accepted = await ada.connection.chat('me', '', 'waves');
      expect(ada.chats.map(({ id, value, kind }) => [id, value, kind])).toEqual([
        [accepted.id, 'waves', 'me'],
      ]);
      expect(ada.chats[0]?.time).toBe(accepted.time);
      await soon(() => {
        expect(bob.chats).toMatchObject([
          { id: accepted.id, source: ada.connection.id, username: 'alice', privileged: false },
        ]);
      });
    });

    it('to one member reaches only that one', async () => {
      const [ada, bob, eve] = [
        await enter('tea', 'alice'),
        await enter('tea', 'carol'),
        await enter('tea', 'eve'),
      ];
      const accepted = await ada.connection.chat('', ada.idOf('carol'), 'psst');
      expect(accepted.id).not.toBe('');
      await soon(() => {
        expect(bob.chats).toMatchObject([{ dest: bob.connection.id, value: 'psst' }]);
      });
      expect([ada.chats, eve.chats]).toEqual([[], []]);
    });

    it('is refused to those who may not write, and the answer is that of the right question', async () => {
      const chief = await enter('tea', 'op');
      const mute = await enter('tea', 'obs');
      const answers = await Promise.allSettled([
        mute.connection.chat('', '', 'hello'),
        mute.connection.userAction('setdata', mute.connection.id, { raisehand: true }),
        mute.connection.chat('', mute.idOf('op'), 'hello'),
        mute.connection.groupAction('lock'),
        mute.connection.userMessage('info', '', 'hi'),
      ]);
      expect(
        answers.map((answer) =>
          answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string }).code,
        ),
      ).toEqual(['not-permitted', 'done', 'not-permitted', 'not-permitted', 'not-permitted']);
      expect(mute.told).toEqual([]);
      await soon(() => {
        expect(chief.connection.users[mute.connection.id]?.data).toEqual({ raisehand: true });
      });
      expect(chief.connection.raisedHands()).toEqual([mute.connection.id]);
    });

    it('is refused where there is no such member', async () => {
      const ada = await enter('tea', 'alice');
      const refusal = { code: 'no-such-member' };
      await expect(ada.connection.chat('', 'nobody', 'hello?')).rejects.toMatchObject(refusal);
    });

    it('is taken back by operators', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      const cleared: unknown[] = [];
      ada.connection.events.on('chatCleared', (what) => cleared.push(what));
      const { id } = await ada.connection.chat('', '', 'oops');
      await expect(
        ada.connection.groupAction('clearchat', { id, userId: ada.connection.id }),
      ).rejects.toMatchObject({
        code: 'not-permitted',
      });
      await chief.connection.groupAction('clearchat', { id, userId: ada.connection.id });
      await soon(() => {
        expect(cleared).toEqual([{ id, userId: ada.connection.id }]);
      });
    });
  });

  describe('actions', () => {
    it('change what a member may do', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      await chief.connection.userAction('op', chief.idOf('alice'));
      await soon(() => {
        expect(ada.connection.permissions).toContain('op');
        expect(chief.connection.users[ada.connection.id]?.permissions).toContain('op');
      });
      await chief.connection.userAction('unop', chief.idOf('alice'));
      await soon(() => {
        expect(ada.connection.permissions).not.toContain('op');
      });
      expect(ada.connection.group).toBe('tea');
    });

    it('on nobody are refused', async () => {
      const chief = await enter('tea', 'op');
      for (const kind of ['op', 'kick', 'identify']) {
        await expect(chief.connection.userAction(kind, 'nobody')).rejects.toMatchObject({
          code: 'no-such-member',
        });
      }
    });

    it('that the server does not know are not sent, because it would end the connection', async () => {
      const chief = await enter('tea', 'op');
      const unknown = { code: 'no-such-action' };
      await expect(chief.connection.groupAction('lowerhands')).rejects.toMatchObject(unknown);
      await expect(chief.connection.userAction('tickle', chief.connection.id)).rejects.toMatchObject(unknown);
      await chief.connection.chat('', '', 'still here');
    });

    it('identify tells where somebody comes from', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      const found = await chief.connection.userAction('identify', chief.idOf('alice'));
      expect(found).toMatchObject({ id: ada.connection.id, username: 'alice' });
      expect((found as { address: string }).address).toMatch(/^127\.0\.0\.1:\d+$/);
      await soon(() => {
        expect(ada.messages).toMatchObject([{ kind: 'warning', privileged: true }]);
      });
      expect(chief.messages).toEqual([]);
    });

    it('kick tells the one who is kicked by whom and why, and it does not come back', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      const ended = new Promise((resolve) => ada.connection.events.once('closed', resolve));
      await chief.connection.userAction('kick', chief.idOf('alice'), 'be nice');
      await expect(ended).resolves.toEqual({
        code: 'kicked',
        message: 'be nice',
        by: { id: chief.connection.id, username: 'op' },
      });
      await soon(() => {
        expect(chief.names).toEqual(['op']);
      });
      expect(ada.told).toEqual(['left', 'closed kicked']);
    });

    it('set the data of the group, which stays where only permissions change', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      let membership: Membership | undefined;
      ada.connection.events.on('membershipChanged', (now) => (membership = now));
      await chief.connection.groupAction('setdata', { colour: 'green' });
      await chief.connection.userAction('op', chief.idOf('alice'));
      await soon(() => {
        expect(membership?.permissions).toContain('op');
      });
      expect(membership?.data).toEqual({ colour: 'green' });
      await chief.connection.groupAction('setdata', { colour: null });
    });

    it('lock is told to everybody', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      const locks: unknown[] = [];
      ada.connection.events.on('membershipChanged', ({ status }) => locks.push(status.locked));
      await chief.connection.groupAction('lock');
      await chief.connection.groupAction('unlock');
      await soon(() => {
        expect(locks).toEqual([true, undefined]);
      });
    });

    it('subgroups lists those that have members', async () => {
      const chief = await enter('house', 'op');
      const guest = await stranger();
      await join(guest, 'house/attic', 'carol');
      const found = await chief.connection.groupAction('subgroups');
      expect(found).toEqual({ subgroups: [{ name: 'house/attic', clientCount: 1 }] });
      expect(chief.chats).toEqual([]);
    });

    it('record has a member of its own', async () => {
      const chief = await enter('recorded', 'op');
      await chief.connection.groupAction('record');
      await soon(() => {
        expect(chief.names).toEqual(['RECORDING', 'op']);
      });
      await expect(chief.connection.groupAction('record')).rejects.toMatchObject({ code: 'not-possible' });
      const guest = await enter('recorded', 'carol');
      expect(guest.names).toEqual(['RECORDING', 'carol', 'op']);
      await chief.connection.groupAction('unrecord');
    });
  });

  describe('invitations', () => {
    it('are made, used, listed and revoked', async () => {
      const chief = await enter('tea', 'op');
      const told: unknown[] = [];
      chief.connection.onusermessage = (...all) => {
        told.push(all[5]);
      };
      const made = await chief.connection.groupAction('maketoken', {
        permissions: ['present', 'message'],
        expires: 60_000,
      });
      const { token } = (made as { token: { token: string } }).token;
      expect(made).toMatchObject({
        token: { group: 'tea', permissions: ['present', 'message'], issuedBy: 'op' },
      });
      expect(told).toEqual(['token']);

      const guest = await stranger();
      const credentials = { type: 'token', token } as const;
      await expect(join(guest, 'tea', undefined, credentials)).rejects.toMatchObject({
        code: 'need-username',
      });
      await expect(join(guest, 'tea', 'alice', credentials)).rejects.toMatchObject({
        code: 'username-taken',
      });
      const membership = await join(guest, 'tea', 'dan', credentials);
      expect(membership.permissions).toEqual(['present', 'message']);

      const list = await chief.connection.groupAction('listtokens');
      expect((list as { tokens: { token: string }[] }).tokens.map((each) => each.token)).toContain(token);
      await chief.connection.groupAction('edittoken', { token, expires: -1000 });
      const late = await stranger();
      await expect(join(late, 'tea', 'eve', credentials)).rejects.toMatchObject({ code: 'not-authorised' });
    });

    it('are refused to those who may not invite, and where they make no sense', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      const told: unknown[] = [];
      ada.connection.onusermessage = (...all) => {
        told.push([all[5], all[6]]);
      };
      const refused = ada.connection.groupAction('maketoken', { permissions: ['message'], expires: 1000 });
      await expect(refused).rejects.toMatchObject({ code: 'not-permitted' });
      expect(told).toEqual([['token', 'not-permitted']]);
      await expect(chief.connection.groupAction('maketoken', { permissions: [] })).rejects.toMatchObject({
        code: 'bad-value',
      });
      await expect(
        chief.connection.groupAction('edittoken', { token: 'none', expires: 1 }),
      ).rejects.toMatchObject({ code: 'no-such-token' });
    });
  });

  describe('messages between applications', () => {
    it('arrive with who sent them and whether it is an operator', async () => {
      const [chief, ada] = [await enter('tea', 'op'), await enter('tea', 'alice')];
      await chief.connection.userMessage('mute', '', undefined, true);
      await ada.connection.userMessage('mute', chief.connection.id);
      await chief.connection.userMessage('game', ada.connection.id, { move: 'e4' });
      await soon(() => {
        expect(ada.messages).toMatchObject([
          { kind: 'mute', source: chief.connection.id, username: 'op', privileged: true },
          {
            ...{ kind: 'game', source: chief.connection.id, dest: ada.connection.id, username: 'op' },
            ...{ privileged: true, value: { move: 'e4' } },
          },
        ]);
      });
      // Who is no operator silences nobody.
      expect(chief.messages).toEqual([]);
    });

    it('carry the offer of a file, its refusal and its end', async () => {
      const [ada, bob] = [await enter('tea', 'alice'), await enter('tea', 'carol')];
      const states: unknown[] = [];
      ada.connection.onfiletransfer = (file) => {
        file.onevent = (state, data) => states.push(['ada', state, data]);
      };
      bob.connection.onfiletransfer = (file) => {
        states.push(['bob', file.name, file.size, file.username]);
        file.onevent = (state) => {
          if (state === 'inviting') file.cancel('no, thanks');
        };
      };
      ada.connection.sendFile(bob.connection.id, new File(['hello'], 'greeting.txt'));
      await soon(() => {
        expect(states).toEqual([
          ['ada', 'inviting', undefined],
          ['bob', 'greeting.txt', 5, 'alice'],
          ['ada', 'cancelled', 'no, thanks'],
          ['ada', 'closed', undefined],
        ]);
      });
      expect(ada.connection.transferredFiles).toEqual({});
    });

    it('are refused to those who may not write, so that no file is waited for', async () => {
      const [mute, ada] = [await enter('tea', 'obs'), await enter('tea', 'alice')];
      const states: unknown[] = [];
      mute.connection.onfiletransfer = (file) => {
        file.onevent = (state) => states.push(state);
      };
      mute.connection.sendFile(ada.connection.id, new File(['hello'], 'greeting.txt'));
      await soon(() => {
        expect(states).toEqual(['inviting', 'cancelled', 'closed']);
      });
    });
  });

  describe('a lost connection', () => {
    it('comes back by joining again, with what one was and asked meanwhile', async () => {
      const ada = await enter('away', 'alice');
      const bob = await enter('away', 'carol');
      await ada.connection.userAction('setdata', ada.connection.id, { raisehand: true });
      await ada.connection.chat('', '', 'before');
      const back = new Promise((resolve) => ada.connection.events.once('rejoined', resolve));
      const lost = new Promise((resolve) => ada.connection.events.once('reconnecting', resolve));
      ada.cable.pull();
      await lost;
      expect(ada.connection.state).toBe('reconnecting');
      const asked = ada.connection.chat('', '', 'meanwhile');
      await back;
      await asked;
      expect(ada.connection.state).toBe('connected');
      expect(ada.connection.group).toBe('away');
      expect(ada.names).toEqual(['alice', 'carol']);
      expect(ada.connection.users[ada.connection.id]?.data).toEqual({ raisehand: true });
      // What had been read is not told again.
      expect(ada.history).toEqual([]);
      await soon(() => {
        expect(bob.chats.map(({ value }) => value)).toEqual(['before', 'meanwhile']);
      });
      expect(ada.told).toEqual(['rejoined']);
    });
  });

  it('ends a connection by which it was spoken to wrongly, which is not made again', async () => {
    const ada = await enter('tea', 'alice');
    ada.connection.send({ type: 'chat', source: 'somebody-else', value: 'hello' });
    await soon(() => {
      expect(ada.told).toEqual(['refused bad-message', 'left', 'closed bad-message']);
    });
  });
});
