import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveCredentials } from './credentials.ts';
import { ServerError } from './errors.ts';
import { connected } from './testing/meeting.ts';

const ASKED = {
  type: 'authServer',
  authServer: 'https://auth.example.org/',
  location: 'https://meet.example.org/group/tea/',
  password: 'secret',
} as const;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An authorisation server that always answers the same. */
function authServer(response: Response | Error) {
  const fetch = vi.fn((_url: string, _init: RequestInit & { body: string }) =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

const jwt = (text: string, status = 200): Response =>
  new Response(text, { status, headers: { 'Content-Type': 'application/jwt; charset=utf-8' } });

describe('resolveCredentials', () => {
  it.each([
    ['a string as the password', 'secret', { password: 'secret' }],
    ['a password', { type: 'password', password: 'secret' } as const, { password: 'secret' }],
    ['a token', { type: 'token', token: 'abc' } as const, { token: 'abc' }],
  ])('takes %s', async (_what, credentials, expected) => {
    await expect(resolveCredentials('ada', credentials)).resolves.toEqual(expected);
  });

  it('asks the authorisation server for a token', async () => {
    const fetch = authServer(jwt('header.payload.signature'));
    await expect(resolveCredentials('ada', ASKED)).resolves.toEqual({ token: 'header.payload.signature' });
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe(ASKED.authServer);
    expect(init).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(JSON.parse(init.body)).toEqual({
      location: ASKED.location,
      username: 'ada',
      password: 'secret',
    });
  });

  it('names nobody where there is no username', async () => {
    const fetch = authServer(jwt('token'));
    await resolveCredentials(undefined, ASKED);
    expect(JSON.parse(fetch.mock.calls[0]![1].body)).toMatchObject({ username: '' });
  });

  it('falls back to the password where the authorisation server leaves it to the group', async () => {
    authServer(new Response(null, { status: 204 }));
    await expect(resolveCredentials('ada', ASKED)).resolves.toEqual({ password: 'secret' });
  });

  it.each([
    ['a refusal', new Response('no', { status: 401 })],
    ['a refusal that looks like a token', jwt('no', 403)],
    ['a failure', new Response('oops', { status: 500 })],
    ['a page instead of a token', new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
    ['something of no type', new Response(new Uint8Array([1]))],
  ])('is not authorised by %s', async (_what, response) => {
    authServer(response);
    const resolved = resolveCredentials('ada', ASKED);
    await expect(resolved).rejects.toThrow(ServerError);
    await expect(resolved).rejects.toMatchObject({ code: 'not-authorised' });
  });

  it('says that the authorisation server cannot be reached', async () => {
    const cause = new TypeError('fetch failed');
    authServer(cause);
    await expect(resolveCredentials('ada', ASKED)).rejects.toMatchObject({
      code: 'internal',
      message: 'the authorisation server cannot be reached',
      cause,
    });
  });

  it('lets a connection join with the name and the token', async () => {
    authServer(jwt('token'));
    const { connection, server } = await connected();
    await connection.join('tea', 'ada', ASKED);
    expect(server.last('join')).toMatchObject({ username: 'ada', token: 'token' });
    expect(server.last('join')).not.toHaveProperty('password');
  });

  it('makes a refusal known to those who think in callbacks', async () => {
    authServer(new Response('no', { status: 401 }));
    const { connection, server } = await connected();
    const onjoined = vi.fn();
    connection.onjoined = onjoined;
    await expect(connection.join('tea', 'ada', ASKED)).rejects.toThrow(ServerError);
    expect(onjoined.mock.calls[0]?.slice(0, 6)).toEqual(['fail', 'tea', [], {}, {}, 'not-authorised']);
    expect(server.all('join')).toEqual([]);
  });
});
