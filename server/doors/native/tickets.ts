import { hash, randomBytes } from 'node:crypto';
import type { CloseReason } from '@evagore/shared';

const TICKET_BYTES = 32;
/** Seats whose end is remembered, for those who come back to them. */
const MAX_ENDED = 10_000;

/** What a ticket is for: a seat that is kept, or the reason why it is not any more. */
export type Admission<Seat> = { readonly seat: Seat } | { readonly ended: CloseReason };

/**
 * Which ticket is for which seat.
 *
 * A ticket is used once, and replaced. The one that was used last stays good until its successor has arrived at the
 * client, because the connection may be lost on the way. Only digests are kept: whoever reads the memory or times
 * the search learns no ticket.
 */
export class Tickets<Seat extends object> {
  readonly #byDigest = new Map<string, Seat>();
  readonly #digests = new Map<Seat, Set<string>>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, { reason: CloseReason; until: number }>();

  /** A new ticket for a seat, beside those that it has. */
  issue(seat: Seat): string {
    const ticket = randomBytes(TICKET_BYTES).toString('base64url');
    const digest = digestOf(ticket);
    this.#byDigest.set(digest, seat);
    const digests = this.#digests.get(seat) ?? new Set();
    this.#digests.set(seat, digests.add(digest));
    return ticket;
  }

  /** What a ticket is for; undefined where it is for nothing, or for nothing any more. */
  find(ticket: string): Admission<Seat> | undefined {
    const digest = digestOf(ticket);
    const seat = this.#byDigest.get(digest);
    if (seat !== undefined) return { seat };
    const ended = this.#ended.get(digest);
    return ended && { ended: ended.reason };
  }

  /** From now on, only `ticket` is for this seat. */
  keepOnly(seat: Seat, ticket: string): void {
    const kept = digestOf(ticket);
    for (const digest of this.#digests.get(seat) ?? []) if (digest !== kept) this.#byDigest.delete(digest);
    if (this.#digests.has(seat)) this.#digests.set(seat, new Set([kept]));
  }

  /**
   * The seat is not kept any more. Whoever comes back to it is told the reason.
   *
   * @param until - When the reason can be forgotten, on the clock of {@link Tickets.sweep}.
   */
  revoke(seat: Seat, reason: CloseReason, until: number): void {
    for (const digest of this.#digests.get(seat) ?? []) {
      this.#byDigest.delete(digest);
      this.#ended.set(digest, { reason, until });
    }
    this.#digests.delete(seat);
    for (const digest of this.#ended.keys()) {
      if (this.#ended.size <= MAX_ENDED) break;
      this.#ended.delete(digest);
    }
  }

  /** Forgets reasons that nobody is expected to ask for any more. */
  sweep(now: number): void {
    for (const [digest, { until }] of this.#ended) if (now >= until) this.#ended.delete(digest);
  }
}

function digestOf(ticket: string): string {
  return hash('sha256', ticket, 'base64');
}
