import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServerConnection, ServerError } from '@evagore/client';
import { GroupName, type ChatMessage } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer, type RunningServer } from '../../server/assembly.ts';
import { ServerConfig } from '../../server/config/schema.ts';
import { openLog } from '../../server/log.ts';
import { freePort } from '../../server/media/testing/free-port.ts';

/** The client library as a Node program uses it, against a server with a real media worker. */

const TEA = {
  users: { ada: { password: 'chief', permissions: 'op' } },
  'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
};
const SMALL = { 'max-clients': 1, 'wildcard-user': { password: 'few', permissions: 'observe' } };

let folder: string;
let server: RunningServer;
const connections: ServerConnection[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-client-'));
  await mkdir(path.join(folder, 'groups'));
  for (const [name, description] of Object.entries({ tea: TEA, small: SMALL })) {
    await writeFile(path.join(folder, 'groups', `${name}.json`), JSON.stringify(description));
  }
  const config = ServerConfig.parse({
    insecure: true,
    httpHost: '127.0.0.1',
    httpPort: 0,
    dataDir: path.join(folder, 'data'),
    groupsDir: path.join(folder, 'groups'),
    rtcPort: await freePort(),
    rtcWorkers: 1,
    rtcListenAddresses: ['127.0.0.1'],
  });
  server = await startServer(config, { log: openLog({ level: 'silent', format: 'json' }), version: 'test' });
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  await vi.waitFor(() => {
    for (const name of ['tea', 'small']) {
      expect(server.conference.group(GroupName.parse(name))?.members.size ?? 0).toBe(0);
    }
  });
});

afterAll(async () => {
  await server.close({ code: 'shutting-down' });
  await rm(folder, { recursive: true, force: true });
});

async function connect(): Promise<ServerConnection> {
  const connection = new ServerConnection();
  connections.push(connection);
  await connection.connect(`ws://127.0.0.1:${server.port.toString()}/ws`);
  return connection;
}

async function join(username: string, password = 'anything'): Promise<ServerConnection> {
  const connection = await connect();
  await connection.join('tea', username, password);
  return connection;
}

/** Writes down the chat that a member reads. */
function reading(connection: ServerConnection): { message: ChatMessage; history: boolean }[] {
  const read: { message: ChatMessage; history: boolean }[] = [];
  connection.events.on('chatReceived', (message, history) => read.push({ message, history }));
  return read;
}

describe('joining', () => {
  it('tells who is there and what may be done', async () => {
    const ada = await join('ada', 'chief');
    const bob = await join('bob');
    expect(ada.permissions).toContain('op');
    expect(bob).toMatchObject({ group: 'tea', username: 'bob', version: 'evagore-1' });
    expect(bob.permissions).toEqual(expect.arrayContaining(['present', 'message']));
    expect(bob.permissions).not.toContain('op');
    expect(Object.keys(bob.users).sort()).toEqual([ada.id, bob.id].sort());
    expect(bob.users[ada.id]).toMatchObject({ username: 'ada', streams: {}, published: [] });
    await vi.waitFor(() => {
      expect(ada.users[bob.id]?.username).toBe('bob');
    });
  });

  it('is refused with a wrong password, and may be tried again', async () => {
    const ada = await connect();
    const fails: unknown[] = [];
    ada.onjoined = (kind, group, _permissions, _status, _data, error) => fails.push([kind, group, error]);
    const joining = ada.join('tea', 'ada', 'guess');
    await expect(joining).rejects.toThrow(ServerError);
    await expect(joining).rejects.toMatchObject({ code: 'not-authorised' });
    expect(fails).toEqual([['fail', 'tea', 'not-authorised']]);
    await ada.join('tea', 'ada', 'chief');
    expect(ada.group).toBe('tea');
  });

  it('is refused for a group that does not exist', async () => {
    const ada = await connect();
    await expect(ada.join('coffee', 'ada', 'chief')).rejects.toMatchObject({ code: 'no-such-group' });
  });

  it('is refused when the group is full', async () => {
    const [ada, bob] = [await connect(), await connect()];
    await ada.join('small', 'ada', 'few');
    await expect(bob.join('small', 'bob', 'few')).rejects.toMatchObject({ code: 'group-full' });
    await ada.leave('small');
    await bob.join('small', 'bob', 'few');
  });

  it('is refused to who has joined already', async () => {
    const ada = await join('ada', 'chief');
    await expect(ada.join('tea', 'ada', 'chief')).rejects.toMatchObject({ code: 'already-joined' });
    expect(ada.group).toBe('tea');
  });
});

describe('writing', () => {
  it('reaches everybody, the writer included', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    const [atAda, atBob] = [reading(ada), reading(bob)];
    const { id } = await ada.chat('', '', 'tea is ready');
    await bob.chat('me', '', 'is coming');
    await vi.waitFor(() => {
      for (const read of [atAda, atBob]) expect(read).toHaveLength(2);
    });
    expect(atBob[0]).toMatchObject({
      history: false,
      message: { id, value: 'tea is ready', source: ada.id, username: 'ada', privileged: true, kind: '' },
    });
    expect(atAda[1]).toMatchObject({ message: { value: 'is coming', kind: 'me', privileged: false } });
  });

  it('reaches only the one it is for', async () => {
    const [ada, bob, eve] = [await join('ada', 'chief'), await join('bob'), await join('eve')];
    const [atAda, atBob, atEve] = [ada, bob, eve].map(reading);
    await ada.chat('', bob.id, 'just for you');
    await ada.chat('', '', 'for everybody');
    await vi.waitFor(() => {
      expect(atEve).toHaveLength(1);
    });
    expect(atBob?.map(({ message }) => message.value)).toEqual(['just for you', 'for everybody']);
    expect(atAda?.map(({ message }) => message.value)).toEqual(['for everybody']);
    expect(atBob?.[0]?.message.dest).toBe(bob.id);
  });

  it('is kept for who comes later, but not what was private', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    await ada.chat('', '', 'minutes of the meeting');
    await ada.chat('', bob.id, 'secret');
    const eve = await connect();
    const read = reading(eve);
    await eve.join('tea', 'eve', 'anything');
    expect(read.every(({ history }) => history)).toBe(true);
    expect(read.at(-1)?.message.value).toBe('minutes of the meeting');
  });

  it('is refused to somebody who is not there', async () => {
    const ada = await join('ada', 'chief');
    await expect(ada.chat('', 'nobody', 'hello?')).rejects.toMatchObject({ code: 'no-such-member' });
  });

  it('is refused outside of a group', async () => {
    const ada = await connect();
    await expect(ada.chat('', '', 'hello?')).rejects.toMatchObject({ code: 'not-joined' });
  });

  it('is refused to who was told to be quiet, until allowed again', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    await ada.userAction('shutup', bob.id);
    await expect(bob.chat('', '', 'but')).rejects.toMatchObject({ code: 'not-permitted' });
    expect(bob.permissions).not.toContain('message');
    await ada.userAction('unshutup', bob.id);
    await bob.chat('', '', 'thanks');
  });
});

describe('user messages', () => {
  it('carry any value to everybody but who does not want an echo', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    const [atAda, atBob]: unknown[][] = [[], []];
    ada.events.on('userMessageReceived', ({ value }) => atAda?.push(value));
    bob.events.on('userMessageReceived', ({ value }) => atBob?.push(value));
    await ada.userMessage('wink', '', { eye: 'left' }, true);
    await ada.userMessage('wink', '', { eye: 'right' });
    await vi.waitFor(() => {
      expect(atBob).toEqual([{ eye: 'left' }, { eye: 'right' }]);
    });
    expect(atAda).toEqual([{ eye: 'right' }]);
  });
});

describe('members', () => {
  it('raise their hands', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    await bob.userAction('setdata', bob.id, { raisehand: true });
    await vi.waitFor(() => {
      expect(ada.users[bob.id]?.data).toEqual({ raisehand: true });
    });
  });

  it('get and lose permissions', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    await expect(bob.groupAction('lock')).rejects.toMatchObject({ code: 'not-permitted' });
    await ada.userAction('op', bob.id);
    await vi.waitFor(() => {
      expect(bob.permissions).toContain('op');
    });
    expect(ada.users[bob.id]?.permissions).toContain('op');
  });

  it('lock the group, with words for those who come', async () => {
    const ada = await join('ada', 'chief');
    await ada.groupAction('lock', 'back at noon');
    const bob = await connect();
    const joining = bob.join('tea', 'bob', 'anything');
    await expect(joining).rejects.toMatchObject({ code: 'group-locked' });
    await expect(joining).rejects.toThrow('back at noon');
    await ada.groupAction('unlock');
    await bob.join('tea', 'bob', 'anything');
  });

  it('are kicked out with a reason, and everybody sees them go', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    const ended: unknown[] = [];
    bob.onclose = (code, reason) => ended.push(code, reason);
    const reasons: unknown[] = [];
    bob.events.on('closed', (reason) => reasons.push(reason));
    await ada.userAction('kick', bob.id, 'be nice');
    expect(ada.users[bob.id]).toBeUndefined();
    await vi.waitFor(() => {
      expect(reasons).toEqual([{ code: 'kicked', message: 'be nice', by: { id: ada.id, username: 'ada' } }]);
    });
    expect(ended).toEqual([expect.any(Number), 'be nice']);
    expect(bob).toMatchObject({ state: 'closed', group: null, users: {} });
  });

  it('leave, and may come back', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    const told: unknown[] = [];
    bob.onjoined = (kind) => told.push(kind);
    await bob.leave('tea');
    expect(told).toEqual(['leave']);
    expect(bob).toMatchObject({ state: 'connected', group: null, users: {} });
    await vi.waitFor(() => {
      expect(ada.users[bob.id]).toBeUndefined();
    });
    await bob.join('tea', 'bob', 'anything');
    expect(Object.keys(bob.users)).toHaveLength(2);
  });

  it('are gone when their connection is', async () => {
    const [ada, bob] = [await join('ada', 'chief'), await join('bob')];
    expect(bob.state).toBe('connected');
    bob.close();
    await vi.waitFor(() => {
      expect(ada.users[bob.id]).toBeUndefined();
    });
  });
});
