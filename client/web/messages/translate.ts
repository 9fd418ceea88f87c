import type { Translate } from '@evagore/shared/commands';
import { en } from './en/index.ts';

type Text = typeof en;
type Stem<Key> = Key extends `${infer Before}_one` | `${infer Before}_other` ? Before : Key;

/** Everything that can be said. Keys with `_one` and `_other` are chosen between by `count`. */
export type MessageKey = Stem<keyof Text>;

type Placeholders<Template> = Template extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type TemplateOf<Key extends MessageKey> = Key extends keyof Text
  ? Text[Key]
  : `${Key}_other` extends keyof Text
    ? Text[`${Key}_other`]
    : never;
type Values<Key extends MessageKey> = Readonly<Record<Placeholders<TemplateOf<Key>>, string | number>>;
type Arguments<Key extends MessageKey> = [Placeholders<TemplateOf<Key>>] extends [never]
  ? []
  : [values: Values<Key>];

const LOCALE = 'en';
const plural = new Intl.PluralRules(LOCALE);
const templates: Readonly<Record<string, string>> = en;

/** The text for a key, with its placeholders filled in. */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string {
  return filled(key, values ?? {});
}

/** The texts of the commands, which fill in what they like. */
export const commandText: Translate = (key, values = {}) => filled(key, values);

function filled(key: MessageKey, given: Readonly<Record<string, string | number>>): string {
  const count = given['count'];
  const numbered = typeof count === 'number' ? templates[`${key}_${plural.select(count)}`] : undefined;
  const template = numbered ?? templates[key] ?? templates[`${key}_other`] ?? key;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(given[name] ?? ''));
}

/** Names in the order in which people look for them. */
export const byName = new Intl.Collator(LOCALE, { sensitivity: 'base', numeric: true });
