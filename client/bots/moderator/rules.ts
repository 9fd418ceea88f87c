import { z } from 'zod';

/** Longest time that a rule may look back: what is remembered of each member is bounded by it. */
const MOST_SECONDS = 3600;
/** Most messages that a rule may count, and that are remembered of one member. */
export const MOST_MESSAGES = 100;

const Sentence = z.string().min(1).max(500);
const Seconds = z.number().positive().max(MOST_SECONDS);

/** What is said to those who break a rule. `{name}`, `{reason}` and `{minutes}` are filled in. */
const Texts = z.strictObject({
  warning: Sentence.default(
    '{name}, please stop: {reason}. Next time you will have to be quiet for a while.',
  ),
  silence: Sentence.default('{name}, you cannot write for {minutes} minutes: {reason}.'),
  kick: Sentence.default('{reason}'),
  /** What those without a name are called. */
  anonymous: Sentence.default('You'),
  flood: Sentence.default('too many messages at once'),
  repeats: Sentence.default('the same message again and again'),
  links: Sentence.default('no links by people who have just come'),
  words: Sentence.default('words that are not welcome here'),
  capitals: Sentence.default('capital letters only'),
});

/** The rules of a moderator. A rule that is absent is none. Each `describe` text is part of docs/bots.md. */
export const Rules = z.strictObject({
  /** For editors. */
  $schema: z.string().max(1000).optional(),
  flood: z
    .strictObject({ messages: z.int().min(2).max(MOST_MESSAGES), seconds: Seconds })
    .optional()
    .describe('Nobody writes so many messages within so many seconds.'),
  repeats: z
    .strictObject({ times: z.int().min(2).max(MOST_MESSAGES), seconds: Seconds })
    .optional()
    .describe('Nobody writes the same text so many times within so many seconds.'),
  links: z
    .strictObject({
      newcomerMinutes: z.number().positive().max(525_600),
      allow: z.array(z.string().min(1).max(253)).max(1000).default([]),
    })
    .optional()
    .describe('Who came less than so many minutes ago writes no links, but to the hosts allowed.'),
  words: z
    .strictObject({
      list: z.array(z.string().min(1).max(100)).max(5000),
      leet: z.boolean().default(false),
    })
    .optional()
    .describe('Words and phrases that nobody writes, whatever their case; with `leet` not as w0rd5 either.'),
  capitals: z
    .strictObject({ share: z.number().min(0.5).max(1), letters: z.int().min(1).max(10_000) })
    .optional()
    .describe('Of a text with so many letters, no more than this share is capital.'),
  deleteMessages: z
    .boolean()
    .default(false)
    .describe('Delete messages that break the rules of links, words or capitals.'),
  warnings: z.int().min(0).max(1000).default(1).describe('So many times one is only warned.'),
  silences: z
    .int()
    .min(0)
    .max(1000)
    .default(2)
    .describe('So many times after that one may not write for a while; then one is kicked.'),
  silenceMinutes: z.number().positive().max(1440).default(5).describe('How long one may not write.'),
  forgetAfterMinutes: z
    .number()
    .positive()
    .max(525_600)
    .default(60)
    .describe('After so long without another, all strikes are forgotten.'),
  graceSeconds: z
    .number()
    .min(0)
    .max(60)
    .default(3)
    .describe('What is written so soon after a warning does not count: it was on its way already.'),
  exempt: z
    .array(z.string().min(1).max(128))
    .max(1000)
    .default([])
    .describe(
      'Names to which no rule applies, such as other bots; see below. Operators never need to be named.',
    ),
  texts: Texts.prefault({}).describe('What is said; see below.'),
});
export type Rules = Readonly<z.infer<typeof Rules>>;

export const RULE_NAMES = ['flood', 'repeats', 'links', 'words', 'capitals'] as const;
export type RuleName = (typeof RULE_NAMES)[number];

export interface SpokenValues {
  readonly name: string;
  readonly reason: string;
  readonly minutes: number;
}

/** Fills in a text, in one go: what looks like a placeholder in a name stays as it is. */
export function spoken(text: string, values: SpokenValues): string {
  return text.replace(/\{(name|reason|minutes)\}/g, (_, key: keyof SpokenValues) => values[key].toString());
}
