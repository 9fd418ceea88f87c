import type { AckValue, Ref } from '@evagore/shared';
import { ServerError } from '../errors.ts';
import type { World } from '../world.ts';
import type { Question } from './question.ts';

/** A server that is there answers within a round trip. */
const ANSWER_TIMEOUT_MS = 15_000;

export interface PingsOptions {
  readonly after: World['after'];
  send(message: object): void;
  answer(ref: Ref, value: AckValue): void;
  refuse(ref: Ref, error: ServerError): void;
}

/** A question whose answer is due. */
interface Asked {
  readonly question: Question;
  readonly isAnsweredByPong: boolean;
  settled: boolean;
  result: AckValue;
  readonly cancel: () => void;
}

/**
 * Finds out what becomes of questions at a server that has no answers to them.
 *
 * It carries out the messages of a client in order, refusals and results included, and answers each ping. So every
 * question is followed by a ping: what comes before the pong of it belongs to it, or to one asked earlier, and once the
 * pong is there, it has been carried out.
 *
 * @see Galène protocol, "Establishing and maintaining a connection"
 */
export class Pings {
  readonly #options: PingsOptions;
  /** One entry for each ping on its way, in order; undefined for one that just asks whether somebody is there. */
  readonly #sent: (Asked | undefined)[] = [];
  /** What waits for more than its pong. */
  readonly #outlasting = new Set<Asked>();

  constructor(options: PingsOptions) {
    this.#options = options;
  }

  /** Asks whether the server is there. */
  ping(): void {
    this.#sent.push(undefined);
    this.#options.send({ type: 'ping' });
  }

  /**
   * Asks something.
   *
   * @param message - The question in the server's words.
   * @param isAnsweredByPong - False where the answer is something else, for which {@link Pings.answer} is called.
   */
  ask(question: Question, message: object, isAnsweredByPong = true): void {
    const asked: Asked = {
      ...{ question, isAnsweredByPong, settled: false, result: undefined },
      cancel: this.#options.after(ANSWER_TIMEOUT_MS, () => {
        if (this.#settle(asked)) {
          this.#options.refuse(
            question.ref,
            new ServerError('no-answer', 'the server did not answer in time'),
          );
        }
      }),
    };
    if (!isAnsweredByPong) this.#outlasting.add(asked);
    this.#options.send(message);
    this.#sent.push(asked);
    this.#options.send({ type: 'ping' });
  }

  /** The server has answered a ping. */
  pong(): void {
    const asked = this.#sent.shift();
    if (asked?.isAnsweredByPong === true && this.#settle(asked)) {
      this.#options.answer(asked.question.ref, asked.result);
    }
  }

  /** The oldest question that may have been refused, or given its result, just now. */
  get oldest(): Question | undefined {
    return this.#oldest?.question;
  }

  /** The oldest question has this result, which is told with its pong. */
  gave(result: AckValue): void {
    const asked = this.#oldest;
    if (asked !== undefined) asked.result = result;
  }

  /** Refuses the oldest question. Whether there was one. */
  refuse(error: ServerError): boolean {
    const asked = this.#oldest;
    if (asked === undefined || !this.#settle(asked)) return false;
    this.#options.refuse(asked.question.ref, error);
    return true;
  }

  /** Answers one that is not answered by its pong. */
  answer(ref: Ref, value: AckValue): void {
    for (const asked of this.#outlasting) {
      if (asked.question.ref === ref && this.#settle(asked)) this.#options.answer(ref, value);
    }
  }

  /** Nothing is waited for any more. */
  close(): void {
    for (const asked of [...this.#sent, ...this.#outlasting]) asked?.cancel();
  }

  get #oldest(): Asked | undefined {
    return this.#sent.find((asked) => asked?.settled === false);
  }

  /** Whether it was not settled before. */
  #settle(asked: Asked): boolean {
    if (asked.settled) return false;
    asked.settled = true;
    asked.cancel();
    this.#outlasting.delete(asked);
    return true;
  }
}
