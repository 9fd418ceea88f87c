import { describe, expect, it } from 'vitest';
import type { TokenInfo } from '../messages/values.ts';
import type { Permission } from '../permissions.ts';
import { perform } from './interpret.ts';
import { FakePort, NOON } from './testing/fake-port.ts';

const aToken = (fields: Partial<TokenInfo> = {}): TokenInfo => ({
  token: 'abc',
  group: 'physics/lab',
  permissions: ['present', 'message'],
  expires: new Date(NOON + 86_400_000).toISOString(),
  ...fields,
});

async function wanted(line: string, ...held: Permission[]): Promise<unknown> {
  const port = new FakePort(held.length > 0 ? held : ['op', 'present', 'message', 'token']);
  expect(await perform(line, port)).toEqual({ type: 'done' });
  return JSON.parse(port.calls[0]!.replace('groupaction maketoken ', ''));
}

describe('an invitation', () => {
  it('is for anybody and for a day, if nothing is said', async () => {
    expect(await wanted('/invite')).toEqual({
      group: 'physics/lab',
      permissions: ['present', 'message'],
      expires: 86_400_000,
    });
  });

  it.each([
    ['/invite Zoe', { username: 'Zoe', expires: 86_400_000 }],
    ['/invite "Zoe Q" 2h', { username: 'Zoe Q', expires: 7_200_000 }],
    ['/invite 2h', { expires: 7_200_000 }],
    ['/invite 2h 30min', { username: '2h', expires: 1_800_000 }],
    ['/invite "" 1mon', { expires: 2_678_400_000 }],
    ['/invite Zoe 2026-12-24T18:00Z', { username: 'Zoe', expires: '2026-12-24T18:00:00.000Z' }],
    ['/invite Zoe "2026-12-24 18:00+01:00"', { username: 'Zoe', expires: '2026-12-24T17:00:00.000Z' }],
  ])('is made by %s', async (line, fields) => {
    const made = (await wanted(line)) as Record<string, unknown>;
    expect(made).toEqual({ group: 'physics/lab', permissions: ['present', 'message'], ...fields });
  });

  it('gives no more than one has', async () => {
    expect(await wanted('/invite', 'token', 'message')).toMatchObject({ permissions: ['message'] });
    expect(await wanted('/invite', 'token')).toMatchObject({ permissions: [] });
  });

  it('is shown as a link, and copied', async () => {
    const port = new FakePort(['token']);
    port.answer = { token: aToken({ username: 'Zoe', issuedBy: 'Me' }) };
    await perform('/invite Zoe', port);
    const link = 'https://example.org/group/physics/lab/?token=abc';
    expect(port.printed).toEqual([{ text: 'Good for Zoe until 2026-11-22T12:00:00.000Z.', link }]);
    expect(port.calls.at(-1)).toBe(`copy ${link}`);
  });

  it('that is made to last longer is shown, but what was copied stays', async () => {
    const port = new FakePort(['op', 'token']);
    port.answer = { token: aToken() };
    await perform('/reinvite abc 2d', port);
    expect(port.printed).toHaveLength(1);
    expect(port.calls).toEqual(['groupaction edittoken {"token":"abc","expires":172800000}']);
  });

  it('is listed with its state and its maker', async () => {
    const port = new FakePort(['op', 'token']);
    port.answer = {
      tokens: [
        aToken({ issuedBy: 'Ada' }),
        aToken({ token: 'old', expires: new Date(NOON - 1000).toISOString() }),
        aToken({ token: 'never', expires: undefined }),
      ],
    };
    await perform('/listtokens', port);
    expect(port.printed.map(({ text }) => text)).toEqual([
      'Good for anybody until 2026-11-22T12:00:00.000Z. Made by Ada.',
      'Expired since 2026-11-21T11:59:59.000Z.',
      'Without an end, so it opens nothing.',
    ]);
  });

  it('that does not exist makes an empty list', async () => {
    const port = new FakePort(['op', 'token']);
    port.answer = { tokens: [] };
    await perform('/listtokens', port);
    expect(port.printed).toEqual([{ text: 'There are no invitations to this group.' }]);
  });
});
