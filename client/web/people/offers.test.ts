import type { Permission } from '@evagore/shared';
import { usableCommands } from '@evagore/shared/commands';
import { describe, expect, it } from 'vitest';
import { FakePort } from '../../../shared/commands/testing/fake-port.ts';
import { aPerson } from './fakes.ts';
import { groupOffers, personOffers, type GroupState } from './offers.ts';

const usableBy = (...held: Permission[]): ReadonlySet<string> =>
  new Set(usableCommands(new FakePort(held)).map(({ name }) => name));
const OPERATOR = usableBy('op', 'present', 'message', 'token');
const WRITER = usableBy('present', 'message');
const OBSERVER = usableBy();

const someone = (...permissions: Permission[]) => aPerson('Ada', { permissions });

describe('for somebody else', () => {
  it.each([
    ['a writer and a presenter', someone('present', 'message'), WRITER, ['msg', 'sendfile', 'volume']],
    ['a writer and an observer', someone(), WRITER, ['msg', 'sendfile', 'volume']],
    ['an observer and a presenter', someone('present'), OBSERVER, ['volume']],
    ['an observer and an observer', someone(), OBSERVER, ['volume']],
    [
      'an operator and a presenter',
      someone('present', 'message'),
      OPERATOR,
      ['msg', 'sendfile', 'volume', 'unpresent', 'shutup', 'op', 'warn', 'identify', 'kick'],
    ],
    [
      'an operator and another',
      someone('op', 'present', 'message'),
      OPERATOR,
      ['msg', 'sendfile', 'volume', 'unpresent', 'shutup', 'unop', 'warn', 'identify', 'kick'],
    ],
    [
      'an operator and an observer',
      someone(),
      OPERATOR,
      ['msg', 'sendfile', 'volume', 'present', 'unshutup', 'op', 'warn', 'identify', 'kick'],
    ],
  ])('%s: what makes sense and is permitted', (_, person, usable, offered) => {
    expect(personOffers(person, { usable, lowerHands: true, pinnable: false }).flat()).toEqual(offered);
  });

  it('mutes whom one hears, and lowers the hand that is up where the server can', () => {
    const loud = aPerson('Ada', { microphone: 'on', hand: true });
    const offered = (usable: ReadonlySet<string>, lowerHands: boolean) =>
      personOffers(loud, { usable, lowerHands, pinnable: false }).flat();
    expect(offered(OPERATOR, true)).toEqual(expect.arrayContaining(['lower', 'mute']));
    expect(offered(OPERATOR, false)).not.toContain('lower');
    expect(offered(WRITER, true)).not.toContain('mute');
    expect(offered(WRITER, true)).not.toContain('lower');
  });
});

it('pins whom one sees', () => {
  const rights = { usable: OBSERVER, lowerHands: false, pinnable: true };
  expect(personOffers(someone('present'), rights).flat()).toEqual(['volume', 'pin']);
});

describe('for the meeting', () => {
  const state = (fields: Partial<GroupState>): GroupState => ({
    usable: OPERATOR,
    hand: false,
    locked: false,
    recording: false,
    ownPassword: false,
    ...fields,
  });
  const offered = (fields: Partial<GroupState>) => groupOffers(state(fields)).flat();

  it.each([
    [
      'an operator',
      OPERATOR,
      [
        ...['raise', 'invite', 'presentfile', 'renegotiate'],
        ...['muteall', 'wall', 'lock', 'identify', 'clear'],
      ],
    ],
    ['a presenter', WRITER, ['raise', 'link', 'presentfile', 'renegotiate']],
    ['an observer', OBSERVER, ['raise', 'link', 'renegotiate']],
  ])('%s finds what is permitted', (_, usable, found) => {
    expect(offered({ usable })).toEqual(found);
  });

  it('what is so already is offered to be ended', () => {
    const usable = usableBy('op', 'record');
    expect(offered({ usable, hand: true, locked: true, recording: true })).toEqual([
      ...['unraise', 'link', 'renegotiate', 'unlock', 'unrecord', 'identify', 'clear'],
    ]);
    expect(offered({ usable })).toEqual(expect.arrayContaining(['raise', 'lock', 'record']));
  });

  it('a password can be changed by whoever has one', () => {
    expect(offered({ ownPassword: true })).toContain('password');
    expect(offered({ usable: OBSERVER, ownPassword: true })).toContain('password');
  });
});
