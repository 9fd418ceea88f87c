import { describe, expect, it } from 'vitest';
import { backstage, onStage, settled } from '../testing/stage.ts';
import { defineBot } from './definition.ts';
import type { Bot } from './bot.ts';

const quiet = defineBot({ name: 'Robot' });

describe('getting in', () => {
  it('is tried again, later each time, until the server is there', async () => {
    const { server, clock, stop, ended, pass } = backstage(quiet);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      server.socket.drop();
      await settled();
      const droppedAt = clock.now();
      const sockets = server.sockets.length;
      while (server.sockets.length === sockets) await pass(50);
      waits.push(clock.now() - droppedAt);
    }
    expect(waits.every((wait, index) => index === 0 || wait > waits[index - 1]!)).toBe(true);
    server.accept();
    await settled();
    expect(server.last('join').group).toBe('meeting');
    stop();
    expect(await ended).toMatchObject({ exit: 'done' });
  });

  it('is given up when the server is not there for too long', async () => {
    const { server, ended, pass } = backstage(quiet, { patienceMs: 3000 });
    let ending: unknown;
    void ended.then((how) => (ending = how));
    for (let i = 0; i < 10 && ending === undefined; i += 1) {
      server.socket.drop();
      await settled();
      await pass(1000);
    }
    expect(ending).toMatchObject({ exit: 'unreachable' });
  });

  it.each([
    ['not-authorised', 'refused'],
    ['no-such-group', 'refused'],
    ['username-taken', 'refused'],
    ['token-expired', 'refused'],
    ['bad-message', 'failed'],
  ] as const)('is not tried again after %s', async (code, exit) => {
    const { server, ended, clock } = backstage(quiet);
    server.refuseNext('join', code);
    server.accept();
    expect(await ended).toEqual({ exit, code, message: `no: ${code}` });
    expect(server.sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it.each(['group-locked', 'group-full', 'no-operator', 'busy'] as const)(
    'is tried again after %s',
    async (code) => {
      const { server, log, pass } = backstage(quiet);
      server.refuseNext('join', code);
      server.accept();
      await settled();
      expect(log.all('could not join')).toMatchObject([{ code }]);
      await pass(1000);
      server.accept();
      await settled();
      expect(log.all('joined')).toHaveLength(1);
    },
  );

  it('ends at once when the bot is told to stop, also between attempts', async () => {
    const first = backstage(quiet);
    first.stop();
    expect(await first.ended).toMatchObject({ exit: 'done' });
    const between = backstage(quiet);
    between.server.socket.drop();
    await settled();
    between.stop();
    expect(await between.ended).toMatchObject({ exit: 'done' });
    expect(between.clock.pending).toBe(0);
  });
});

describe('being there', () => {
  it('ends when the bot is told to stop: it says farewell, and leaves', async () => {
    const { server, stop, ended, said, clock } = await onStage(
      defineBot({ name: 'Robot', onLeaving: (bot) => bot.say('bye') }),
    );
    stop();
    expect(await ended).toEqual({ exit: 'done', code: 'left', message: '' });
    expect(said()).toEqual([{ to: undefined, text: 'bye' }]);
    expect(server.all('join').at(-1)).toMatchObject({ kind: 'leave' });
    expect(server.socket.closed).toMatchObject({ code: 1000 });
    expect(clock.pending).toBe(0);
  });

  it('ends although the farewell never does, or the server never answers', async () => {
    const { server, stop, ended, pass } = await onStage(
      defineBot({ name: 'Robot', onLeaving: () => new Promise(() => undefined) }),
    );
    server.hold('join');
    stop();
    await settled();
    await pass(3000);
    await pass(2000);
    expect(await ended).toMatchObject({ exit: 'done' });
  });

  it('ends by the bot’s own will', async () => {
    const { ended, hear } = await onStage(
      defineBot({
        name: 'Robot',
        onMessage: (bot) => {
          bot.leave();
        },
      }),
    );
    await hear('go');
    expect(await ended).toMatchObject({ exit: 'done' });
  });

  it.each([
    ['kicked', 'kicked'],
    ['taken-over', 'failed'],
    ['group-expired', 'refused'],
  ] as const)('ends where the server ends it with %s, without a farewell', async (error, exit) => {
    let farewells = 0;
    const left: string[] = [];
    const { server, ended } = await onStage(
      defineBot({
        name: 'Robot',
        onLeaving: () => (farewells += 1),
        onMemberLeft: (_bot, { id }) => left.push(id),
      }),
    );
    server.say({ type: 'closing', error, value: 'out' });
    server.socket.drop(1000, error);
    expect(await ended).toEqual({ exit, code: error, message: 'out' });
    expect(farewells).toBe(0);
    expect(left, 'nobody left but the bot').toEqual([]);
  });

  it('refuses to say more when it is over', async () => {
    let kept: Bot | undefined;
    const { stop, ended, log } = await onStage(
      defineBot({
        name: 'Robot',
        onJoined: (bot) => {
          kept = bot;
        },
      }),
    );
    stop();
    await ended;
    await expect(kept?.say('more')).rejects.toMatchObject({ code: 'not-permitted' });
    expect(log.all('handler failed')).toEqual([]);
  });
});
