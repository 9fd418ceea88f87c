import { createHmac, pbkdf2Sync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import bcrypt from 'bcrypt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { House } from '../support/house.ts';

/** What is secret is in no line of the log, however much is logged, in no figure and in no error. */

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const hash = bcrypt.hashSync('bcrypt-passwort', 4);
const salted = pbkdf2Sync('pbkdf-passwort', Buffer.from('00112233', 'hex'), 1000, 32, 'sha256').toString(
  'hex',
);
const signingKey = Buffer.from('signing-key-of-32-bytes-for-HS256');

/** Each distinct enough that nothing else contains it. */
const SECRETS = new Set<string>([
  ...['klartext-passwort', 'bcrypt-passwort', 'pbkdf-passwort', 'falsches-passwort', 'verwalter-passwort'],
  ...['turn-passwort', 'turn-geheimnis', 'falsches-token', 'token-in-adresse', 'neues-passwort'],
  ...[hash, salted, signingKey.toString('base64url'), 'naechstes-token'],
  ...['klartext-passwort', 'verwalter-passwort', 'falsches-passwort'].flatMap((password) =>
    ['ada', 'root'].map((name) => basic(name, password).slice('Basic '.length)),
  ),
]);

let house: House;
/** Bodies and sentences that strangers, members and administrators were told as errors. */
const errors: string[] = [];

beforeAll(async () => {
  house = await House.open({
    groups: {
      tea: {
        users: {
          ada: { password: 'klartext-passwort', permissions: ['op', 'present', 'message', 'token'] },
          bob: { password: { type: 'bcrypt', key: hash }, permissions: 'present' },
          eve: {
            password: { type: 'pbkdf2', hash: 'sha-256', key: salted, salt: '00112233', iterations: 1000 },
            permissions: 'present',
          },
        },
        authKeys: [{ kty: 'oct', alg: 'HS256', k: signingKey.toString('base64url') }],
      },
    },
    files: {
      'data/config.json': {
        writableGroups: true,
        users: { root: { password: 'verwalter-passwort', permissions: 'admin' } },
      },
      'data/ice-servers.json': [
        { urls: ['turn:turn.example'], username: 'u', credential: 'turn-passwort' },
        {
          urls: ['turn:turn.example'],
          username: 'u',
          credential: 'turn-geheimnis',
          credentialType: 'hmac-sha1',
        },
      ],
      'data/var/tokens.jsonl': `${JSON.stringify({ token: 'naechstes-token', group: 'tea', permissions: ['present'], expires: '2099-01-01T00:00:00Z' })}\n`,
    },
  });
});
afterAll(() => house.close());

/** Joins, and notes what is told as an error, and which secrets the answers hold. */
async function attempt(credentials: Record<string, unknown>) {
  const client = await house.connect();
  const answer = await client.ask({ type: 'join', kind: 'join', group: 'tea', ...credentials });
  if (answer.type === 'error') errors.push(answer.value);
  if (client.ticket !== '') SECRETS.add(client.ticket);
  for (const message of client.messages) {
    if (message.type !== 'joined' || message.kind !== 'join') continue;
    for (const { credential } of message.rtcConfiguration.iceServers ?? [])
      if (credential !== undefined) SECRETS.add(credential);
  }
  return client;
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${house.origin}${path}`, init);
  if (response.status >= 400) errors.push(await response.clone().text());
  return response;
}

function jwt(claims: object, key: Buffer | string = signingKey): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  const token = `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  SECRETS.add(token);
  return token;
}

describe('secrets', () => {
  it('are used: passwords and tokens, right and wrong, at the socket', async () => {
    const ada = await attempt({ username: 'ada', password: 'klartext-passwort' });
    await attempt({ username: 'bob', password: 'bcrypt-passwort' });
    await attempt({ username: 'eve', password: 'pbkdf-passwort' });
    for (const username of ['ada', 'bob', 'eve', 'nobody'])
      await attempt({ username, password: 'falsches-passwort' });
    await attempt({ username: 'guest', token: 'naechstes-token' });
    await attempt({ username: 'guest', token: 'falsches-token' });
    const exp = Math.floor(Date.now() / 1000) + 600;
    const aud = 'https://meet.example/group/tea/';
    for (const claims of [
      { aud, exp },
      { aud, exp: 1 },
      { aud: 'https://x.example/', exp },
    ]) {
      await attempt({ username: 'guest', token: jwt(claims) });
      await attempt({ username: 'guest', token: jwt(claims, 'x') });
    }
    // Such that do not fit their schemas, and so might be repeated in a complaint.
    await attempt({ username: 'ada', password: { oops: 'klartext-passwort' } });
    await attempt({ username: 'ada', password: ['falsches-passwort'] });
    await attempt({ username: 'ada', token: { token: 'naechstes-token' } });

    const value = { permissions: ['present'], expires: '2099-01-01T00:00:00Z' };
    const made = await ada.ask({ type: 'groupaction', kind: 'maketoken', value });
    expect(made.type).toBe('ack');
    if (made.type === 'ack' && made.value !== undefined && 'token' in made.value)
      SECRETS.add(made.value.token.token);
    for (const direction of ['send', 'receive']) {
      const opened = await ada.ask({
        type: 'openTransport',
        direction,
        ...(direction === 'receive' && { rtpCapabilities: { codecs: [] } }),
      });
      if (opened.type === 'ack' && opened.value !== undefined && 'iceParameters' in opened.value)
        SECRETS.add(opened.value.iceParameters.password);
    }
  });

  it('are used: tickets, good, spent and made up', async () => {
    const ada = await attempt({ username: 'ada', password: 'klartext-passwort' });
    ada.terminate();
    await ada.closed;
    const again = await house.connect(ada.id);
    expect(await again.resume(ada)).toMatchObject({ type: 'resumed' });
    SECRETS.add((await again.heard('ticket')).ticket);
    again.send({ type: 'seen', cursor: again.cursor });
    await again.caughtUp();
    const thief = await house.connect(ada.id);
    const spent = await thief.resume(ada);
    expect(spent).toMatchObject({ type: 'error', error: 'seat-lost' });
    if (spent.type === 'error') errors.push(spent.value);
    const other = await house.connect();
    other.send({ type: 'resume', ref: 1, ticket: { text: ada.ticket }, cursor: 0 });
    errors.push((await other.heard('error')).value);
  });

  it('are used: by HTTP, as Basic and Bearer, in addresses and bodies, right and wrong', async () => {
    const json = { 'content-type': 'application/json', 'if-match': '*' };
    const root = { authorization: basic('root', 'verwalter-passwort') };
    expect((await ask('/api/v1/groups/tea', { headers: root })).status).toBe(200);
    for (const authorization of [
      basic('root', 'falsches-passwort'),
      basic('ada', 'klartext-passwort'),
      basic('ada', 'falsches-passwort'),
      'Bearer naechstes-token',
      'Bearer falsches-token',
      'Digest falsches-passwort',
    ]) {
      for (const path of ['/api/v1/groups', '/galene-api/v0/.groups/', '/metrics', '/recordings/tea/'])
        await ask(path, { headers: { authorization } });
    }
    await ask('/group/tea/?token=token-in-adresse');
    await ask('/nowhere?password=token-in-adresse&token=token-in-adresse');
    await ask('/ws?token=token-in-adresse');
    await ask('/group/tea/.status?token=token-in-adresse');
    const password = '/api/v1/groups/tea/users/bob/password';
    for (const body of [
      '{"password": "neues-passwort"}',
      '{"password": "neues-passwort"',
      '{"password": {"x": "neues-passwort"}}',
      '{"stored": {"type": "bcrypt", "key": "neues-passwort"}}',
    ])
      await ask(password, { method: 'PUT', headers: { ...root, ...json }, body });
    const tokens = { method: 'POST', headers: { ...root, ...json } };
    await ask('/api/v1/groups/tea/tokens', { ...tokens, body: '{"token": "falsches-token", "expires": 7}' });
    const put = { method: 'PUT', headers: { ...root, ...json } };
    await ask('/api/v1/groups/tea/keys', {
      ...put,
      body: `{"keys": [{"k": "${signingKey.toString('base64url')}"}]}`,
    });
    await ask('/galene-api/v0/.groups/tea/.users/bob/.password', {
      method: 'POST',
      headers: { ...root, 'content-type': 'text/plain' },
      body: 'neues-passwort',
    });
  });

  it('are in files that break', async () => {
    const broken: [string, string][] = [
      ['groups/tea.json', `{"users": {"ada": {"password": "klartext-passwort" "permissions": "op"}}}`],
      ['groups/tea.json', `{"users": {"ada": {"password": {"type": "bcrypt", "key": "neues-passwort"}}}}`],
      ['groups/tea.json', `{"users": {"ada": {"password": 7, "permissions": "klartext-passwort"}}}`],
      [
        'groups/tea.json',
        `{"authKeys": [{"kty": "oct", "alg": "HS999", "k": "${signingKey.toString('base64url')}"}]}`,
      ],
      ['data/config.json', `{"users": {"root": {"password": "verwalter-passwort"`],
      ['data/config.json', `{"users": {"root": {"password": ["verwalter-passwort"]}}}`],
      ['data/ice-servers.json', `[{"urls": ["turn:turn.example"], "credential": "turn-passwort"}]`],
      ['data/ice-servers.json', `[{"urls": "turn-geheimnis", "credential": "turn-geheimnis" "username": 7}]`],
      ['data/var/tokens.jsonl', `{"token": "naechstes-token", "group": 7}\n{"token": "naechstes-token`],
    ];
    for (const [name, text] of broken) {
      await writeFile(house.file(name), text);
      await attempt({ username: 'ada', password: 'klartext-passwort' });
      await attempt({ username: 'guest', token: 'naechstes-token' });
      await ask('/api/v1/groups/tea', { headers: { authorization: basic('root', 'verwalter-passwort') } });
    }
    await vi.waitFor(() => {
      expect(
        house.lines.filter((line) => /"msg":"(group )?file is broken"/.test(line)).length,
      ).toBeGreaterThan(4);
    });
  });

  it('are nowhere to be found', async () => {
    const root = { authorization: basic('root', 'verwalter-passwort') };
    const figures = await ask('/metrics', { headers: root });
    expect(figures.status).toBe(200);
    const told = [...errors, await figures.text()];
    const log = house.lines.join('');
    expect(house.lines.length).toBeGreaterThan(100);
    expect(errors.length).toBeGreaterThan(40);
    expect(SECRETS.size).toBeGreaterThan(30);
    for (const secret of SECRETS) {
      const at = log.indexOf(secret);
      expect(at === -1 ? '' : log.slice(Math.max(0, at - 300), at + 100), secret).toBe('');
      for (const text of told) expect(text).not.toContain(secret);
    }
  });
});
