import type { Translate } from '@evagore/shared/commands';
import { createInstance } from 'i18next';
import { en } from './en/index.ts';
import { FIRST_LANGUAGE, type Language } from './languages.ts';

type Text = typeof en;
type Stem<Key> = Key extends `${infer Before}_one` | `${infer Before}_other` ? Before : Key;

/** Everything that can be said. Keys with `_one` and `_other` are chosen between by `count`. */
export type MessageKey = Stem<keyof Text>;

/** All texts in a language; the same keys in each. */
export type Texts = Readonly<Record<keyof Text, string>>;

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

/** Texts in which nothing is filled in. */
export type PlainKey = { [Key in MessageKey]: Arguments<Key> extends [] ? Key : never }[MessageKey];

const texts = createInstance();
void texts.init({
  lng: FIRST_LANGUAGE,
  fallbackLng: FIRST_LANGUAGE,
  resources: { [FIRST_LANGUAGE]: { translation: en } },
  // English is here from the start: nothing is waited for.
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  // React escapes, and names of people must not be read as templates.
  interpolation: { escapeValue: false, skipOnVariables: true },
  missingInterpolationHandler: () => '',
});

/** What the language that is spoken says where nothing is filled in: a page in a large meeting asks thousands of times. */
const plain = new Map<MessageKey, string>();

texts.on('languageChanged', () => {
  plain.clear();
});

/** The text for a key, with its placeholders filled in. */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string {
  if (values !== undefined) return filled(key, values);
  const known = plain.get(key);
  if (known !== undefined) return known;
  const text = filled(key, {});
  plain.set(key, text);
  return text;
}

/** The texts of the commands, which fill in what they like. */
export const commandText: Translate = (key, values = {}) => filled(key, values);

function filled(key: MessageKey, values: Readonly<Record<string, string | number>>): string {
  return texts.t(key, { ...values });
}

/** The language that the page speaks now. */
export function spokenLanguage(): Language {
  // Only `speak` sets it, to nothing else.
  return texts.language as Language;
}

/** Speaks another language from now on. What has been said already stays as it is. */
export function speak(language: Language, translation: Texts): void {
  texts.addResourceBundle(language, 'translation', translation, false, true);
  plain.clear();
  void texts.changeLanguage(language);
  orders = ordersOf(language);
}

/** Calls `listener` whenever another language is spoken; returns what stops that. */
export function onSpoken(listener: () => void): () => void {
  texts.on('languageChanged', listener);
  return () => {
    texts.off('languageChanged', listener);
  };
}

const ordersOf = (language: Language) => new Intl.Collator(language, { sensitivity: 'base', numeric: true });
let orders = ordersOf(FIRST_LANGUAGE);

/** Names in the order in which people look for them. */
export const byName = {
  compare: (one: string, other: string): number => orders.compare(one, other),
};
