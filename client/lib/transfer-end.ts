import { ConferenceError } from '@evagore/shared';
import { z } from 'zod';

/**
 * Why a file did not arrive. `cancelled`: by who calls this library. `told`: the other end said so, perhaps with words.
 * `left`: the other end is gone. `unreachable`: there is no way between the two. `hung-up`: the way was cut off.
 * `not-permitted`: whoever may not write can neither send nor receive files. `busy`: the other end has too many files on
 * their way. `closed`: the connection to the server was closed. `failed`: anything else.
 */
export type TransferEnd =
  'cancelled' | 'told' | 'left' | 'unreachable' | 'hung-up' | 'not-permitted' | 'busy' | 'closed' | 'failed';

/**
 * What ends of this library tell each other beside the words; those of Galène tell words only. Without it, the words are
 * a person's, or none.
 */
export const ToldEnd = z.enum(['unreachable', 'busy', 'failed']);
export type ToldEnd = z.infer<typeof ToldEnd>;

/** What it means for a transfer that one of its messages was refused. */
export function endOfRefusal(error: unknown): TransferEnd {
  if (!(error instanceof ConferenceError)) return 'failed';
  switch (error.code) {
    case 'not-permitted':
      return 'not-permitted';
    case 'no-such-member':
      return 'left';
    case 'closed':
    case 'not-joined':
      return 'closed';
    default:
      return 'failed';
  }
}
