/** The texts of one area in another language: the same keys, each with words of its own. */
export type Translated<English> = Readonly<Record<keyof English, string>>;
