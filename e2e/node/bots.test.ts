import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ServerConnection, type World } from '@evagore/client';
import type { ChatMessage } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { makeGreeter } from '../../client/bots/greeter/greeter.ts';
import { GreeterTexts } from '../../client/bots/greeter/texts.ts';
import { attend } from '../../client/bots/kit/attend.ts';
import { RecordedLog } from '../../client/bots/testing/stage.ts';
import { defaultWorld } from '../../client/lib/world.ts';
import { TestServer } from '../support/server.ts';

/** Bots as processes, against a server with a real media worker. */

const BOTS = path.join(import.meta.dirname, '../../client/bots');

const TEA = {
  users: {
    chief: { password: 'chief', permissions: 'op' },
    Greeter: { password: 'greeter', permissions: 'message' },
    Moderator: { password: 'moderator', permissions: 'op' },
  },
  'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
};

/** Waits until something holds; a slow machine must not fail what is right. */
function soon<Result>(check: () => Result): Promise<Result> {
  return vi.waitFor(check, { timeout: 15_000 });
}

/** A process that is a bot. */
class BotProcess {
  /** All that it logged. */
  readonly lines: Record<string, unknown>[] = [];
  readonly ended: Promise<number | null>;
  printed = '';
  readonly #process: ChildProcess;

  constructor(program: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#process = spawn(process.execPath, [path.join(BOTS, program), ...argv], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#process;
    stderr?.on('data', (data: Buffer) => (this.printed += data.toString()));
    if (stdout !== null) {
      createInterface({ input: stdout }).on('line', (line) => {
        this.printed += line;
        this.lines.push(JSON.parse(line) as Record<string, unknown>);
      });
    }
    this.ended = new Promise((resolve) => this.#process.once('close', resolve));
  }

  /** Waits for a line with this message. */
  async said(phrase: string, times = 1): Promise<Record<string, unknown>[]> {
    return soon(() => {
      const found = this.lines.filter(({ msg }) => msg === phrase);
      expect(found.length, this.printed).toBeGreaterThanOrEqual(times);
      return found;
    });
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#process.kill(signal);
    return this.ended;
  }
}

/** A line to the server that can be cut. */
class Cable {
  readonly openSocket: World['openSocket'] = (url, listener) => {
    const socket = new WebSocket(url, { rejectUnauthorized: false });
    this.#last = socket;
    socket.on('open', () => {
      listener.opened();
    });
    socket.on('message', (data: Buffer) => {
      listener.received(data.toString());
    });
    socket.on('close', (code, reason) => {
      listener.closed(code, reason.toString());
    });
    socket.on('error', () => undefined);
    return {
      send: (text) => {
        socket.send(text);
      },
      close: (code, reason) => {
        socket.close(code, reason);
      },
    };
  };
  #last: WebSocket | undefined;

  /** Ends the connection without a word. */
  pull(): void {
    this.#last?.terminate();
  }
}

/** A member, its cable, and what it reads. */
class Guest {
  readonly cable = new Cable();
  readonly connection = new ServerConnection({ openSocket: this.cable.openSocket });
  readonly read: ChatMessage[] = [];

  constructor() {
    this.connection.events.on('chatReceived', (message, history) => {
      if (!history) this.read.push(message);
    });
  }

  /** What it read privately. */
  get private(): string[] {
    return this.read.filter(({ dest }) => dest !== undefined).map(({ value }) => value);
  }

  async say(text: string): Promise<void> {
    await this.connection.chat('', '', text);
  }

  /** Whoever has this name, from this guest's point of view. */
  find(username: string): string | undefined {
    return Object.entries(this.connection.users).find(([, user]) => user.username === username)?.[0];
  }
}

let folder: string;
let server: TestServer;
const guests: Guest[] = [];
const bots: BotProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-bots-'));
  server = await TestServer.start({ tea: TEA });
});
afterEach(async () => {
  for (const guest of guests.splice(0)) guest.connection.close();
  for (const bot of bots.splice(0)) await bot.stop();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | object): Promise<string> {
  const full = path.join(folder, name);
  await writeFile(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
}

async function join(username: string, password = 'anything'): Promise<Guest> {
  const guest = new Guest();
  guests.push(guest);
  await guest.connection.connect(`${server.origin.replace('https', 'wss')}/ws`);
  await guest.connection.join('tea', username, password);
  return guest;
}

/** Starts a bot that is to be let in. */
async function startBot(program: string, name: string, ...flags: string[]): Promise<BotProcess> {
  const password = await file(`${name}.password`, `${name.toLowerCase()}\n`);
  const bot = new BotProcess(program, [
    ...['--server', server.origin, '--group', 'tea', '--name', name, '--password-file', password],
    ...['--insecure', '--log-level', 'debug', ...flags],
  ]);
  bots.push(bot);
  await bot.said('joined');
  return bot;
}

describe('the greeter', () => {
  const texts = { welcome: 'Welcome, {name}', about: 'A room for tea.', rules: ['No coffee.'] };

  it('welcomes each person once, also over a cut connection and after coming back', async () => {
    await startBot('greeter.ts', 'Greeter', '--texts', await file('texts.json', texts));
    const ada = await join('ada');
    await soon(() => {
      expect(ada.private).toEqual(['Welcome, ada']);
    });
    const { connection } = ada;
    const states: string[] = [];
    connection.events.on('stateChanged', (state) => states.push(state));
    ada.cable.pull();
    await soon(() => {
      expect(states).toEqual(['reconnecting', 'connected']);
    });
    await connection.leave('tea');
    await connection.join('tea', 'ada', 'anything');
    const bob = await join('bob');
    await soon(() => {
      expect(bob.private).toEqual(['Welcome, bob']);
    });
    expect(ada.private).toEqual(['Welcome, ada']);
    expect(ada.read.map(({ value }) => value)).not.toContain('Welcome, bob');
  });

  it('loses nothing when its own connection is cut', async () => {
    const before = await join('before');
    const cable = new Cable();
    const log = new RecordedLog();
    const controller = new AbortController();
    const ended = attend({
      definition: makeGreeter(() => GreeterTexts.parse(texts)),
      place: {
        url: `${server.origin.replace('https', 'wss')}/ws`,
        group: 'tea',
        username: 'Greeter',
        credentials: 'greeter',
      },
      log,
      world: { ...defaultWorld(), openSocket: cable.openSocket },
      patienceMs: 0,
      signal: controller.signal,
    });
    await soon(() => {
      expect(log.all('joined')).toHaveLength(1);
    });
    const ada = await join('cut-ada');
    await soon(() => {
      expect(ada.private).toEqual(['Welcome, cut-ada']);
    });
    cable.pull();
    const bob = await join('cut-bob');
    await soon(() => {
      expect(bob.private).toEqual(['Welcome, cut-bob']);
    });
    expect(log.all('connection changed')).toEqual(
      expect.arrayContaining([{ state: 'reconnecting' }, { state: 'connected' }]),
    );
    expect([...before.private, ...ada.private]).toEqual(['Welcome, cut-ada']);
    controller.abort();
    expect(await ended).toMatchObject({ exit: 'done' });
  });

  it('answers !help, and takes up new texts', async () => {
    const named = await file('texts.json', texts);
    const bot = await startBot('greeter.ts', 'Greeter', '--texts', named);
    const ada = await join('ada');
    await ada.say('!help');
    await soon(() => {
      expect(ada.private.at(-1)).toBe(
        [
          'A room for tea.',
          '1. No coffee.',
          '!help [bot] – Tells what I can do.',
          '!rules – Tells the rules of this room.',
        ].join('\n'),
      );
    });
    await file('texts.json', { ...texts, rules: ['Coffee is fine.'] });
    await bot.said('file read again');
    await ada.say('!rules');
    await soon(() => {
      expect(ada.private.at(-1)).toBe('1. Coffee is fine.');
    });
  });
});

describe('the moderator', { timeout: 40_000 }, () => {
  const rules = {
    flood: { messages: 4, seconds: 30 },
    warnings: 1,
    silences: 1,
    silenceMinutes: 0.1,
    graceSeconds: 0,
  };

  async function flood(guest: Guest): Promise<void> {
    for (let i = 0; i < 4; i += 1) await guest.say(`message ${i.toString()}`);
  }

  it('warns, silences for a while, and kicks; leaving helps nobody', async () => {
    const bot = await startBot('moderator.ts', 'Moderator', '--rules', await file('rules.json', rules));
    const eve = await join('eve');
    await flood(eve);
    await soon(() => {
      expect(eve.private).toEqual([expect.stringContaining('eve, please stop: too many messages at once')]);
    });
    await flood(eve);
    await soon(() => {
      expect(eve.connection.permissions).not.toContain('message');
    });
    await expect(eve.say('but')).rejects.toMatchObject({ code: 'not-permitted' });
    await eve.connection.leave('tea');
    await eve.connection.join('tea', 'eve', 'anything');
    await soon(() => {
      expect(eve.connection.permissions).not.toContain('message');
    });
    await bot.said('moderation', 4);
    await soon(() => {
      expect(eve.connection.permissions).toContain('message');
    });
    const closed = new Promise((resolve) => eve.connection.events.once('closed', resolve));
    await flood(eve);
    expect(await closed).toMatchObject({ code: 'kicked', message: 'too many messages at once' });
    const acts = await bot.said('moderation', 5);
    expect(acts.map(({ act }) => act)).toEqual(['warning', 'silence', 'silence', 'unsilence', 'kick']);
    expect(acts[0]).toMatchObject({ level: 'info', rule: 'flood', username: 'eve', strikes: 1 });
  });

  it('is told by operators to pardon, and leaves them alone', async () => {
    const strict = { ...rules, warnings: 0, silenceMinutes: 5 };
    await startBot('moderator.ts', 'Moderator', '--rules', await file('rules.json', strict));
    const [chief, eve] = [await join('chief', 'chief'), await join('eve')];
    await flood(chief);
    await flood(eve);
    await soon(() => {
      expect(eve.connection.permissions).not.toContain('message');
    });
    await chief.say('!strikes');
    await soon(() => {
      expect(chief.private).toEqual(['eve: 1, may write again in 5 min']);
    });
    await chief.say('!pardon eve');
    await soon(() => {
      expect(chief.private.at(-1)).toBe('eve is pardoned.');
      expect(eve.connection.permissions).toContain('message');
    });
    await eve.say('thank you');
    expect(chief.connection.permissions).toContain('message');
  });

  it('gives every word back before it stops', async () => {
    const strict = { ...rules, warnings: 0, silenceMinutes: 5 };
    const bot = await startBot('moderator.ts', 'Moderator', '--rules', await file('rules.json', strict));
    const eve = await join('eve');
    await flood(eve);
    await soon(() => {
      expect(eve.connection.permissions).not.toContain('message');
    });
    expect(await bot.stop()).toBe(0);
    await soon(() => {
      expect(eve.connection.permissions).toContain('message');
    });
  });
});

describe('a bot as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('leaves at once and ends with 0 on %s', async (signal) => {
    const ada = await join('ada');
    const bot = await startBot('examples/echo.ts', 'Echo');
    await soon(() => {
      expect(ada.find('Echo')).toBeDefined();
    });
    await ada.say('!ping');
    await soon(() => {
      expect(ada.read.at(-1)).toMatchObject({ value: 'pong', username: 'Echo' });
    });
    expect(await bot.stop(signal)).toBe(0);
    await soon(() => {
      expect(ada.find('Echo'), 'a seat that is kept would last a minute').toBeUndefined();
    });
  });

  it('ends with 79 when it is kicked', async () => {
    const chief = await join('chief', 'chief');
    const bot = await startBot('examples/echo.ts', 'Echo');
    await soon(() => {
      expect(chief.find('Echo')).toBeDefined();
    });
    await chief.connection.userAction('kick', chief.find('Echo') ?? '', 'enough');
    expect(await bot.ended).toBe(79);
    expect(bot.lines.at(-1)).toMatchObject({ msg: 'ended', code: 'kicked', reason: 'enough', exitCode: 79 });
  });

  it('ends with 77 when it is not let in, and does not tell its password', async () => {
    const goal = ['--server', server.origin, '--insecure', '--group', 'tea', '--name', 'Greeter'];
    const bot = new BotProcess('examples/echo.ts', goal, { EVAGORE_BOT_PASSWORD: 'wrong-secret' });
    expect(await bot.ended).toBe(77);
    expect(bot.lines.at(-1)).toMatchObject({ msg: 'ended', code: 'not-authorised' });
    expect(bot.printed).not.toContain('wrong-secret');
  });

  it('ends with 69 when the server is not to be believed, and says why; --ca mends that', async () => {
    const goal = ['--server', server.origin, '--group', 'tea'];
    const bot = new BotProcess('examples/echo.ts', [...goal, '--give-up-after-seconds', '0']);
    expect(await bot.ended).toBe(69);
    expect(bot.printed).toMatch(/self.signed certificate/);
    const ca = path.join(path.dirname(server.groupsDir), 'data/self-signed/cert.pem');
    expect(await readFile(ca, 'utf8')).toContain('BEGIN CERTIFICATE');
    const believing = new BotProcess('examples/echo.ts', [...goal, '--ca', ca]);
    bots.push(believing);
    await believing.said('joined');
  });

  it('ends with 78 when a setting makes no sense', async () => {
    const rules = await file('rules.json', '{"flood": 3}');
    const bot = new BotProcess('moderator.ts', [
      '--server',
      server.origin,
      '--group',
      'tea',
      '--rules',
      rules,
    ]);
    expect(await bot.ended).toBe(78);
    expect(bot.printed).toMatch(/rules\.json: flood: /);
  });
});
