import type { Bot } from '../kit/bot.ts';
import { CommandMistake, type BotCommand, type CommandArguments } from '../kit/command.ts';
import { defineBot, type BotDefinition } from '../kit/definition.ts';
import { shortId } from '../kit/log.ts';
import { personKey, type BotMember } from '../kit/member.ts';
import type { BotMessage } from '../kit/message.ts';
import { brokenRule, measureFor, remember, strikesAt, type Measure } from './judgement.ts';
import { Ledger, type Conduct } from './ledger.ts';
import { spoken, type RuleName, type Rules } from './rules.ts';

const MINUTE_MS = 60_000;
/** Most that a list of strikes shows. */
const MOST_LISTED = 20;

/** Rules about single messages; of the others, each message is one of many. */
const DELETABLE: ReadonlySet<RuleName> = new Set<RuleName>(['links', 'words', 'capitals']);

/**
 * Makes a bot that keeps order in the chat: who breaks a rule is warned, then may not write for a while, then is kicked.
 *
 * @param rules - Asked each time, because they may change.
 */
export function makeModerator(rules: () => Rules): BotDefinition {
  const moderator = new Moderator(rules);
  return defineBot({
    name: 'Moderator',
    about: 'I see to it that the rules of the chat are kept.',
    // Only names in `exempt` are exempt: anybody can call themselves a bot. And floods may be of any kind.
    hears: { bots: true, allKinds: true },
    commands: moderator.commands,
    onJoined(bot) {
      moderator.begin(bot);
    },
    onRejoined(bot) {
      moderator.silenceAgain(bot);
    },
    onMemberJoined(bot, member) {
      moderator.arrived(bot, member);
    },
    onMemberLeft(_bot, member) {
      moderator.left(member);
    },
    onMessage(bot, message) {
      moderator.read(bot, message);
    },
    onLeaving: (bot) => moderator.endSilences(bot),
  });
}

class Moderator {
  readonly commands: readonly BotCommand[];
  readonly #rules: () => Rules;
  readonly #ledger = new Ledger();

  constructor(rules: () => Rules) {
    this.#rules = rules;
    this.commands = [
      {
        name: 'strikes',
        usage: '[user]',
        about: 'Tells who has broken rules lately.',
        opOnly: true,
        run: ({ bot, message, args }) => message.replyPrivately(this.#strikes(bot, args)),
      },
      {
        name: 'pardon',
        usage: 'user',
        about: 'Forgets what somebody did, and lets them write again.',
        opOnly: true,
        run: ({ bot, message, args }) => this.#pardon(bot, message, args),
      },
    ];
  }

  begin(bot: Bot): void {
    if (!bot.permissions.includes('op')) bot.log.warn({}, 'without the permission "op" I can only warn');
    for (const member of bot.members) this.#ledger.arrived(member, undefined);
  }

  arrived(bot: Bot, member: BotMember): void {
    const conduct = this.#ledger.arrived(member, bot.now());
    // Leaving and coming back gives the permission to write back, but ends no silence.
    if (isSilenced(conduct, bot.now())) this.#shutUp(bot, member, conduct);
  }

  left(member: BotMember): void {
    this.#ledger.left(member);
  }

  read(bot: Bot, message: BotMessage): void {
    const { from, value, privileged, receivedAt } = message;
    if (message.isPrivate || privileged || this.#isExempt(from)) return;
    // Who has left meanwhile cannot be told anything.
    if (bot.member(from.id) === undefined) return;
    const conduct = this.#ledger.arrived(from, receivedAt);
    const statement = { value, at: message.time.getTime(), receivedAt };
    // Nobody is punished twice for what was on its way.
    if (statement.at < conduct.heedsFrom) return;
    const rules = this.#rules();
    remember(conduct, statement, rules);
    const rule = brokenRule(conduct, statement, rules);
    if (rule === undefined) return;
    conduct.recent = [];
    conduct.heedsFrom = statement.at + rules.graceSeconds * 1000;
    conduct.strikes = strikesAt(conduct, bot.now(), rules) + 1;
    conduct.struckAt = bot.now();
    if (rules.deleteMessages && DELETABLE.has(rule)) {
      void bot.clearChat({ userId: from.id, id: message.id });
    }
    this.#punish(bot, from, conduct, rule);
  }

  /** The server has given everybody their permissions back. */
  silenceAgain(bot: Bot): void {
    for (const { member, conduct } of this.#silenced(bot)) {
      if (member.permissions.includes('message')) this.#shutUp(bot, member, conduct);
    }
  }

  /** A silence is for some minutes; without the bot nobody would end it. */
  async endSilences(bot: Bot): Promise<void> {
    await Promise.allSettled(
      this.#silenced(bot).map(({ member, conduct }) => this.#unsilence(bot, member, conduct)),
    );
  }

  #punish(bot: Bot, member: BotMember, conduct: Conduct, rule: RuleName): void {
    const rules = this.#rules();
    const { silenceMinutes, texts } = rules;
    const measure = measureFor(conduct.strikes, rules);
    const name = member.username === '' ? texts.anonymous : member.username;
    const say = (text: string) => spoken(text, { name, reason: texts[rule], minutes: silenceMinutes });
    const done = (): void => {
      audit(bot, measure, member, { rule, strikes: conduct.strikes });
    };
    switch (measure) {
      case 'warning':
        void ignoringRefusal(bot.tell(member, say(texts.warning)).then(done));
        break;
      case 'silence':
        conduct.silencedUntil = bot.now() + silenceMinutes * MINUTE_MS;
        this.#unsilenceLater(bot, conduct);
        void ignoringRefusal(
          bot.shutUp(member).then(() => {
            done();
            return bot.tell(member, say(texts.silence));
          }),
        );
        break;
      case 'kick':
        void ignoringRefusal(bot.kick(member, say(texts.kick)).then(done));
        break;
    }
  }

  #shutUp(bot: Bot, member: BotMember, conduct: Conduct): void {
    const { strikes } = conduct;
    const done = (): void => {
      audit(bot, 'silence', member, { strikes });
    };
    void ignoringRefusal(bot.shutUp(member).then(done));
    this.#unsilenceLater(bot, conduct);
  }

  #unsilenceLater(bot: Bot, conduct: Conduct): void {
    const { silencedUntil } = conduct;
    if (silencedUntil === undefined) return;
    bot.after(Math.max(0, silencedUntil - bot.now()), () => {
      // Pardoned, or silenced for longer.
      if (conduct.silencedUntil !== silencedUntil) return;
      const member = conduct.id === undefined ? undefined : bot.member(conduct.id);
      if (member === undefined) conduct.silencedUntil = undefined;
      else void ignoringRefusal(this.#unsilence(bot, member, conduct));
    });
  }

  async #unsilence(bot: Bot, member: BotMember, conduct: Conduct): Promise<void> {
    conduct.silencedUntil = undefined;
    // An operator may have been quicker.
    if (member.permissions.includes('message')) return;
    await bot.unshutUp(member);
    audit(bot, 'unsilence', member, { strikes: conduct.strikes });
  }

  #silenced(bot: Bot): { member: BotMember; conduct: Conduct }[] {
    return this.#ledger.all().flatMap((conduct) => {
      const member = conduct.id === undefined ? undefined : bot.member(conduct.id);
      return member !== undefined && isSilenced(conduct, bot.now()) ? [{ member, conduct }] : [];
    });
  }

  #isExempt(member: BotMember): boolean {
    if (member.isOp || member.isMe || member.permissions.includes('system')) return true;
    if (member.username === '') return false;
    const key = personKey(member);
    return this.#rules().exempt.some((username) => personKey({ id: member.id, username }) === key);
  }

  #strikes(bot: Bot, args: CommandArguments): string {
    const listed = args.isEmpty ? this.#ledger.all() : [this.#find(bot, args)];
    const lines = listed
      .filter((conduct) => strikesAt(conduct, bot.now(), this.#rules()) > 0)
      .map((conduct) => this.#line(bot, conduct));
    if (lines.length === 0) return 'No strikes.';
    const more = lines.length - MOST_LISTED;
    return [...lines.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more.toString()} more`] : [])].join('\n');
  }

  #line(bot: Bot, conduct: Conduct): string {
    const { username, strikes, silencedUntil } = conduct;
    const now = bot.now();
    const left =
      silencedUntil === undefined || silencedUntil <= now
        ? ''
        : `, may write again in ${Math.ceil((silencedUntil - now) / MINUTE_MS).toString()} min`;
    return `${username === '' ? '(anonymous)' : username}: ${strikes.toString()}${left}`;
  }

  async #pardon(bot: Bot, message: BotMessage, args: CommandArguments): Promise<void> {
    const conduct = this.#find(bot, args);
    const member = conduct.id === undefined ? undefined : bot.member(conduct.id);
    const wasSilenced = isSilenced(conduct, bot.now());
    conduct.strikes = 0;
    conduct.recent = [];
    conduct.silencedUntil = undefined;
    const by = message.from.username;
    if (member === undefined) bot.log.info({ act: 'pardon', username: conduct.username, by }, 'moderation');
    else audit(bot, 'pardon', member, { by });
    if (member !== undefined && wasSilenced) await this.#unsilence(bot, member, conduct);
    await message.replyPrivately(`${conduct.username} is pardoned.`);
  }

  /** @throws CommandMistake */
  #find(bot: Bot, args: CommandArguments): Conduct {
    const name = args.word();
    args.end();
    const departed = this.#ledger.departed(name);
    if (departed !== undefined && !bot.members.some(({ username }) => username === name)) return departed;
    const member = args.memberCalled(name);
    if (member.isMe) throw new CommandMistake('I keep the rules myself.');
    return this.#ledger.arrived(member, undefined);
  }
}

/** One line for each act. What was written is not in it. */
function audit(bot: Bot, act: Measure | 'unsilence' | 'pardon', member: BotMember, facts: object): void {
  bot.log.info({ act, member: shortId(member.id), username: member.username, ...facts }, 'moderation');
}

/** Refusals stand in the log already. */
function ignoringRefusal(act: Promise<unknown>): Promise<unknown> {
  return act.catch(() => undefined);
}

function isSilenced({ silencedUntil }: Conduct, now: number): boolean {
  return silencedUntil !== undefined && silencedUntil > now;
}
