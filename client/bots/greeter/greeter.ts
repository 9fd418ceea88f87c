import type { Bot } from '../kit/bot.ts';
import { defineBot, type BotDefinition } from '../kit/definition.ts';
import type { BotMember } from '../kit/member.ts';
import { filledIn, type GreeterTexts } from './texts.ts';
import { Visitors } from './visitors.ts';

const MINUTE_MS = 60_000;

/**
 * Makes a bot that welcomes people and tells what the room is.
 *
 * @param texts - Asked each time, because they may change.
 */
export function makeGreeter(texts: () => GreeterTexts): BotDefinition {
  const visitors = new Visitors();
  let present: Bot | undefined;

  const fill = (bot: Bot, text: string, name = ''): string =>
    filledIn(text, {
      name: name === '' ? texts().anonymous : name,
      group: bot.group,
      bot: bot.me.username,
      count: bot.members.filter(isGuest).length.toString(),
    });
  const rules = (bot: Bot): string[] =>
    texts().rules.map((rule, index) => `${(index + 1).toString()}. ${fill(bot, rule)}`);

  return defineBot({
    name: 'Greeter',
    about: () => {
      if (present === undefined) return '';
      const about = texts().about;
      return [...(about === '' ? [] : [fill(present, about)]), ...rules(present)].join('\n');
    },
    commands: [
      {
        name: 'rules',
        about: 'Tells the rules of this room.',
        run: ({ bot, message }) => {
          const lines = rules(bot);
          return message.replyPrivately(lines.length === 0 ? 'There are none.' : lines.join('\n'));
        },
      },
    ],

    onJoined(bot) {
      present = bot;
      // Whoever is there already needs no welcome, now or after coming back.
      for (const member of bot.members) visitors.saw(member, bot.now());
    },
    onMemberJoined(bot, member) {
      if (!isGuest(member)) return;
      const { welcome, publicly, againAfterMinutes } = texts();
      const isKnown = visitors.knows(member, againAfterMinutes * MINUTE_MS, bot.now());
      visitors.saw(member, bot.now());
      if (isKnown) return;
      const text = fill(bot, welcome, member.username);
      // Not waited for: where many come at once, those who ask something should not have to wait for them.
      void (publicly ? bot.say(text) : bot.tell(member, text));
    },
    onMemberLeft(bot, member) {
      visitors.saw(member, bot.now());
    },
  });
}

/** Somebody to be welcomed: neither a bot nor the server's own. */
function isGuest(member: BotMember): boolean {
  return !member.isBot && !member.isMe && !member.permissions.includes('system');
}
