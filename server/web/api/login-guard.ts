import { ConferenceError, type ErrorCode } from '@evagore/shared';
import type { FailureLimiter } from '../../access/failure-limiter.ts';
import { Busy, NotAuthorised, NotPermitted } from '../../core/errors.ts';
import { TooManyRequests } from './refusals.ts';

/** The longest pause of {@link FailureLimiter}. */
const RETRY_AFTER_SECONDS = 30;

/** Why credentials are none. A stranger learns neither which groups there are nor what is wrong with a token. */
const STRANGE: ReadonlySet<ErrorCode> = new Set([
  'not-authorised',
  'no-such-group',
  'need-username',
  'username-taken',
  'token-expired',
  'token-not-yet-valid',
  'token-for-another-group',
]);

/** Slows down who guesses passwords by HTTP. */
export class LoginGuard {
  readonly #failures: FailureLimiter;

  constructor(failures: FailureLimiter) {
    this.#failures = failures;
  }

  /**
   * @param address - What failures are counted by.
   * @param prove - Gives undefined for wrong credentials.
   * @throws NotAuthorised; TooManyRequests where too many failed from the address; what else `prove` throws. Its
   * NotPermitted counts as a failure too: where anybody may come in, every password is right, and an
   * administrator's could be guessed by that.
   */
  async admit<Result>(address: string, prove: () => Promise<Result | undefined>): Promise<Result> {
    // Until somebody was asked, it is the limiter that refuses.
    const question: { isAsked: boolean; refusal: ConferenceError } = {
      isAsked: false,
      refusal: new NotAuthorised(),
    };
    const proven = await this.#failures
      .guard(`http ${address}`, () => {
        question.isAsked = true;
        return known(prove, (refusal) => (question.refusal = refusal));
      })
      .catch((error: unknown) => {
        throw error instanceof Busy && !question.isAsked ? new TooManyRequests(RETRY_AFTER_SECONDS) : error;
      });
    if (proven === undefined) throw question.refusal;
    return proven;
  }
}

async function known<Result>(
  prove: () => Promise<Result | undefined>,
  note: (refusal: NotPermitted) => void,
): Promise<Result | undefined> {
  try {
    return await prove();
  } catch (error) {
    if (error instanceof NotPermitted) {
      note(error);
      return undefined;
    }
    if (error instanceof ConferenceError && STRANGE.has(error.code)) return undefined;
    throw error;
  }
}
