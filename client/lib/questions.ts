import type { AckValue, GroupName, Ref } from '@evagore/shared';
import { NotConnected, QueueFull } from './errors.ts';
import type { Draft } from './signalling.ts';

/** As much waits for a connection that is being made again. */
const MAX_WAITING = 100;
/** UTF-16 code units. */
const MAX_WAITING_LENGTH = 256 * 1024;

/** What may be asked of a new seat where the old one was lost before it was sent: nothing of it names media. */
const OUTLIVES_SEAT: ReadonlySet<Draft['type']> = new Set<Draft['type']>([
  'chat',
  'usermessage',
  'useraction',
  'groupaction',
  'request',
]);

interface Question {
  readonly draft: Draft;
  /** Of the message, in UTF-16 code units. */
  readonly length: number;
  resolve(value: AckValue): void;
  reject(error: Error): void;
}

type Send = (message: object) => void;

/**
 * The questions of a seat that have not been answered. Each is answered just once, however many connections that takes.
 *
 * A question gets its ref when it is first sent. Refs grow over all connections, because the server tells by the
 * largest what it has read.
 */
export class Questions {
  /** Sent at least once, in order. */
  readonly #asked = new Map<Ref, Question>();
  /** Never sent, in order; all of them come after those that were. */
  #waiting: Question[] = [];
  #length = 0;
  #lastRef = 0;

  /**
   * Takes a question.
   *
   * @param send - Undefined where it must wait for a connection.
   * @throws QueueFull when it must wait and too many do.
   */
  add(draft: Draft, send: Send | undefined): { answer: Promise<AckValue> } {
    const { length } = JSON.stringify(draft);
    const full =
      this.#asked.size + this.#waiting.length >= MAX_WAITING || this.#length + length > MAX_WAITING_LENGTH;
    if (send === undefined && full) throw new QueueFull();
    const { promise, resolve, reject } = Promise.withResolvers<AckValue>();
    const question = { draft, length, resolve, reject };
    this.#length += length;
    if (send === undefined) this.#waiting.push(question);
    else this.#ask(question, send);
    return { answer: promise };
  }

  /** Sends again what the server has not read, which is all later than `lastRef`, and what has waited. */
  deliver(send: Send, lastRef: Ref): void {
    for (const [ref, { draft }] of this.#asked) {
      if (ref > lastRef) send({ ...draft, ref });
    }
    this.deliverWaiting(send);
  }

  /** Sends what has waited. */
  deliverWaiting(send: Send): void {
    for (const question of this.#waiting.splice(0)) this.#ask(question, send);
  }

  /** The server has carried a question out. Whether there was one. */
  answered(ref: Ref, value: AckValue): boolean {
    const question = this.#take(ref);
    question?.resolve(value);
    return question !== undefined;
  }

  /** A question is refused, or its answer cannot be read. Whether there was one. */
  refused(ref: Ref, error: Error): boolean {
    const question = this.#take(ref);
    question?.reject(error);
    return question !== undefined;
  }

  /** The group that this end wants to leave; undefined if it does not. */
  get leaving(): GroupName | undefined {
    for (const { draft } of this.#all) if (isLeave(draft)) return draft.group;
    return undefined;
  }

  /**
   * The seat is lost. A wish to leave is fulfilled by that. What was sent may have been carried out or not, and what
   * names media of the old seat makes no sense any more: these are rejected. The others wait, and so do requests,
   * which do no harm twice.
   */
  seatLost(): void {
    const kept: Question[] = [];
    const waiting = new Set(this.#waiting);
    for (const question of this.#all) {
      const { draft } = question;
      if (draft.type === 'request' || (waiting.has(question) && OUTLIVES_SEAT.has(draft.type))) {
        kept.push(question);
      } else if (isLeave(draft)) {
        question.resolve(undefined);
      } else {
        question.reject(new NotConnected('the connection was lost before the server answered'));
      }
    }
    this.#asked.clear();
    this.#waiting = kept;
    this.#length = kept.reduce((sum, { length }) => sum + length, 0);
  }

  /** Nothing will be answered any more. */
  rejectAll(error: Error): void {
    for (const question of this.#all) question.reject(error);
    this.#asked.clear();
    this.#waiting = [];
    this.#length = 0;
  }

  get #all(): Question[] {
    return [...this.#asked.values(), ...this.#waiting];
  }

  #ask(question: Question, send: Send): void {
    this.#lastRef += 1;
    this.#asked.set(this.#lastRef, question);
    send({ ...question.draft, ref: this.#lastRef });
  }

  #take(ref: Ref): Question | undefined {
    const question = this.#asked.get(ref);
    if (question === undefined) return undefined;
    this.#asked.delete(ref);
    this.#length -= question.length;
    return question;
  }
}

function isLeave(draft: Draft): draft is Extract<Draft, { type: 'join'; kind: 'leave' }> {
  return draft.type === 'join' && draft.kind === 'leave';
}
