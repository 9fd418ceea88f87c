import { describe, expect, it } from 'vitest';
import { MemberId } from '../ids.ts';
import { PERMISSIONS, type Permission } from '../permissions.ts';
import { interpret, perform } from './interpret.ts';
import { COMMANDS } from './registry.ts';
import { FakePort } from './testing/fake-port.ts';

const PEOPLE = { ada00001: 'Ada', bob00001: 'Bob Smith', anna0001: 'Anna', anna0002: 'Anna', anon0001: '' };
const aPort = (...held: Permission[]) => new FakePort(held.length > 0 ? held : PERMISSIONS, PEOPLE);

/** The lines a port was asked for, after one line of input. */
async function callsOf(line: string, port = aPort()): Promise<readonly string[]> {
  const outcome = await perform(line, port);
  expect(outcome).toEqual({ type: 'done' });
  return port.calls;
}

function problemOf(line: string, port = aPort()) {
  const meaning = interpret(line, port);
  if (meaning.type !== 'problem') throw new Error(`${line} is understood`);
  return meaning.problem;
}

const MEANINGS: readonly (readonly [line: string, call: string])[] = [
  ['hello there', 'say >all: hello there'],
  ['  hello\nthere ', 'say >all: hello\nthere'],
  ['//etc/hosts', 'say >all: /etc/hosts'],
  ['/me waves  twice', 'say me>all: waves  twice'],
  ['/ME waves', 'say me>all: waves'],
  ['/msg Ada hi  there', 'say >ada00001: hi  there'],
  ['/msg "Bob Smith" hi\nthere', 'say >bob00001: hi\nthere'],
  ["/msg 'Bob Smith' hi", 'say >bob00001: hi'],
  ['/msg Bob\\ Smith hi', 'say >bob00001: hi'],
  ['/log', 'open log'],
  ['/leave', 'leave'],
  ['/raise', 'useraction setdata self0001 {"raisehand":true}'],
  ['/unraise', 'useraction setdata self0001 {"raisehand":null}'],
  ['/delete', 'groupaction clearchat {"id":"m7","userId":"self0001"}'],
  ['/sharescreen', 'start screen'],
  ['/unsharescreen', 'stop screen'],
  ['/presentfile', 'broadcast file'],
  ['/sendfile Ada', 'send file to ada00001'],
  ['/renegotiate', 'restart media'],
  ['/replace', 'replace media'],
  ['/relay-test', 'test relay'],
  ['/set mirror', 'set mirror true'],
  ['/set resolution [1280, 720]', 'set resolution [1280,720]'],
  ['/unset mirror', 'unset mirror'],
  ['/lock', 'groupaction lock'],
  ['/lock back at "noon"', 'groupaction lock "back at \\"noon\\""'],
  ['/unlock', 'groupaction unlock'],
  ['/clear', 'groupaction clearchat'],
  ['/subgroups', 'groupaction subgroups'],
  ['/kick Ada', 'useraction kick ada00001'],
  ['/kick Ada enough of that', 'useraction kick ada00001 "enough of that"'],
  ['/identify Ada', 'useraction identify ada00001'],
  ['/op Ada', 'useraction op ada00001'],
  ['/unop Ada', 'useraction unop ada00001'],
  ['/present Ada', 'useraction present ada00001'],
  ['/unpresent Ada', 'useraction unpresent ada00001'],
  ['/shutup Ada', 'useraction shutup ada00001'],
  ['/unshutup Ada', 'useraction unshutup ada00001'],
  ['/mute Ada', 'usermessage mute ada00001'],
  ['/muteall', 'usermessage mute all'],
  ['/warn Ada mind the time', 'usermessage warning ada00001 "mind the time"'],
  ['/wall mind the time', 'usermessage warning all "mind the time"'],
  ['/lower Ada', 'useraction lowerhand ada00001'],
  ['/lowerall', 'groupaction lowerhands'],
  ['/record', 'groupaction record'],
  ['/unrecord', 'groupaction unrecord'],
  ['/listtokens', 'groupaction listtokens'],
  ['/revoke abc', 'groupaction edittoken {"token":"abc","expires":-1000}'],
  ['/reinvite abc', 'groupaction edittoken {"token":"abc","expires":86400000}'],
  ['/reinvite abc 2h', 'groupaction edittoken {"token":"abc","expires":7200000}'],
  [
    '/revoke https://example.org/group/physics/lab/?x=1&token=a%2Fb#c',
    'groupaction edittoken {"token":"a/b","expires":-1000}',
  ],
];

describe('a line', () => {
  it.each(MEANINGS)('%j does %s', async (line, call) => {
    expect(await callsOf(line)).toEqual([call]);
  });

  it('of nothing does nothing', async () => {
    const port = aPort();
    expect(await perform(' \n ', port)).toEqual({ type: 'nothing' });
    expect(port.calls).toEqual([]);
  });

  it('is tested for every command, each of which has a name of its own', () => {
    const tested = MEANINGS.map(([line]) => line.split(' ')[0]);
    const elsewhere = ['/help', '/invite'];
    const names = COMMANDS.map(({ name }) => `/${name}`);
    expect(names.filter((name) => !tested.includes(name))).toEqual(elsewhere);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('somebody', () => {
  it.each([
    ['ada', 'ada00001'],
    ['ada#ada0', 'ada00001', 'Ada#ada0'],
    ['Anna#anna0002', 'anna0002'],
    ['#anon', 'anon0001'],
    ['anon0001', 'anon0001'],
  ])('is found as %s', async (name, id, exact = name) => {
    expect(await callsOf(`/op ${exact}`)).toEqual([`useraction op ${id}`]);
  });

  it('who shares a name is not guessed; the refusal tells how to say whom', () => {
    const problem = problemOf('/kick Anna');
    expect(problem.code).toBe('ambiguous-user');
    expect(problem.message).toBe(
      'Several people are called “Anna”. Write one of: Anna#anna0001, Anna#anna0002',
    );
  });

  it('who differs by case only is meant by the exact name', async () => {
    const port = new FakePort(PERMISSIONS, { a1a1a1: 'eve', b2b2b2: 'Eve' });
    expect(await callsOf('/op Eve', port)).toEqual(['useraction op b2b2b2']);
    expect(problemOf('/op EVE', port).code).toBe('ambiguous-user');
  });

  it('cannot take another’s place by a name that looks like a short id', () => {
    const port = new FakePort(PERMISSIONS, { ada00001: 'Ada', evil: 'Ada#ada0' });
    expect(problemOf('/op Ada#ada0', port).code).toBe('ambiguous-user');
  });

  it('cannot take another’s place by an id that is a name', async () => {
    const port = new FakePort(PERMISSIONS, { ada00001: 'Ada', Ada: 'Mallory' });
    expect(await callsOf('/op Ada', port)).toEqual(['useraction op ada00001']);
  });

  it('who is not here is said so', () => {
    expect(problemOf('/op Zoe').message).toBe('Nobody here is called “Zoe”.');
  });
});

describe('a problem', () => {
  it.each([
    ['/dance', 'no-such-command'],
    ['/', 'no-such-command'],
    ['/ lock', 'no-such-command'],
    ['/msg', 'missing-argument'],
    ['/msg Ada', 'missing-argument'],
    ['/me', 'missing-argument'],
    ['/wall', 'missing-argument'],
    ['/revoke', 'missing-argument'],
    ['/muteall Ada', 'too-many-arguments'],
    ['/op Ada Anna', 'too-many-arguments'],
    ['/set mirror maybe', 'bad-json'],
    ['/revoke https://example.org/group/physics/', 'bad-link'],
    ['/reinvite abc soon', 'bad-time'],
    ['/reinvite abc 2020-01-01', 'past-time'],
    ['/reinvite abc 0d', 'past-time'],
    ['/reinvite abc 200yr', 'far-time'],
    ['x'.repeat(10_001), 'too-long'],
  ])('of %j is %s', (line, code) => {
    expect(problemOf(line).code).toBe(code);
  });

  it('with a name tells the one that may have been meant', () => {
    expect(problemOf('/lokc').message).toContain('Did you mean /lock?');
    expect(problemOf('/mutealll').message).toContain('Did you mean /muteall?');
  });

  it('with a name does not offer what may not be done', () => {
    expect(problemOf('/lokc', aPort('message')).code).toBe('no-such-command');
  });

  it('with the arguments shows how it is written', () => {
    expect(problemOf('/kick').message).toBe('Something is missing. Write: /kick user [message]');
    expect(problemOf('/muteall Ada').message).toBe('“Ada” is too much. Write: /muteall');
  });

  it('with permissions says who may', () => {
    expect(problemOf('/kick Ada', aPort('message')).message).toBe(
      '“/kick” is for operators. Ask an operator.',
    );
    expect(problemOf('/listtokens', aPort('op')).message).toContain('those who may invite');
    expect(problemOf('hello', aPort('present')).code).toBe('may-not-write');
    expect(problemOf('/me waves', aPort('present')).code).toBe('not-permitted');
  });

  it('with the surface says so', () => {
    const port = aPort();
    port.abilities = {};
    expect(problemOf('/sharescreen', port).message).toBe(
      '“/sharescreen” cannot be used here. Type /help for what can.',
    );
  });

  it('which only shows in doing is an outcome too', async () => {
    const port = aPort();
    port.lastMessage = undefined;
    expect(await perform('/delete', port)).toMatchObject({
      type: 'refused',
      problem: { code: 'no-own-message' },
    });
    expect(port.calls).toEqual([]);
  });

  it('of the server is passed on', async () => {
    const port = aPort();
    port.groupAction = () => Promise.reject(new Error('busy'));
    await expect(perform('/lock', port)).rejects.toThrow('busy');
  });
});

describe('permissions', () => {
  const NEEDS: Partial<Record<Permission, readonly string[]>> = {
    op: ['lock', 'unlock', 'clear', 'subgroups', 'kick Ada', 'identify Ada', 'op Ada', 'unop Ada'],
    message: ['me hi', 'msg Ada hi', 'sendfile Ada'],
    present: ['sharescreen', 'presentfile', 'replace'],
    record: ['record', 'unrecord'],
    token: ['invite'],
  };

  it.each(Object.entries(NEEDS).flatMap(([permission, lines]) => lines.map((line) => [line, permission])))(
    '/%s needs %s, and nothing else',
    async (line, permission) => {
      const others = PERMISSIONS.filter((each) => each !== permission);
      expect(problemOf(`/${line}`, aPort(...others)).code).toBe('not-permitted');
      expect(await callsOf(`/${line}`, aPort(permission as Permission))).toHaveLength(1);
    },
  );

  it.each(['mute Ada', 'muteall', 'warn Ada hi', 'wall hi'])('/%s needs op and message', (line) => {
    expect(problemOf(`/${line}`, aPort('op')).code).toBe('not-permitted');
    expect(problemOf(`/${line}`, aPort('message')).code).toBe('not-permitted');
  });

  it.each(['reinvite x', 'revoke x', 'listtokens'])('/%s needs op and token', (line) => {
    expect(problemOf(`/${line}`, aPort('op')).code).toBe('not-permitted');
    expect(problemOf(`/${line}`, aPort('token')).code).toBe('not-permitted');
  });

  it.each(['leave', 'raise', 'unraise', 'help', 'unsharescreen'])(
    'nobody needs one for /%s',
    async (line) => {
      expect(await perform(`/${line}`, new FakePort([]))).toEqual({ type: 'done' });
    },
  );
});

describe('what is printed', () => {
  it('after an action names the one it was done to', async () => {
    const port = aPort();
    await perform('/kick #anon', port);
    expect(port.printed).toEqual([{ text: 'Somebody without a name was removed from the meeting.' }]);
  });

  it('by /identify is the address', async () => {
    const port = aPort();
    port.answer = { id: MemberId.parse('ada00001'), username: 'Ada', address: '192.0.2.7:5000' };
    await perform('/identify Ada', port);
    expect(port.printed).toEqual([{ text: 'Ada comes from 192.0.2.7:5000.' }]);
  });

  it('by /subgroups is a line a group', async () => {
    const port = aPort();
    port.answer = { subgroups: [{ name: 'physics/lab/a' as never, clientCount: 3 }] };
    await perform('/subgroups', port);
    port.answer = { subgroups: [] };
    await perform('/subgroups', port);
    expect(port.printed.map(({ text }) => text)).toEqual([
      'physics/lab/a: 3',
      'Nobody is in a group below this one.',
    ]);
  });

  it('by /set is every setting', async () => {
    const port = aPort();
    await perform('/set', port);
    expect(port.printed).toEqual([{ term: 'mirror', text: 'true' }]);
    expect(port.calls).toEqual([]);
  });

  it('by /help is what may be done here, with how it is written', async () => {
    const port = aPort('message');
    port.abilities = {};
    await perform('/help', port);
    expect(port.printed.map(({ term }) => term)).toEqual([
      '/help',
      '/leave',
      '/me text',
      '/msg user text',
      '/raise',
      '/unraise',
    ]);
    expect(port.printed[3]?.text).toBe('Write to one person only');
  });
});
