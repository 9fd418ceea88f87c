import { z } from 'zod';

/** What a text may leave to be filled in. */
const PLACEHOLDERS = ['name', 'group', 'bot', 'count'] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACEHOLDER = /\{(\w+)\}/g;

function isPlaceholder(name: string | undefined): name is Placeholder {
  return PLACEHOLDERS.some((each) => each === name);
}

const Text = z
  .string()
  .max(2000)
  .refine(
    (text) => [...text.matchAll(PLACEHOLDER)].every(([, name]) => isPlaceholder(name)),
    `may have only the placeholders ${PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}`,
  );

/** What the greeter says. Each `describe` text is part of docs/bots.md. */
export const GreeterTexts = z.strictObject({
  /** For editors. */
  $schema: z.string().max(1000).optional(),
  welcome: Text.min(1).describe('What newcomers are told.'),
  publicly: z.boolean().default(false).describe('Welcome people before everybody, not privately.'),
  about: Text.default('').describe('What the room is for; the beginning of the answer to `!help`.'),
  rules: z
    .array(Text.min(1))
    .max(50)
    .default([])
    .describe('The rules of the room; part of the answer to `!help`, and all of that to `!rules`.'),
  anonymous: z.string().min(1).max(100).default('guest').describe('What those without a name are called.'),
  againAfterMinutes: z
    .number()
    .min(0)
    .max(525_600)
    .default(720)
    .describe('Who was there within so many minutes is not welcomed again.'),
});
export type GreeterTexts = Readonly<z.infer<typeof GreeterTexts>>;

/** Fills in a text, in one go: what looks like a placeholder in a name stays as it is. */
export function filledIn(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => (isPlaceholder(name) ? values[name] : whole));
}
