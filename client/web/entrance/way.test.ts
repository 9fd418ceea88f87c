import { NotConnected, ServerError } from '@evagore/client';
import { GroupName } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import {
  afterRefusal,
  credentialsOf,
  entranceError,
  hostOf,
  invitationIsUseless,
  nameOf,
  type Way,
} from './way.ts';

const ORIGIN = 'https://meet.example.org';
const entry = { username: 'ada', password: 'lovelace' };
const open: Way = { status: { name: GroupName.parse('physics/lab 3') } };
const guarded: Way = { status: { ...open.status, authServer: 'https://login.example.org/token' } };
const invited: Way = { ...guarded, invitation: { state: 'unclear', token: 'abc' } };

const expired = new ServerError('token-expired', 'too late');
const wrong = new ServerError('not-authorised', 'no');

describe('the way in', () => {
  it('is by password, by the authorisation server, or by invitation', () => {
    expect(credentialsOf(open, entry, ORIGIN)).toBe('lovelace');
    expect(credentialsOf(guarded, entry, ORIGIN)).toEqual({
      type: 'authServer',
      authServer: 'https://login.example.org/token',
      location: 'https://meet.example.org/group/physics/lab%203/',
      password: 'lovelace',
    });
    expect(credentialsOf(invited, entry, ORIGIN)).toEqual({ type: 'token', token: 'abc' });
  });

  it('says an empty name where there is no invitation that may say another one', () => {
    const nobody = { username: '', password: '' };
    expect(nameOf(open, nobody)).toBe('');
    expect(nameOf(invited, nobody)).toBeUndefined();
    expect(nameOf(invited, entry)).toBe('ada');
  });

  it('is closed for good where the invitation is to blame', () => {
    expect(invitationIsUseless(invited, expired)).toBe(true);
    expect(invitationIsUseless(invited, new ServerError('group-full', 'full'))).toBe(false);
    expect(invitationIsUseless(open, wrong)).toBe(false);
  });

  it('asks for a name where a refusal says that the invitation has none', () => {
    const nameless = afterRefusal(invited, new ServerError('need-username', 'who?'));
    expect(nameless.invitation).toEqual({ state: 'nameless', token: 'abc' });
    expect(afterRefusal(invited, wrong)).toBe(invited);
  });

  it.each([
    ['a wrong password', open, entry, wrong, 'That name and password do not fit together.'],
    ['no password', open, { ...entry, password: '' }, wrong, 'This group needs a password'],
    ['a bad invitation', invited, entry, wrong, 'This invitation is not valid'],
    [
      'an authorisation server that does not answer',
      guarded,
      entry,
      new ServerError('internal', 'cannot be reached', { cause: new TypeError('failed to fetch') }),
      'login.example.org, which checks names and passwords for this group, does not answer.',
    ],
    ['a lost connection', open, entry, new NotConnected(), 'The server does not answer.'],
  ])('explains %s', (_, way, given, error, sentence) => {
    expect(entranceError(way, given, error).sentence).toContain(sentence);
  });

  it('names hosts, not whole addresses', () => {
    expect(hostOf('https://login.example.org:8443/token?x=1')).toBe('login.example.org:8443');
    expect(hostOf('nonsense')).toBe('nonsense');
  });
});
