import type { FakeServer } from '../../lib/testing/fake-server.ts';
import type { FakeClock } from '../../lib/testing/fake-clock.ts';
import { settled, surroundings } from '../../lib/testing/meeting.ts';
import { aChat, aMember, changed, joined, type SaidOf } from '../../lib/testing/messages.ts';
import { attend, type Place } from '../kit/attend.ts';
import type { BotDefinition } from '../kit/definition.ts';
import type { Ending } from '../kit/endings.ts';
import type { BotLog } from '../kit/log.ts';

export type SaidMember = SaidOf<'roster'>['users'][number];

/** Keeps what is logged. */
export class RecordedLog implements BotLog {
  readonly lines: { level: keyof BotLog; phrase: string; facts: Record<string, unknown> }[] = [];

  debug(facts: object, phrase: string): void {
    this.#add('debug', facts, phrase);
  }

  info(facts: object, phrase: string): void {
    this.#add('info', facts, phrase);
  }

  warn(facts: object, phrase: string): void {
    this.#add('warn', facts, phrase);
  }

  error(facts: object, phrase: string): void {
    this.#add('error', facts, phrase);
  }

  /** The facts of all lines with this phrase. */
  all(phrase: string): Record<string, unknown>[] {
    return this.lines.filter((line) => line.phrase === phrase).map(({ facts }) => facts);
  }

  #add(level: keyof BotLog, facts: object, phrase: string): void {
    this.lines.push({ level, phrase, facts: { ...facts } });
  }
}

const PLACE: Place = {
  url: 'wss://example.org/ws',
  group: 'meeting',
  username: 'Robot',
  credentials: 'secret',
};

/** The server is never silent for longer than this once the bot is in. */
const STEP_MS = 10_000;

/** A bot in a group, and the server that it believes in. */
export interface Stage {
  readonly server: FakeServer;
  readonly clock: FakeClock;
  readonly log: RecordedLog;
  readonly ended: Promise<Ending>;
  readonly stop: () => void;
  /** Somebody writes; `bob` to everybody unless told otherwise. */
  readonly hear: (value: string, rest?: Partial<SaidOf<'chat'>>) => Promise<void>;
  readonly come: (...members: SaidMember[]) => Promise<void>;
  readonly change: (...members: SaidMember[]) => Promise<void>;
  readonly go: (id: string) => Promise<void>;
  /** What the bot said, with the receiver for what was private. */
  readonly said: () => { to: string | undefined; text: string }[];
  /** What the bot did to members: the kind and whom. */
  readonly acts: () => string[];
  /** Lets time pass, and whatever waits for it happen. */
  readonly pass: (ms: number) => Promise<void>;
}

export const BOB = aMember('bob-1', { username: 'bob' });

/** Begins a bot; nobody answers it yet. */
export function backstage(
  definition: BotDefinition,
  options: { permissions?: SaidMember['permissions']; others?: SaidMember[]; patienceMs?: number } = {},
): Stage {
  const {
    permissions = ['op', 'present', 'message', 'token'],
    others = [BOB],
    patienceMs = 60_000,
  } = options;
  const { world, server, clock } = surroundings();
  server.membership = joined({ username: 'Robot', permissions });
  server.others = others;
  const log = new RecordedLog();
  const controller = new AbortController();
  const { signal } = controller;
  const ended = attend({ definition, place: PLACE, log, world, patienceMs, signal });
  let messages = 0;
  const say = async (...heard: Parameters<FakeServer['say']>): Promise<void> => {
    server.say(...heard);
    await settled();
  };
  return {
    server,
    clock,
    log,
    ended,
    stop: () => {
      controller.abort();
    },
    hear: (value, rest = {}) => {
      messages += 1;
      const time = new Date(Date.UTC(2026, 10, 21, 10) + clock.now()).toISOString();
      const id = `heard-${messages.toString()}`;
      return say(aChat({ id, source: 'bob-1', username: 'bob', time, value, ...rest }));
    },
    come: (...added) => say({ type: 'users', added }),
    change: (...members) => say({ type: 'users', changed: members }),
    go: (id) => say({ type: 'users', removed: [{ id, username: '' }] }),
    said: () => server.all('chat').map(({ dest, value }) => ({ to: dest, text: value })),
    acts: () => server.all('useraction').map(({ kind, dest }) => `${kind} ${dest}`),
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.advance(Math.min(left, STEP_MS));
        await settled();
        if (left >= STEP_MS && log.all('joined').length > 0) await say({ type: 'ping' });
      }
    },
  };
}

/** A bot that is in the group. */
export async function onStage(...args: Parameters<typeof backstage>): Promise<Stage> {
  const stage = backstage(...args);
  stage.server.accept();
  await settled();
  return stage;
}

export { aMember, changed, settled };
