import { type Permission } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { actOnGroup } from './actions.ts';
import { BadValue, NoSuchToken, NotPermitted, UsernameTaken } from './errors.ts';
import { NOON, Stage, type Guest } from './testing/fakes.ts';

let stage: Stage;
let olga: Guest;

beforeEach(async () => {
  stage = new Stage();
  olga = await stage.join('olga', { permissions: ['op', 'present', 'message', 'token'] });
});

const inAnHour = 3_600_000;

function make(value: unknown, who = olga) {
  return actOnGroup(who.member, 'maketoken', value);
}

describe('maketoken', () => {
  it('makes a token of no more than what was asked for', async () => {
    const answer = await make({ permissions: ['present'], expires: inAnHour, username: 'bob' });
    expect(answer).toEqual({
      token: {
        token: 'token-1',
        group: 'demo',
        username: 'bob',
        permissions: ['present'],
        expires: new Date(NOON + inAnHour).toISOString(),
        issuedBy: 'olga',
        issuedAt: new Date(NOON).toISOString(),
      },
    });
  });

  it.each<[string, unknown, number, string]>([
    ['a time', '2030-01-31T18:00:00Z', 0, '2030-01-31T18:00:00Z'],
    ['milliseconds from now', inAnHour, NOON + inAnHour, ''],
    ['the past', -1000, NOON - 1000, ''],
  ])('takes %s as its end', async (_, expires, at, text) => {
    await make({ expires, 'not-before': expires });
    const expected = text === '' ? new Date(at).toISOString() : text;
    expect(stage.tokens.all[0]).toMatchObject({ expires: expected, 'not-before': expected });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['a name of its own', { token: 'x', expires: inAnHour }],
    ['another group', { group: 'other', expires: inAnHour }],
    ['no end', { permissions: ['present'] }],
    ['an end that is no time', { expires: 'tomorrow' }],
    ['an end beyond all time', { expires: 1e300 }],
    ['a username that nobody can have', { username: '../x', expires: inAnHour }],
    ['permissions that are none', { permissions: ['fly'], expires: inAnHour }],
    ['permissions that are no list', { permissions: 'op', expires: inAnHour }],
  ])('refuses %s', async (_, value) => {
    await expect(make(value)).rejects.toThrow(BadValue);
    expect(stage.tokens.all).toEqual([]);
  });

  it('hands out nothing that its maker has not', async () => {
    await expect(make({ permissions: ['record'], expires: inAnHour })).rejects.toThrow(NotPermitted);
    await expect(make({ permissions: ['system'], expires: inAnHour })).rejects.toThrow(NotPermitted);
  });

  it('gives nobody the name of somebody with a password', async () => {
    stage.authenticator.reserved.add('boss');
    await expect(make({ username: 'boss', expires: inAnHour })).rejects.toThrow(UsernameTaken);
  });

  it('passes over what it does not know, as Galène does', async () => {
    await make({ expires: inAnHour, includeSubgroups: true, username: null });
    expect(stage.tokens.all[0]).not.toHaveProperty('includeSubgroups');
  });

  it('needs the permission "token", whatever else its maker may do', async () => {
    const otto = await stage.join('otto', { permissions: ['op', 'present'] });
    await expect(make({ expires: inAnHour }, otto)).rejects.toThrow(NotPermitted);
  });
});

describe('edittoken and listtokens', () => {
  it('change when a token is good, and show it even when it is revoked', async () => {
    await make({ expires: inAnHour });
    const edited = await actOnGroup(olga.member, 'edittoken', { token: 'token-1', expires: -1000 });
    expect(edited).toMatchObject({ token: { expires: new Date(NOON - 1000).toISOString() } });
    expect(await actOnGroup(olga.member, 'listtokens', undefined)).toMatchObject({
      tokens: [{ token: 'token-1' }],
    });
  });

  it.each<[string, unknown]>([
    ['no name', { expires: 0 }],
    ['other permissions', { token: 'token-1', permissions: ['op'] }],
    ['another username', { token: 'token-1', username: 'eve' }],
    ['another group', { token: 'token-1', group: 'other' }],
  ])('refuse %s', async (_, value) => {
    await make({ expires: inAnHour });
    await expect(actOnGroup(olga.member, 'edittoken', value)).rejects.toThrow(BadValue);
  });

  it('know only the tokens of the group', async () => {
    stage.tokens.all.push({ token: 'foreign', group: 'other', permissions: [] });
    const edit = actOnGroup(olga.member, 'edittoken', { token: 'foreign', expires: 0 });
    await expect(edit).rejects.toThrow(NoSuchToken);
    expect(await actOnGroup(olga.member, 'listtokens', undefined)).toEqual({ tokens: [] });
  });

  it.each<[string, Permission[]]>([
    ['op', ['token']],
    ['token', ['op']],
  ])('need the permission "%s" too', async (_, permissions) => {
    const guest = await stage.join('guest', { permissions });
    for (const kind of ['edittoken', 'listtokens']) {
      await expect(actOnGroup(guest.member, kind, { token: 'token-1' })).rejects.toThrow(NotPermitted);
    }
  });
});
