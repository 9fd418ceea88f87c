import { createHash } from 'node:crypto';
import { capitalsIn, folded, hasWord } from './folding.ts';
import type { Conduct } from './ledger.ts';
import { linksElsewhere } from './links.ts';
import { MOST_MESSAGES, type RuleName, type Rules } from './rules.ts';

const MINUTE_MS = 60_000;

/** A message as far as rules care. */
export interface Statement {
  readonly value: string;
  /** By the server's clock, in milliseconds since the epoch. */
  readonly at: number;
  /** By the bot's clock, in milliseconds. */
  readonly receivedAt: number;
}

export type Measure = 'warning' | 'silence' | 'kick';

/** Remembers a message, for as long as a rule may ask for it. */
export function remember(conduct: Conduct, { value, at }: Statement, { flood, repeats }: Rules): void {
  const digest = createHash('sha256').update(folded(value)).digest('base64');
  const longestMs = Math.max(flood?.seconds ?? 0, repeats?.seconds ?? 0) * 1000;
  // Between repeats, there may be anything.
  const most = repeats === undefined ? (flood?.messages ?? 1) : MOST_MESSAGES;
  const recent = conduct.recent.filter((written) => at - written.at <= longestMs);
  conduct.recent = [...recent, { at, digest }].slice(-most);
}

/** Which rule the message remembered last breaks; undefined: none. */
export function brokenRule(conduct: Conduct, statement: Statement, rules: Rules): RuleName | undefined {
  const { value, at, receivedAt } = statement;
  const { flood, repeats, links, words, capitals } = rules;
  const within = (seconds: number) => conduct.recent.filter((written) => at - written.at <= seconds * 1000);
  if (flood !== undefined && within(flood.seconds).length >= flood.messages) return 'flood';
  if (repeats !== undefined) {
    const digest = conduct.recent.at(-1)?.digest;
    const same = within(repeats.seconds).filter((written) => written.digest === digest);
    if (same.length >= repeats.times) return 'repeats';
  }
  if (words !== undefined && hasWord(value, words.list, words.leet)) return 'words';
  if (links !== undefined && isNew(conduct, receivedAt, links.newcomerMinutes)) {
    if (linksElsewhere(value, links.allow)) return 'links';
  }
  if (capitals !== undefined) {
    const { share, letters } = capitalsIn(value);
    if (letters >= capitals.letters && share > capitals.share) return 'capitals';
  }
  return undefined;
}

/** How many strikes somebody has at this time: all are forgotten long enough after the last one. */
export function strikesAt({ strikes, struckAt }: Conduct, now: number, rules: Rules): number {
  return now - struckAt > rules.forgetAfterMinutes * MINUTE_MS ? 0 : strikes;
}

/** What follows from so many strikes, the present one included. */
export function measureFor(strikes: number, { warnings, silences }: Rules): Measure {
  if (strikes <= warnings) return 'warning';
  return strikes <= warnings + silences ? 'silence' : 'kick';
}

function isNew({ arrivedAt }: Conduct, now: number, newcomerMinutes: number): boolean {
  return arrivedAt !== undefined && now - arrivedAt < newcomerMinutes * MINUTE_MS;
}
