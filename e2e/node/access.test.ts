import { createHmac, generateKeyPairSync } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient } from '../../server/doors/testing/client.ts';
import { rawRequest } from '../../server/web/testing.ts';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { House } from '../support/house.ts';

/** What is not permitted does not happen, by whichever door somebody tries. */

const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ROOT = `Basic ${Buffer.from('root:toor').toString('base64')}`;
/** In files that are beside the served ones. */
const CANARY = 'kanarienvogel';
const OPEN = { displayName: CANARY, 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'op' } };

let house: House;

beforeAll(async () => {
  house = await House.open({
    groups: {
      tea: {
        users: { chief: { password: 'chief', permissions: ['op', 'present', 'message', 'token'] } },
        'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
      },
      invited: {
        authKeys: [
          { kty: 'oct', alg: 'HS256', k: SECRET.toString('base64url') },
          { ...rsa.publicKey.export({ format: 'jwk' }), alg: 'RS256' },
        ],
      },
    },
    files: {
      'secret.json': OPEN,
      'data/secret.json': OPEN,
      'groups/.hidden.json': OPEN,
      'recordings/secret.txt': CANARY,
      'data/config.json': {
        writableGroups: true,
        users: { root: { password: 'toor', permissions: 'admin' } },
      },
    },
    config: { pageRequestsPerMinute: 1_000_000, messagesPerSecond: 100_000, messageBurst: 100_000 },
  });
  await symlink(house.file('secret.json'), house.file('groups/outside.json'));
  await symlink(house.file('data'), house.file('groups/data'));
});
afterAll(() => house.close());
afterEach(() => house.empty());

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function jwt(header: object, claims: object, key: string | Buffer = SECRET): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

describe('a JSON Web Token at the door', () => {
  const now = Math.floor(Date.now() / 1000);
  const aud = 'https://meet.example/group/invited/';
  const good = { aud, exp: now + 600, permissions: ['present'] };
  const hs = { alg: 'HS256' };
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });

  it.each<[string, string, string | undefined]>([
    ['that is good', jwt(hs, good), undefined],
    ['without a signature', `${encode({ alg: 'none' })}.${encode(good)}.`, 'not-authorised'],
    ['signed by the public key as a secret', jwt(hs, good, pem), 'not-authorised'],
    ['signed by a secret under RS256', jwt({ alg: 'RS256' }, good, pem), 'not-authorised'],
    ['signed by somebody else', jwt(hs, good, 'x'), 'not-authorised'],
    ['without an end', jwt(hs, { aud }), 'not-authorised'],
    ['that has expired', jwt(hs, { ...good, exp: now - 60 }), 'token-expired'],
    ['of the future', jwt(hs, { ...good, nbf: now + 600 }), 'token-not-yet-valid'],
    [
      'for another group',
      jwt(hs, { ...good, aud: 'https://meet.example/group/tea/' }),
      'token-for-another-group',
    ],
    ['of eight kilobytes', jwt(hs, { ...good, more: 'x'.repeat(8192) }), 'bad-message'],
  ])('%s', async (_, token, code) => {
    expect(await house.refusal('invited', { username: 'ada', token })).toBe(code);
  });

  it('of a megabyte is not even read', async () => {
    const client = await house.connect();
    const token = jwt(hs, { ...good, more: 'x'.repeat(700_000) });
    client.send({ type: 'join', kind: 'join', ref: 1, group: 'invited', username: 'ada', token });
    expect(await client.heard('closing')).toMatchObject({ error: 'message-too-large' });
  });
});

describe('what is taken away from a member', () => {
  let chief: TestClient;
  let ada: TestClient;

  async function offer(id: string): Promise<string | undefined> {
    const rtpParameters = {
      mid: '0',
      codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 1000 }],
      rtcp: { cname: 'ada' },
    };
    return ada.refusal({ type: 'offer', id, label: 'camera', kind: 'audio', rtpParameters });
  }

  it('cannot be used any more once it is acknowledged: speaking, presenting, streams, acting', async () => {
    [chief, ada] = [await house.join('tea', 'chief', 'chief'), await house.join('tea', 'ada')];
    await ada.ask({ type: 'openTransport', direction: 'send' });
    expect(await offer('cam')).toBeUndefined();
    expect(await ada.refusal({ type: 'chat', value: 'hello' })).toBeUndefined();

    const act = (kind: string) => chief.refusal({ type: 'useraction', kind, dest: ada.id });
    expect(await act('unpresent')).toBeUndefined();
    expect(await ada.heard('abort')).toMatchObject({ id: 'cam', error: 'not-permitted' });
    expect(await offer('cam-2')).toBe('not-permitted');
    expect(await act('shutup')).toBeUndefined();
    expect(await ada.refusal({ type: 'chat', value: 'still?' })).toBe('not-permitted');
    expect(await ada.refusal({ type: 'usermessage', kind: 'x', value: 1 })).toBe('not-permitted');

    expect(await act('op')).toBeUndefined();
    expect(await ada.refusal({ type: 'groupaction', kind: 'lock' })).toBeUndefined();
    expect(await act('unop')).toBeUndefined();
    expect(await ada.refusal({ type: 'groupaction', kind: 'unlock' })).toBe('not-permitted');
    expect(await chief.refusal({ type: 'groupaction', kind: 'unlock' })).toBeUndefined();
  });

  it('is an invitation as well: nobody gets in by it once it has ended', async () => {
    chief = await house.join('tea', 'chief', 'chief');
    const expires = new Date(Date.now() + 600_000).toISOString();
    const answer = await chief.ask({
      type: 'groupaction',
      kind: 'maketoken',
      value: { permissions: ['present'], expires },
    });
    const value = answer.type === 'ack' ? answer.value : undefined;
    const token = value !== undefined && 'token' in value ? value.token.token : '';
    const credentials = { username: 'guest', token };
    expect(await house.refusal('tea', credentials)).toBeUndefined();
    const ended = { token, expires: new Date(Date.now() - 1000).toISOString() };
    expect(await chief.refusal({ type: 'groupaction', kind: 'edittoken', value: ended })).toBeUndefined();
    expect(await house.refusal('tea', credentials)).toBe('token-expired');
  });

  it('is an invitation that an administrator deletes', async () => {
    const api = `${house.origin}/api/v1/groups/tea/tokens`;
    const headers = { authorization: ROOT, 'content-type': 'application/json' };
    const body = JSON.stringify({ permissions: ['present'], expires: new Date(Date.now() + 600_000) });
    const made = await fetch(api, { method: 'POST', headers, body });
    const { id, token } = (await made.json()) as { id: string; token: string };
    expect(await house.refusal('tea', { username: 'guest', token })).toBeUndefined();
    const deleted = await fetch(`${api}/${id}`, {
      method: 'DELETE',
      headers: { authorization: ROOT, 'if-match': '*' },
    });
    expect(deleted.status).toBe(204);
    expect(await house.refusal('tea', { username: 'guest', token })).toBe('not-authorised');
  });
});

describe('names that lead elsewhere', () => {
  const pieces = fc.constantFrom(
    ...['..', '.', '/', '//', '\\', '%2e%2e', '%2e', '%2f', '%5c', '%00', '%252e%252e%252f', '..;', '?', '#'],
    ...[
      'secret',
      'secret.json',
      'secret.txt',
      '.hidden',
      'outside',
      'data',
      'tea',
      'tmp',
      '\0',
      '\u202e',
      '\ud800',
    ],
  );
  const name = fc.array(pieces, { minLength: 1, maxLength: 7 }).map((some) => some.join(''));
  const under = fc.constantFrom(
    ...['/', '/group/', '/recordings/', '/recordings/tea/', '/api/v1/groups/', '/api/v1/live/groups/'],
    ...['/galene-api/v0/.groups/', '/assets/', '/public-groups.json/'],
  );

  it('show nothing from outside of the folders by HTTP', async () => {
    // As it can stand in a request line.
    const path = fc
      .tuple(under, name)
      .map(([prefix, rest]) => encodeURI(`${prefix}${rest.replaceAll('\0', '').toWellFormed()}`))
      .map((text) => text.replaceAll('%25', '%').replaceAll('#', ''));
    await fc.assert(
      fc.asyncProperty(path, async (target) => {
        const head = `GET ${target} HTTP/1.1\nHost: localhost\nAuthorization: ${ROOT}\nConnection: close`;
        const answer = await rawRequest(house.server.port, head);
        // Where the pages are not built yet, they are unavailable.
        expect(answer).toMatch(/^HTTP\/1\.1 ([2-4]\d\d|503) /);
        expect(answer).not.toContain(CANARY);
      }),
      tries(150),
    );
  });

  it('open no group at the door', async () => {
    const client = await house.connect();
    await fc.assert(
      fc.asyncProperty(
        name.filter((text) => text !== 'tea'),
        async (group) => {
          const code = await client.refusal({ type: 'join', kind: 'join', group, username: 'eve' });
          expect(['bad-message', 'no-such-group']).toContain(code);
        },
      ),
      tries(300),
    );
    for (const group of ['outside', 'data/secret', 'data/config', '../secret', '.hidden', 'tea/../tea']) {
      const code = await client.refusal({ type: 'join', kind: 'join', group, username: 'eve' });
      expect(['bad-message', 'no-such-group']).toContain(code);
    }
  });
});
