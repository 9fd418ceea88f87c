import { FIRST_LANGUAGE, languageFor, type Language } from '../messages/languages.ts';
import { speak, spokenLanguage, type Texts } from '../messages/translate.ts';
import type { LanguageChoice, PreferenceStore } from './preferences.ts';
import { SnapshotStore } from './snapshot-store.ts';

export interface LanguageSnapshot {
  readonly choice: LanguageChoice;
  /** What the page speaks: the choice, or what the browser asks for. */
  readonly spoken: Language;
}

export interface LanguageOptions {
  readonly preferences: Pick<PreferenceStore, 'chosen' | 'set'>;
  /** Fetches the texts of a language other than the first. */
  readonly load: (language: Exclude<Language, typeof FIRST_LANGUAGE>) => Promise<Texts>;
  readonly first: Texts;
  /** The languages that the browser asks for, best first. */
  readonly wanted: () => readonly string[];
  /** Told of every language before it is seen. */
  readonly onSpoken: (language: Language) => void;
}

/** Which language the page speaks. */
export class PageLanguage extends SnapshotStore<LanguageSnapshot> {
  readonly #options: LanguageOptions;

  constructor(options: LanguageOptions) {
    super();
    this.#options = options;
  }

  /** Speaks what was chosen before. Where its texts cannot be fetched, the page begins in its first language. */
  async begin(): Promise<void> {
    try {
      await this.#speak(this.#options.preferences.chosen.language);
    } catch {
      // Whoever opens the menu sees what is spoken, and can choose again.
    }
  }

  /** Speaks another language, and remembers it. @throws Error where its texts cannot be fetched. */
  async choose(choice: LanguageChoice): Promise<void> {
    await this.#speak(choice);
    this.#options.preferences.set({ language: choice });
    this.changed();
  }

  protected build(): LanguageSnapshot {
    return { choice: this.#options.preferences.chosen.language, spoken: spokenLanguage() };
  }

  async #speak(choice: LanguageChoice): Promise<void> {
    const { load, first, wanted, onSpoken } = this.#options;
    const language = choice === 'system' ? languageFor(wanted()) : choice;
    speak(language, language === FIRST_LANGUAGE ? first : await load(language));
    onSpoken(language);
    this.changed();
  }
}
