import { MemberId, type ActionResult, type ApplicationValue, type Permission } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { perform, type OutputLine } from '@evagore/shared/commands';
import { commandPort, type CommandConnection } from './command-port.ts';

class FakeCommandConnection implements CommandConnection {
  readonly id = MemberId.parse('me');
  users = {
    me: { username: 'Me', permissions: [] },
    ada00001: { username: 'Ada', permissions: [] },
  };
  permissions: readonly Permission[] = ['op', 'present', 'message', 'token'];
  readonly told: string[] = [];
  readonly up = { a: this.#stream('up a'), b: this.#stream('up b') };
  readonly down = { c: this.#stream('down c') };
  answer: ActionResult | undefined;

  userAction(kind: string, dest: string, value?: ApplicationValue) {
    return this.#tell(`useraction ${kind} ${dest} ${JSON.stringify(value)}`, this.answer);
  }
  groupAction(kind: string, value?: ApplicationValue) {
    return this.#tell(`groupaction ${kind} ${JSON.stringify(value)}`, this.answer);
  }
  userMessage(kind: string, dest: string, value?: ApplicationValue, noecho?: boolean) {
    return this.#tell(`usermessage ${kind} "${dest}" ${JSON.stringify(value)} ${String(noecho)}`, undefined);
  }

  #tell<Answer>(what: string, answer: Answer): Promise<Answer> {
    this.told.push(what);
    return Promise.resolve(answer);
  }
  #stream(name: string) {
    return { restartIce: () => void this.told.push(`restart ${name}`) };
  }
}

let connection: FakeCommandConnection;
let printed: OutputLine[];

beforeEach(() => {
  connection = new FakeCommandConnection();
  printed = [];
});

/** Carries a line out on the page's port; whatever it does is written down. */
async function give(line: string, options: { recipient?: string; screens?: boolean; own?: string } = {}) {
  const { told } = connection;
  const port = commandPort({
    connection,
    store: {
      say: (kind, text, dest) => Promise.resolve(void told.push(`say ${kind}>${dest ?? ''}: ${text}`)),
      print: (_, lines) => void printed.push(...lines),
      lastOwnMessage: () => options.own,
    },
    local: {
      shareScreen: () => Promise.resolve(void told.push('share')),
      stopScreen: () => void told.push('stop sharing'),
    },
    group: 'physics/lab 3',
    origin: 'https://example.org',
    recipient: options.recipient,
    screens: options.screens ?? true,
    leave: () => void told.push('leave'),
    copy: (text) => Promise.resolve(void told.push(`copy ${text}`)),
  });
  return perform(line, port);
}

describe('the page', () => {
  it.each([
    ['hello', 'say >: hello'],
    ['/me waves', 'say me>: waves'],
    ['/msg ada hi', 'say >ada00001: hi'],
    ['/leave', 'leave'],
    ['/sharescreen', 'share'],
    ['/unsharescreen', 'stop sharing'],
    ['/raise', 'useraction setdata me {"raisehand":true}'],
    ['/lock', 'groupaction lock undefined'],
    ['/mute Ada', 'usermessage mute "ada00001" undefined false'],
    ['/muteall', 'usermessage mute "" undefined true'],
    ['/wall hi', 'usermessage warning "" "hi" true'],
  ])('carries out %s', async (line, call) => {
    expect(await give(line)).toEqual({ type: 'done' });
    expect(connection.told).toEqual([call]);
  });

  it('writes to the person whose conversation is open, unless a command names another', async () => {
    await give('hello', { recipient: 'bob' });
    await give('/msg Ada hi', { recipient: 'bob' });
    expect(connection.told).toEqual(['say >bob: hello', 'say >ada00001: hi']);
  });

  it('restarts each direction once', async () => {
    await give('/renegotiate');
    expect(connection.told).toEqual(['restart up a', 'restart down c']);
  });

  it('deletes one’s last message, if there is one', async () => {
    expect(await give('/delete')).toMatchObject({ problem: { code: 'no-own-message' } });
    await give('/delete', { own: 'm1' });
    expect(connection.told).toEqual(['groupaction clearchat {"id":"m1","userId":"me"}']);
  });

  it('makes links to its group, and copies them', async () => {
    const expires = '2999-01-01T00:00:00Z';
    connection.answer = { token: { token: 'a+b', group: 'physics/lab 3', permissions: [], expires } };
    await give('/invite');
    const link = 'https://example.org/group/physics/lab%203/?token=a%2Bb';
    expect(printed).toMatchObject([{ link }]);
    expect(connection.told[1]).toBe(`copy ${link}`);
  });

  it.each(['/presentfile', '/sendfile Ada', '/replace', '/relay-test', '/set', '/unset x'])(
    'says that it cannot do %s, and leaves it out of the help',
    async (line) => {
      expect(await give(line)).toMatchObject({ problem: { code: 'not-here' } });
      await give('/help');
      expect(printed.map(({ term }) => term?.split(' ')[0])).not.toContain(line.split(' ')[0]);
      expect(connection.told).toEqual([]);
    },
  );

  it('offers screens only where the browser can share them', async () => {
    expect(await give('/sharescreen', { screens: false })).toMatchObject({ problem: { code: 'not-here' } });
  });
});
