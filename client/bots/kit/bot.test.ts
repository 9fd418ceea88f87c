import type { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { aMember, BOB, changed, onStage, settled } from '../testing/stage.ts';
import type { Bot } from './bot.ts';
import { defineBot, type BotHandlers } from './definition.ts';
import { BotMayNot, TextTooLong } from './failures.ts';
import type { BotMessage } from './message.ts';

/** A bot in a group, and what it holds in its hands. */
async function aBot(options?: Parameters<typeof onStage>[1], handlers: BotHandlers = {}) {
  const got = Promise.withResolvers<Bot>();
  const definition = defineBot({
    name: 'Robot',
    ...handlers,
    onJoined(bot) {
      got.resolve(bot);
    },
  });
  const stage = await onStage(definition, options);
  return { ...stage, bot: await got.promise };
}

describe('a bot', () => {
  it('says of itself that it is one, and presents its credentials', async () => {
    const { server } = await aBot();
    expect(server.last('join')).toMatchObject({
      username: 'Robot',
      password: 'secret',
      data: { bot: true },
    });
  });

  it('knows itself and the members', async () => {
    const other = aMember('r2-1', { username: 'R2', data: { bot: true } });
    const { bot, come } = await aBot({ others: [BOB, other], permissions: ['op', 'message'] });
    await come(aMember('ada-1', { username: 'ada', permissions: ['op'] }));
    expect(bot.group).toBe('meeting');
    expect(bot.me).toMatchObject({ id: bot.id, username: 'Robot', isMe: true, isOp: true });
    expect(bot.members.map(({ username, isOp, isBot }) => ({ username, isOp, isBot }))).toEqual([
      { username: 'Robot', isOp: true, isBot: true },
      { username: 'bob', isOp: false, isBot: false },
      { username: 'R2', isOp: false, isBot: true },
      { username: 'ada', isOp: true, isBot: false },
    ]);
    expect(bot.member('nobody' as MemberId)).toBeUndefined();
  });

  it('speaks to everybody or to one', async () => {
    const { bot, said } = await aBot();
    await bot.say('hello');
    await bot.tell(BOB.id as MemberId, 'psst');
    expect(said()).toEqual([
      { to: undefined, text: 'hello' },
      { to: 'bob-1', text: 'psst' },
    ]);
  });

  it.each<[string, (bot: Bot) => Promise<unknown>, string, string]>([
    ['kicks', (bot) => bot.kick(BOB.id as MemberId, 'be nice'), 'useraction', 'kick'],
    ['takes words', (bot) => bot.shutUp(BOB.id as MemberId), 'useraction', 'shutup'],
    ['gives words', (bot) => bot.unshutUp(BOB.id as MemberId), 'useraction', 'unshutup'],
    ['makes operators', (bot) => bot.op(BOB.id as MemberId), 'useraction', 'op'],
    ['unmakes operators', (bot) => bot.unop(BOB.id as MemberId), 'useraction', 'unop'],
    ['lets present', (bot) => bot.present(BOB.id as MemberId), 'useraction', 'present'],
    ['lets not present', (bot) => bot.unpresent(BOB.id as MemberId), 'useraction', 'unpresent'],
    ['lowers hands', (bot) => bot.lowerHand(BOB.id as MemberId), 'useraction', 'lowerhand'],
    ['mutes', (bot) => bot.mute(BOB.id as MemberId), 'usermessage', 'mute'],
    ['warns', (bot) => bot.warn(BOB.id as MemberId, 'hey'), 'usermessage', 'warning'],
  ])('%s, and may not without being an operator', async (_, act, type, kind) => {
    const { bot, server } = await aBot();
    await act(bot);
    const [done] = server.heard.filter((message) => message.type === type);
    expect(done).toMatchObject({ type, kind, dest: 'bob-1' });

    const small = await aBot({ permissions: ['message'] });
    const refused = act(small.bot);
    await expect(refused).rejects.toThrow(BotMayNot);
    await expect(refused).rejects.toMatchObject({ code: 'not-permitted', permission: 'op' });
    expect(small.server.heard.filter((message) => message.type === type)).toEqual([]);
  });

  it('locks, unlocks and clears', async () => {
    const { bot, server } = await aBot();
    await bot.lock('back at noon');
    await bot.unlock();
    await bot.clearChat({ userId: BOB.id as MemberId });
    expect(server.all('groupaction').map(({ kind, value }) => [kind, value])).toEqual([
      ['lock', 'back at noon'],
      ['unlock', undefined],
      ['clearchat', { userId: 'bob-1' }],
    ]);
  });

  it('goes by the permissions that it has now', async () => {
    const { bot, server } = await aBot({ permissions: ['message'] });
    server.say(changed({ permissions: [] }));
    await expect(bot.say('but')).rejects.toMatchObject({ permission: 'message' });
  });

  it('refuses what is too long', async () => {
    const { bot } = await aBot();
    await bot.say('x'.repeat(10_000));
    await expect(bot.say('x'.repeat(10_001))).rejects.toThrow(TextTooLong);
  });

  it('tells who waits of the server’s refusal, and the log for who does not', async () => {
    const { bot, server, log } = await aBot();
    server.refuseNext('chat', 'internal');
    await expect(bot.say('a')).rejects.toMatchObject({ code: 'internal' });
    server.refuseNext('chat', 'internal');
    void bot.say('b');
    await settled();
    expect(log.all('refused')).toEqual([
      { what: 'say', code: 'internal', reason: 'no: internal' },
      { what: 'say', code: 'internal', reason: 'no: internal' },
    ]);
  });

  it('never sends faster than its pace, whatever it says', async () => {
    const { bot, said, acts, pass } = await aBot();
    for (let i = 0; i < 20; i += 1) void bot.say(i.toString());
    void bot.kick(BOB.id as MemberId);
    await settled();
    expect(said()).toHaveLength(10);
    await pass(205);
    expect(acts(), 'acts come before words').toEqual(['kick bob-1']);
    await pass(2100);
    expect(said()).toHaveLength(20);
  });

  it('runs tasks later, in turn, and none after its end', async () => {
    const ran: string[] = [];
    const { bot, clock, pass, stop, ended } = await aBot();
    bot.after(1000, () => ran.push('once'));
    bot.every(400, () => ran.push('often'));
    const cancel = bot.after(500, () => ran.push('never'));
    cancel();
    await pass(1000);
    expect(ran).toEqual(['often', 'often', 'once']);
    bot.after(5000, () => ran.push('too late'));
    stop();
    await ended;
    expect(clock.pending).toBe(0);
    await pass(10_000);
    expect(ran).toEqual(['often', 'often', 'once']);
  });
});

describe('handlers', () => {
  it('hear what people write while the bot is there', async () => {
    const heard: BotMessage[] = [];
    const { hear } = await aBot(undefined, { onMessage: (_bot, message) => heard.push(message) });
    await hear('hello', { kind: 'me' });
    await hear('psst', { dest: 'robot-1', privileged: true });
    expect(heard).toMatchObject([
      { value: 'hello', kind: 'me', isPrivate: false, privileged: false, history: false },
      { value: 'psst', kind: '', isPrivate: true, privileged: true },
    ]);
    expect(heard[0]?.from).toMatchObject({ id: 'bob-1', username: 'bob', isBot: false });
  });

  const robot = aMember('r2-1', { username: 'R2', data: { bot: true } });

  it('do not hear the history, themselves, other bots, the server, and other kinds', async () => {
    const heard: string[] = [];
    const { server, hear } = await aBot(
      { others: [BOB, robot] },
      { onMessage: (_bot, message) => heard.push(message.value) },
    );
    server.say({ type: 'chathistory', messages: [{ ...history, value: 'long ago' }] });
    await hear('my own', { source: server.clientId });
    await hear('beep', { source: 'r2-1', username: 'R2' });
    await hear('a caption', { kind: 'caption' });
    await hear('by the server', { source: undefined, username: 'Server' });
    await hear('hello');
    expect(heard).toEqual(['hello']);
  });

  it('hear all of these that they ask for, except the server', async () => {
    const heard: string[] = [];
    const definition = defineBot({
      name: 'Robot',
      hears: { history: true, own: true, bots: true, allKinds: true },
      onMessage: (_bot, message) => heard.push(`${message.value} ${message.history.toString()}`),
    });
    const { server, hear } = await onStage(definition, { others: [BOB, robot] });
    server.say({ type: 'chathistory', messages: [{ ...history, value: 'old' }] });
    await hear('own', { source: server.clientId });
    await hear('beep', { source: 'r2-1', username: 'R2' });
    await hear('caption', { kind: 'caption' });
    await hear('server', { source: undefined });
    expect(heard).toEqual(['old true', 'own false', 'beep false', 'caption false']);
  });

  it('know a writer who has left meanwhile', async () => {
    const heard: BotMessage[] = [];
    const { hear } = await aBot(undefined, { onMessage: (_bot, message) => heard.push(message) });
    await hear('bye', { source: 'eve-1', username: 'eve' });
    expect(heard[0]?.from).toMatchObject({ id: 'eve-1', username: 'eve', isOp: false });
  });

  it('answer where they were asked', async () => {
    const { hear, said } = await aBot(undefined, {
      onMessage: (_bot, message) => message.reply(`${message.value}?`),
    });
    await hear('what');
    await hear('who', { dest: 'robot-1' });
    expect(said()).toEqual([
      { to: undefined, text: 'what?' },
      { to: 'bob-1', text: 'who?' },
    ]);
  });

  it('stop answering somebody who answers every answer', async () => {
    const { hear, said, log, pass } = await aBot(undefined, {
      onMessage: (bot) => void bot.say('and you?'),
    });
    for (let i = 0; i < 30; i += 1) {
      await hear('and you?');
      await pass(1000);
    }
    expect(said()).toHaveLength(10);
    expect(log.all('one member got as many answers as it may get in a minute')).toEqual([
      { who: 'name bob' },
    ]);
    await pass(40_000);
    await hear('and you?');
    expect(said()).toHaveLength(11);
  });

  it('learn who comes, changes, raises a hand and goes, but not who was there already', async () => {
    const told: string[] = [];
    const { come, change, go, server } = await aBot(undefined, {
      onMemberJoined: (_bot, { id }) => told.push(`joined ${id}`),
      onMemberChanged: (_bot, member, before) =>
        told.push(`changed ${member.id} ${String(before.hand)} ${String(member.hand)}`),
      onHandRaised: (_bot, { id }) => told.push(`raised ${id}`),
      onHandLowered: (_bot, { id }) => told.push(`lowered ${id}`),
      onMemberLeft: (_bot, { id, username }) => told.push(`left ${id} ${username}`),
    });
    const ada = aMember('ada-1', { username: 'ada' });
    await come(ada);
    await change({ ...ada, hand: 7 });
    await change(ada);
    await change(aMember(server.clientId, { username: 'Robot', hand: 8 }));
    await go('ada-1');
    expect(told).toEqual([
      'joined ada-1',
      'changed ada-1 null 7',
      'raised ada-1',
      'changed ada-1 7 null',
      'lowered ada-1',
      'left ada-1 ada',
    ]);
  });

  it('learn of messages between applications', async () => {
    const kinds: string[] = [];
    const { server } = await aBot(undefined, { onUserMessage: (_bot, { kind }) => kinds.push(kind) });
    server.say({ type: 'usermessage', kind: 'wink', source: 'bob-1', privileged: false, value: 1 });
    server.say({ type: 'usermessage', kind: 'echo', source: server.clientId, privileged: false });
    await settled();
    expect(kinds).toEqual(['wink']);
  });

  it('run one at a time, in order, over all kinds', async () => {
    const told: string[] = [];
    const slow: PromiseWithResolvers<void> = Promise.withResolvers();
    const { hear, come } = await aBot(undefined, {
      async onMessage(_bot, { value }) {
        await slow.promise;
        told.push(value);
      },
      onMemberJoined: (_bot, { id }) => told.push(id),
    });
    await hear('one');
    await come(aMember('ada-1'));
    await hear('two');
    expect(told).toEqual([]);
    slow.resolve();
    await settled();
    expect(told).toEqual(['one', 'ada-1', 'two']);
  });

  it('may throw: that is logged, and the bot goes on', async () => {
    const { hear, said, log } = await aBot(undefined, {
      async onMessage(_bot, message) {
        await message.reply('first');
        throw new Error('oops');
      },
    });
    await hear('a');
    await hear('b');
    expect(said()).toHaveLength(2);
    expect(log.all('handler failed')).toEqual([
      { err: new Error('oops'), handler: 'onMessage' },
      { err: new Error('oops'), handler: 'onMessage' },
    ]);
  });

  it('may pass a refusal on: it is logged once', async () => {
    const { hear, log } = await aBot(
      { permissions: [] },
      {
        onMessage: (_bot, message) => message.reply('no'),
      },
    );
    await hear('a');
    expect(log.all('refused')).toHaveLength(1);
    expect(log.all('handler failed')).toEqual([]);
  });
});

const history = {
  id: 'old-1',
  kind: '',
  source: 'bob-1',
  username: 'bob',
  time: '2026-11-21T09:00:00.000Z',
  privileged: false,
};
