import type { ClientMessage, Ref } from '@evagore/shared';

/** What the library asks, in our own dialect. */
export type Question = ClientMessage & { readonly ref: Ref };

/** The seat gives a `ref` to its questions, and only to them. */
export function isQuestion(message: object): message is Question {
  return 'ref' in message && typeof message.ref === 'number';
}

/** What is asked, without what ties the answer to it: fields that are undefined are not sent. */
export function withoutRef(question: Question): object {
  return { ...question, ref: undefined };
}

export function isLiveness(message: object, type: 'ping' | 'seen'): boolean {
  return 'type' in message && message.type === type;
}
