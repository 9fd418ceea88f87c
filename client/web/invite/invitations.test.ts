import type { ActionResult, ApplicationValue, Permission, TokenInfo } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { Invitations, stateAt } from './invitations.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;

const at = (hours: number) => new Date(NOW + hours * HOUR_MS).toISOString();

function aToken(token: string, fields: Partial<TokenInfo> = {}): TokenInfo {
  return { token, group: 'tea', permissions: ['present', 'message'], expires: at(1), ...fields };
}

class FakePort {
  permissions: readonly Permission[] = ['op', 'present', 'message', 'token'];
  readonly told: string[] = [];
  answer: ActionResult | undefined;
  refuse: Error | undefined;

  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    this.told.push(`${kind} ${JSON.stringify(value)}`);
    return this.refuse === undefined ? Promise.resolve(this.answer) : Promise.reject(this.refuse);
  }
}

let port: FakePort;
let invitations: Invitations;

beforeEach(() => {
  port = new FakePort();
  invitations = new Invitations({ port, linkOf: (token) => `https://x/?token=${token}`, now: () => NOW });
});

const now = () => invitations.getSnapshot();
const tokens = () => now().list.map(({ token, state }) => `${token} ${state}`);

describe('the list', () => {
  it('has the good ones first, by their ends, and says who made them', async () => {
    port.answer = {
      tokens: [
        aToken('old', { expires: at(-1) }),
        aToken('later', { 'not-before': at(1), expires: at(2) }),
        aToken('long', { expires: at(48) }),
        aToken('short', { issuedBy: 'Ada', username: 'Ben' }),
        { token: 'endless', group: 'tea', permissions: [] },
      ],
    };
    expect(now().phase).toBe('loading');
    await invitations.load();
    expect(now()).toMatchObject({ phase: 'ready', busy: false, problem: undefined });
    expect(tokens()).toEqual(['short good', 'long good', 'later not-yet', 'endless expired', 'old expired']);
    expect(now().list[0]).toMatchObject({
      link: 'https://x/?token=short',
      issuedBy: 'Ada',
      username: 'Ben',
      permissions: ['present', 'message'],
    });
  });

  it('is not asked for by those who may not see it', async () => {
    port.permissions = ['present', 'message', 'token'];
    await invitations.load();
    expect(port.told).toEqual([]);
    expect(now()).toMatchObject({ phase: 'ready', list: [] });
    expect(invitations.canManage).toBe(false);
  });

  it('says why it cannot be had, and can be asked for again', async () => {
    port.refuse = Object.assign(new Error('no'), { code: 'not-permitted' });
    await invitations.load();
    expect(now()).toMatchObject({ phase: 'failed', problem: 'You may not do that in this group.' });
    port.refuse = undefined;
    port.answer = { tokens: [] };
    await invitations.load();
    expect(now()).toMatchObject({ phase: 'ready', problem: undefined });
  });

  it('stays where a later look at it fails', async () => {
    port.answer = { tokens: [aToken('a')] };
    await invitations.load();
    port.refuse = new Error('gone');
    await invitations.load();
    expect(now()).toMatchObject({ phase: 'ready' });
    expect(tokens()).toEqual(['a good']);
  });
});

describe('an invitation', () => {
  it('is made as it was described, and is in the list', async () => {
    port.answer = { token: aToken('new', { username: 'Ben' }) };
    const made = await invitations.make({
      username: 'Ben',
      permissions: ['present', 'message'],
      expires: NOW + HOUR_MS,
      notBefore: NOW + 1000,
    });
    expect(port.told).toEqual([
      'maketoken {"username":"Ben","permissions":["present","message"],' +
        '"expires":"2026-11-21T13:00:00.000Z","not-before":"2026-11-21T12:00:01.000Z"}',
    ]);
    expect(made?.link).toBe('https://x/?token=new');
    expect(tokens()).toEqual(['new good']);
  });

  it('for anybody and from now on says no more than needed', async () => {
    await invitations.make({ username: '', permissions: [], expires: NOW + HOUR_MS, notBefore: undefined });
    expect(port.told).toEqual(['maketoken {"permissions":[],"expires":"2026-11-21T13:00:00.000Z"}']);
  });

  it('that is refused says why', async () => {
    port.refuse = Object.assign(new Error('no'), { code: 'username-taken' });
    const draft = { username: 'Ben', permissions: [], expires: NOW + 1, notBefore: undefined };
    expect(await invitations.make(draft)).toBeUndefined();
    expect(now().problem).toMatch(/^That name belongs to somebody/);
  });

  it('is extended and revoked in its place', async () => {
    port.answer = { tokens: [aToken('a'), aToken('b')] };
    await invitations.load();
    port.answer = { token: aToken('a', { expires: at(24) }) };
    expect(await invitations.extend('a', 24 * HOUR_MS)).toBe(true);
    expect(tokens()).toEqual(['b good', 'a good']);
    port.answer = { token: aToken('b', { expires: at(-1) }) };
    expect(await invitations.revoke('b')).toBe(true);
    expect(tokens()).toEqual(['a good', 'b expired']);
    expect(port.told.slice(1)).toEqual([
      'edittoken {"token":"a","expires":86400000}',
      'edittoken {"token":"b","expires":-1000}',
    ]);
  });

  it('that cannot be revoked stays as it was', async () => {
    port.answer = { tokens: [aToken('a')] };
    await invitations.load();
    port.refuse = Object.assign(new Error('no'), { code: 'no-such-token' });
    expect(await invitations.revoke('a')).toBe(false);
    expect(tokens()).toEqual(['a good']);
    expect(now().problem).toBe('There is no such invitation to this group.');
  });
});

it.each([
  [1, undefined, 'good'],
  [0, undefined, 'expired'],
  [undefined, undefined, 'expired'],
  [2, 1, 'not-yet'],
  [2, 0, 'good'],
] as const)('one that ends in %s and begins in %s is %s', (expires, notBefore, state) => {
  const moment = (offset: number | undefined) => (offset === undefined ? undefined : NOW + offset);
  expect(stateAt(NOW, { expires: moment(expires), notBefore: moment(notBefore) })).toBe(state);
});
