import { MemberId, type Permission } from '@evagore/shared';
import type { CommandPort } from '@evagore/shared/commands';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakePort } from '../../../shared/commands/testing/fake-port.ts';
import { Notices } from '../state/notices.ts';
import { Deeds } from './deeds.ts';

const ADA = 'ada00001';

let port: FakePort;
let notices: Notices;

beforeEach(() => {
  port = aPort(['op', 'present', 'message', 'token']);
  notices = new Notices({ now: () => 0, after: () => () => undefined });
});

function aPort(held: readonly Permission[]): FakePort {
  return new FakePort(held, { [ADA]: 'Ada' });
}

/** A surface without a prototype, as the page's. */
function deeds(): Deeds {
  const surface: CommandPort = {
    selfId: port.selfId,
    group: port.group,
    abilities: port.abilities,
    text: port.text,
    users: () => port.users(),
    permissions: () => port.permissions(),
    now: () => port.now(),
    moment: (at) => port.moment(at),
    print: (lines) => {
      port.print(lines);
    },
    say: (kind, text, to) => port.say(kind, text, to),
    userAction: (kind, dest, value) => port.userAction(kind, dest, value),
    groupAction: (kind, value) => port.groupAction(kind, value),
    userMessage: (kind, dest, value) => port.userMessage(kind, dest, value),
    leave: () => {
      port.leave();
    },
    invitationLink: (token) => port.invitationLink(token),
    copy: (text) => port.copy(text),
  };
  return new Deeds(surface, notices);
}

const shown = () => notices.getSnapshot();
const texts = () => shown().map(({ text }) => text);

describe('a deed', () => {
  it.each([
    ['op', {}, 'useraction op ada00001', 'Ada is an operator now.'],
    ['unpresent', {}, 'useraction unpresent ada00001', 'Ada may not present any more.'],
    ['shutup', {}, 'useraction shutup ada00001', 'Ada may not write any more.'],
    ['mute', {}, 'usermessage mute ada00001', 'Ada was muted.'],
    ['warn', { text: 'Hush' }, 'usermessage warning ada00001 "Hush"', 'Ada was warned.'],
    ['kick', { message: 'Bye' }, 'useraction kick ada00001 "Bye"', 'Ada was removed from the meeting.'],
    ['sendfile', {}, 'send file to ada00001', undefined],
  ])('%s is the command of that name', async (name, values, call, said) => {
    expect(await deeds().doTo(ADA, name, values)).toBe(true);
    expect(port.calls).toEqual([call]);
    expect(texts()).toEqual(said === undefined ? [] : [said]);
    expect(port.printed).toEqual([]);
  });

  it('tells where somebody comes from', async () => {
    port.answer = { id: MemberId.parse(ADA), username: 'Ada', address: '192.0.2.1:5' };
    await deeds().doTo(ADA, 'identify');
    expect(texts()).toEqual(['Ada comes from 192.0.2.1:5.']);
  });

  it('that was refused says why', async () => {
    port.userAction = () => Promise.reject(Object.assign(new Error('no'), { code: 'not-permitted' }));
    expect(await deeds().doTo(ADA, 'op')).toBe(false);
    expect(shown()).toMatchObject([{ kind: 'error', text: 'You may not do that in this group.' }]);
  });

  it('to somebody who has left is none', async () => {
    expect(await deeds().doTo('gone', 'op')).toBe(false);
    expect(port.calls).toEqual([]);
    expect(texts()).toEqual(['That person has left.']);
  });
});

describe('deleting messages', () => {
  it.each([
    ['one', { userId: ADA, id: 'm1' }],
    ['all of somebody’s', { userId: ADA }],
  ])('is asked of the server, and seen without a notice: %s', async (_, what) => {
    expect(await deeds().deleteMessages(what)).toBe(true);
    expect(port.calls).toEqual([`groupaction clearchat ${JSON.stringify(what)}`]);
    expect(texts()).toEqual([]);
  });

  it('says why it was refused', async () => {
    port.groupAction = () => Promise.reject(Object.assign(new Error('no'), { code: 'no-such-message' }));
    expect(await deeds().deleteMessages({ userId: ADA, id: 'm1' })).toBe(false);
    expect(texts()).toEqual(['That message is gone already.']);
  });
});

describe('undoing', () => {
  it.each([
    ['op', 'unop'],
    ['unop', 'op'],
    ['present', 'unpresent'],
    ['unpresent', 'present'],
    ['shutup', 'unshutup'],
    ['unshutup', 'shutup'],
  ])('%s does %s', async (name, undo) => {
    await deeds().doTo(ADA, name);
    shown()[0]?.action?.run();
    await expect.poll(() => port.calls).toEqual([`useraction ${name} ${ADA}`, `useraction ${undo} ${ADA}`]);
    // The second says what is so now, in the place of the first.
    expect(shown()).toHaveLength(1);
  });

  it('a lock opens the group, without the message', async () => {
    await deeds().do('lock', { message: 'Back at noon' });
    shown()[0]?.action?.run();
    await expect.poll(() => port.calls).toEqual(['groupaction lock "Back at noon"', 'groupaction unlock']);
  });

  it.each(['mute', 'kick', 'lower'])('is not offered for %s', async (name) => {
    await deeds().doTo(ADA, name);
    expect(shown()[0]?.action).toBeUndefined();
  });

  it('concerns each person apart', async () => {
    port.members = [...port.members, { id: MemberId.parse('ben00001'), username: 'Ben', permissions: [] }];
    await deeds().doTo(ADA, 'op');
    await deeds().doTo('ben00001', 'op');
    expect(shown()).toHaveLength(2);
  });
});

describe('what can be done', () => {
  it('is what the member is permitted and the surface can', () => {
    port = aPort(['message']);
    expect(deeds().usable()).toContain('msg');
    expect(deeds().usable()).toContain('sendfile');
    expect(deeds().usable()).not.toContain('kick');
    port.abilities = {};
    expect(deeds().usable()).not.toContain('sendfile');
  });
});
