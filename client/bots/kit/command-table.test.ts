import { describe, expect, it } from 'vitest';
import { aMember, BOB, onStage } from '../testing/stage.ts';
import { CommandMistake, type BotCommand } from './command.ts';
import { defineBot } from './definition.ts';

const given: unknown[] = [];
const commands: BotCommand[] = [
  { name: 'roll', about: 'Rolls a die.', run: ({ message }) => message.reply('4') },
  {
    name: 'poke',
    usage: 'user [text]',
    about: 'Pokes somebody.',
    opOnly: true,
    run: ({ args }) => {
      given.push([args.member().id, args.rest()]);
    },
  },
  {
    name: 'add',
    usage: 'number number',
    about: 'Adds two numbers.',
    run: ({ message, args }) => {
      const sum = Number(args.word()) + Number(args.word());
      args.end();
      if (Number.isNaN(sum)) throw new CommandMistake('These are no numbers.');
      return message.reply(sum.toString());
    },
  },
  {
    name: 'break',
    about: 'Breaks.',
    run: () => {
      throw new Error('broken');
    },
  },
];
const definition = defineBot({ name: 'Robot', about: 'I am a robot.', commands });

function stage() {
  const twins = [aMember('eve-1', { username: 'eve' }), aMember('eve-2', { username: 'eve' })];
  return onStage(definition, { others: [BOB, ...twins] });
}

describe('commands', () => {
  it.each([
    ['!roll', undefined, '4'],
    ['!ROLL the die', undefined, '4'],
    ['!add 1 2', undefined, '3'],
    ['!add "1" 2', undefined, '3'],
    ['!add 1', 'bob-1', 'Something is missing. Write: !add number number'],
    ['!add 1 2 3', 'bob-1', 'That is too much. Write: !add number number'],
    ['!add one 2', 'bob-1', 'These are no numbers.'],
    ['!poke bob', 'bob-1', '“!poke” is for operators.'],
  ])('%s is answered', async (line, to, text) => {
    const { hear, said } = await stage();
    await hear(line);
    expect(said()).toEqual([{ to, text }]);
  });

  it.each(['!dance', 'roll', ' !roll', '!', '!!', '!roll!', 'please !roll'])(
    '%j is none of this bot',
    async (line) => {
      const { hear, said } = await stage();
      await hear(line);
      expect(said()).toEqual([]);
    },
  );

  it('of operators find members by their names', async () => {
    const { hear, said } = await stage();
    await hear('!poke BOB in the  ribs', { privileged: true });
    expect(given.splice(0)).toEqual([['bob-1', 'in the  ribs']]);
    await hear('!poke carol', { privileged: true });
    await hear('!poke eve', { privileged: true });
    expect(said().map(({ text }) => text)).toEqual([
      expect.stringContaining('Nobody here is called'),
      expect.stringContaining('Several people are called'),
    ]);
  });

  it('that break are logged', async () => {
    const { hear, log } = await stage();
    await hear('!break');
    expect(log.all('handler failed')).toEqual([{ err: new Error('broken'), handler: 'command' }]);
  });

  it('are not taken from bots, and not as an action', async () => {
    const robot = aMember('r2-1', { data: { bot: true } });
    const { hear, said } = await onStage({ ...definition, hears: { bots: true } }, { others: [BOB, robot] });
    await hear('!roll', { source: 'r2-1' });
    await hear('!roll', { kind: 'me' });
    expect(said()).toEqual([]);
  });
});

describe('!help', () => {
  it('tells privately what the bot is, and what the one who asks may ask for', async () => {
    const { hear, said } = await stage();
    await hear('!help');
    expect(said()).toEqual([
      {
        to: 'bob-1',
        text: [
          'I am a robot.',
          '!help [bot] – Tells what I can do.',
          '!roll – Rolls a die.',
          '!add number number – Adds two numbers.',
          '!break – Breaks.',
        ].join('\n'),
      },
    ]);
    await hear('!help', { privileged: true });
    expect(said()[1]?.text).toContain('!poke user [text] – Pokes somebody.');
  });

  it('is answered by the bot that is named', async () => {
    const { hear, said } = await stage();
    await hear('!help somebody else');
    expect(said()).toEqual([]);
    await hear('!help robot');
    expect(said()).toHaveLength(1);
  });

  it('can be another', async () => {
    const help = {
      name: 'help',
      about: 'Helps.',
      run: ({ message }) => message.reply('no'),
    } satisfies BotCommand;
    const { hear, said } = await onStage(defineBot({ name: 'Robot', commands: [help] }));
    await hear('!help');
    expect(said()).toEqual([{ to: undefined, text: 'no' }]);
  });
});
