import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { RtcConfiguration } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IceServers } from './ice-servers.ts';
import { eventually, testFolder, testLog, type LogLine, type TestFolder } from './testing.ts';

let folder: TestFolder;
let lines: LogLine[];
let now: number;
const MINUTE = 60_000;

beforeEach(async () => {
  folder = await testFolder();
  now = 1_800_000_000_000;
});
afterEach(() => folder.remove());

async function open(content?: unknown, relayOnly?: boolean): Promise<IceServers> {
  if (content !== undefined) await write(content);
  const made = testLog();
  lines = made.lines;
  const servers = new IceServers({
    file: path.join(folder.path, 'ice-servers.json'),
    log: made.log,
    now: () => now,
    ...(relayOnly !== undefined && { relayOnly }),
  });
  await servers.refresh();
  return servers;
}
const write = (content: unknown) => folder.write('ice-servers.json', content);
const STUN = { urls: ['stun:stun.example'] };
const urlsOf = (servers: IceServers) => servers.configuration().iceServers?.flatMap(({ urls }) => urls);

describe('configuration', () => {
  it('is empty where there is no file', async () => {
    expect((await open()).configuration()).toEqual({});
    expect((await open(undefined, true)).configuration()).toEqual({ iceTransportPolicy: 'relay' });
    expect((await open('null')).configuration()).toEqual({});
  });

  it('says in each entry of which type its credential is', async () => {
    const relay = {
      urls: ['turn:a.example:443?transport=tcp', 'turns:a.example'],
      username: 'u',
      credential: 'c',
    };
    const { configuration } = await open([STUN, relay, { ...relay, credentialType: 'password' }]).then(
      (servers) => ({
        configuration: servers.configuration(),
      }),
    );
    expect(configuration.iceServers).toEqual([
      { ...STUN, credentialType: 'password' },
      { ...relay, credentialType: 'password' },
      { ...relay, credentialType: 'password' },
    ]);
    expect(RtcConfiguration.parse(configuration)).toEqual(configuration);
    expect(lines).toEqual([]);
  });

  it.each([
    [undefined, '1800086400'],
    ['ada', '1800086400:ada'],
  ])('makes credentials for a day of a shared secret (user %s)', async (username, name) => {
    const servers = await open([
      { urls: ['turn:a'], username, credential: 'secret', credentialType: 'hmac-sha1' },
    ]);
    expect(servers.configuration().iceServers).toEqual([
      {
        urls: ['turn:a'],
        username: name,
        credential: createHmac('sha1', 'secret').update(name).digest('base64'),
        credentialType: 'password',
      },
    ]);
  });

  it('leaves out what no browser knows, and says so', async () => {
    const servers = await open([STUN, { urls: ['turn:a'], credential: { x: 1 }, credentialType: 'oauth' }]);
    expect(urlsOf(servers)).toEqual(STUN.urls);
    expect(lines).toMatchObject([{ reason: expect.stringContaining('oauth') as string }]);
  });

  it('is the same object until it is time for another', async () => {
    const servers = await open([STUN]);
    const first = servers.configuration();
    now += 2 * MINUTE - 1;
    expect(servers.configuration()).toBe(first);
  });

  it('is made anew in the background after two minutes, with what the file says then', async () => {
    const servers = await open([STUN]);
    await write([{ urls: ['stun:other'] }]);
    now += 2 * MINUTE;
    expect(urlsOf(servers)).toEqual(STUN.urls);
    await eventually(() => urlsOf(servers)?.[0] === 'stun:other');
    await rm(path.join(folder.path, 'ice-servers.json'));
    now += 2 * MINUTE;
    await eventually(() => urlsOf(servers) === undefined);
  });

  it('never hands out credentials that were made more than five minutes ago', async () => {
    const servers = await open([{ urls: ['turn:a'], credential: 'secret', credentialType: 'hmac-sha1' }]);
    now += 60 * MINUTE;
    expect(servers.configuration().iceServers?.[0]?.username).toBe('1800090000');
  });

  it.each([
    ['[', 'this is not JSON'],
    [{}, 'expected array'],
    [[{ urls: [] }], '[0].urls'],
    [[{ urls: ['https://a.example'] }], 'must be like stun:host:port'],
    [[{ urls: ['stun:a?transport=udp'] }], 'must be like stun:host:port'],
    [[{ urls: ['turn:a'] }], '[0]: a turn server needs a username and a credential'],
    [[{ urls: ['turn:a'], username: 'u', credential: 7 }], '[0].credential: must be a text'],
    [[{ urls: ['turn:a'], credentialType: 'hmac-sha1' }], 'needs a username and a credential'],
    [[{ urls: ['turn:a'], username: 'u', credential: 'c', credentialType: 'x' }], '[0].credentialType'],
    [Array.from({ length: 17 }, () => STUN), 'too big'],
  ])('keeps its last good state with %j, and says so once', async (content, reason) => {
    const servers = await open([STUN]);
    await write(content);
    await servers.refresh();
    await servers.refresh();
    expect(urlsOf(servers)).toEqual(STUN.urls);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reason: expect.stringContaining(reason) as string });
  });

  it('tells the log no credentials', async () => {
    await open([{ urls: ['turn:a'], username: 'u', credential: 'hunter2'.repeat(100) }]);
    await open('[{"credential": hunter2}]');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });
});
