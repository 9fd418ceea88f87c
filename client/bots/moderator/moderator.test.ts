import { describe, expect, it } from 'vitest';
import { aMember, BOB, onStage, settled, type Stage } from '../testing/stage.ts';
import { makeModerator } from './moderator.ts';
import { Rules } from './rules.ts';

const MINUTE_MS = 60_000;
const OP = aMember('op-1', { username: 'chief', permissions: ['op', 'message'] });
const QUIET = { ...BOB, permissions: ['present'] } as const;

const RULES = {
  words: { list: ['piffle'] },
  warnings: 1,
  silences: 1,
  silenceMinutes: 5,
  graceSeconds: 0,
};

function aModerator(rules: object = {}, options?: Parameters<typeof onStage>[1]): Promise<Stage> {
  const parsed = Rules.parse({ ...RULES, ...rules });
  return onStage(
    makeModerator(() => parsed),
    { others: [BOB, OP], ...options },
  );
}

describe('the moderator', () => {
  it('warns, then takes the word, then kicks', async () => {
    const { hear, said, acts, server, log } = await aModerator();
    await hear('piffle');
    expect(said()).toHaveLength(1);
    expect(said()[0]?.to).toBe('bob-1');
    expect(said()[0]?.text).toMatch(/^bob, please stop: words that are not welcome here\./);
    expect(acts()).toEqual([]);
    await hear('piffle');
    expect(acts()).toEqual(['shutup bob-1']);
    expect(said().at(-1)).toEqual({
      to: 'bob-1',
      text: 'bob, you cannot write for 5 minutes: words that are not welcome here.',
    });
    await hear('piffle');
    expect(acts()).toEqual(['shutup bob-1', 'kick bob-1']);
    expect(server.last('useraction').value).toBe('words that are not welcome here');
    const facts = { rule: 'words', member: 'bob-1', username: 'bob' };
    expect(log.all('moderation')).toEqual([
      { act: 'warning', ...facts, strikes: 1 },
      { act: 'silence', ...facts, strikes: 2 },
      { act: 'kick', ...facts, strikes: 3 },
    ]);
  });

  it('gives the word back after the time', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.change(QUIET);
    await stage.pass(5 * MINUTE_MS - 10_000);
    expect(stage.acts()).toEqual(['shutup bob-1']);
    await stage.pass(10_000);
    expect(stage.acts()).toEqual(['shutup bob-1', 'unshutup bob-1']);
    expect(stage.log.all('moderation').at(-1)).toMatchObject({ act: 'unsilence' });
  });

  it('leaves it where an operator gave it back already', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.change(QUIET);
    await stage.change(BOB);
    await stage.pass(5 * MINUTE_MS);
    expect(stage.acts()).toEqual(['shutup bob-1']);
  });

  it('takes the word again from who leaves and comes back', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.go('bob-1');
    await stage.pass(MINUTE_MS);
    await stage.come({ ...BOB, id: 'bob-2' });
    expect(stage.acts()).toEqual(['shutup bob-1', 'shutup bob-2']);
    await stage.change({ ...QUIET, id: 'bob-2' });
    await stage.pass(4 * MINUTE_MS);
    expect(stage.acts().at(-1)).toBe('unshutup bob-2');
    await stage.go('bob-2');
    await stage.come({ ...BOB, id: 'bob-3' });
    expect(stage.acts()).toHaveLength(3);
  });

  it('takes the word again where a restarted server gave it back', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.change(QUIET);
    stage.server.say({ type: 'closing', error: 'shutting-down', value: '' });
    stage.server.socket.drop(1001);
    await stage.pass(1000);
    stage.server.accept();
    await settled();
    expect(stage.log.all('joined again')).toHaveLength(1);
    expect(stage.acts()).toEqual(['shutup bob-1', 'shutup bob-1']);
  });

  it('does not punish a namesake', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.come({ ...BOB, id: 'bob-2' });
    await stage.hear('piffle', { source: 'bob-2' });
    expect(stage.acts()).toEqual(['shutup bob-1', 'shutup bob-2']);
  });

  it('gives every word back before it leaves', async () => {
    const stage = await aModerator({ warnings: 0 });
    await stage.hear('piffle');
    await stage.change(QUIET);
    stage.stop();
    await stage.ended;
    expect(stage.acts()).toEqual(['shutup bob-1', 'unshutup bob-1']);
  });

  it.each([
    ['operators', { source: 'op-1', privileged: true }],
    ['who was an operator when it was written', { privileged: true }],
    ['the server', { source: undefined, username: 'Server' }],
    ['who writes to the bot alone', { dest: 'robot-1' }],
  ])('leaves %s alone', async (_, rest) => {
    const { hear, said, acts } = await aModerator();
    await hear('piffle', rest);
    expect([...said(), ...acts()]).toEqual([]);
  });

  it('leaves alone who is named as exempt, but not who calls itself a bot', async () => {
    const robots = ['R2', 'C3'].map((username) =>
      aMember(`${username}-1`, { username, data: { bot: true } }),
    );
    const { hear, said } = await aModerator({ exempt: ['r2'] }, { others: robots });
    for (const { id } of robots) await hear('piffle', { source: id });
    expect(said().map(({ to }) => to)).toEqual(['C3-1']);
  });

  it('counts a flood of any kind', async () => {
    const { hear, log } = await aModerator({ flood: { messages: 3, seconds: 10 } });
    for (const kind of ['', 'me', 'caption']) await hear('a', { kind });
    expect(log.all('moderation')).toMatchObject([{ act: 'warning', rule: 'flood' }]);
  });

  it('does not count what was on its way when it acted', async () => {
    const stage = await aModerator({ flood: { messages: 3, seconds: 10 }, graceSeconds: 3 });
    for (let i = 0; i < 20; i += 1) await stage.hear(i.toString());
    expect(stage.log.all('moderation')).toMatchObject([{ act: 'warning', strikes: 1 }]);
    await stage.pass(3000);
    for (let i = 0; i < 20; i += 1) await stage.hear(i.toString());
    expect(stage.log.all('moderation')).toMatchObject([{ act: 'warning' }, { act: 'silence', strikes: 2 }]);
  });

  it('deletes what breaks the rule where it is told to, but no flood', async () => {
    const { hear, server } = await aModerator({
      deleteMessages: true,
      flood: { messages: 2, seconds: 10 },
    });
    await hear('fine');
    await hear('fine');
    expect(server.all('groupaction')).toEqual([]);
    await hear('piffle', { id: 'bad-1' });
    expect(server.last('groupaction')).toMatchObject({
      kind: 'clearchat',
      value: { userId: 'bob-1', id: 'bad-1' },
    });
  });

  it('goes by the rules of now', async () => {
    let list: string[] = [];
    const { hear, said } = await onStage(makeModerator(() => Rules.parse({ words: { list } })));
    await hear('piffle');
    expect(said()).toEqual([]);
    list = ['piffle'];
    await hear('piffle');
    expect(said()).toHaveLength(1);
  });

  it('forgets strikes with time', async () => {
    const stage = await aModerator({ forgetAfterMinutes: 1 });
    await stage.hear('piffle');
    await stage.pass(2 * MINUTE_MS);
    await stage.hear('piffle');
    expect(stage.log.all('moderation')).toMatchObject([{ act: 'warning' }, { act: 'warning', strikes: 1 }]);
  });

  it('says in its log what it may not do, and claims nothing', async () => {
    const { hear, log, said } = await aModerator({ warnings: 0 }, { permissions: ['message'] });
    await hear('piffle');
    expect(log.all('without the permission "op" I can only warn')).toHaveLength(1);
    expect(log.all('refused')).toMatchObject([{ what: 'shutup', code: 'not-permitted' }]);
    expect(log.all('moderation')).toEqual([]);
    expect(said()).toEqual([]);
  });
});

describe('operators', () => {
  const BY_OP = { source: 'op-1', username: 'chief', privileged: true };

  it('ask who has strikes', async () => {
    const { hear, said } = await aModerator();
    await hear('!strikes', BY_OP);
    await hear('piffle');
    await hear('!strikes', BY_OP);
    await hear('!strikes bob', BY_OP);
    await hear('!strikes chief', BY_OP);
    await hear('piffle');
    await hear('!strikes', BY_OP);
    expect(
      said()
        .filter(({ to }) => to === 'op-1')
        .map(({ text }) => text),
    ).toEqual(['No strikes.', 'bob: 1', 'bob: 1', 'No strikes.', 'bob: 2, may write again in 5 min']);
  });

  it('pardon', async () => {
    const { hear, said, acts, change, log } = await aModerator({ warnings: 0 });
    await hear('piffle');
    await change(QUIET);
    await hear('!pardon bob', BY_OP);
    expect(acts()).toEqual(['shutup bob-1', 'unshutup bob-1']);
    expect(said().at(-1)).toEqual({ to: 'op-1', text: 'bob is pardoned.' });
    expect(log.all('moderation')).toContainEqual({
      act: 'pardon',
      member: 'bob-1',
      username: 'bob',
      by: 'chief',
    });
    await change(BOB);
    await hear('piffle');
    expect(acts().at(-1), 'the first strike again').toBe('shutup bob-1');
  });

  it('pardon who has left', async () => {
    const { hear, said, acts, go, come } = await aModerator({ warnings: 0 });
    await hear('piffle');
    await go('bob-1');
    await hear('!pardon bob', BY_OP);
    await come({ ...BOB, id: 'bob-2' });
    expect(acts()).toEqual(['shutup bob-1']);
    expect(said().at(-1)?.text).toBe('bob is pardoned.');
  });

  it.each(['!pardon', '!pardon nobody', '!pardon bob and others', '!pardon Robot'])(
    'are told what is wrong with %s',
    async (line) => {
      const { hear, said, log } = await aModerator();
      await hear(line, BY_OP);
      expect(said()).toHaveLength(1);
      expect(log.all('moderation')).toEqual([]);
    },
  );

  it('alone may do so', async () => {
    const { hear, said, log } = await aModerator();
    await hear('!pardon bob');
    await hear('!strikes');
    expect(said().map(({ text }) => text)).toEqual([
      '“!pardon” is for operators.',
      '“!strikes” is for operators.',
    ]);
    expect(log.all('moderation')).toEqual([]);
  });
});
