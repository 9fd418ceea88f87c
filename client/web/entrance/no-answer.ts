import { ConferenceError } from '@evagore/shared';

/** The server does not say anything about a group for the moment. */
export class NoAnswer extends ConferenceError {
  readonly code: 'no-answer' | 'too-many-requests';
  readonly #possibleFrom: number | undefined;

  /** @param possibleFrom - When it is worth to ask again, in milliseconds since the epoch; undefined: nobody knows. */
  constructor(code: NoAnswer['code'], possibleFrom?: number) {
    super('the server does not tell anything about the group');
    this.code = code;
    this.#possibleFrom = possibleFrom;
  }

  override get possibleFrom(): number | undefined {
    return this.#possibleFrom;
  }
}
