import type { PublishedStatus } from '../net/groups.ts';
import type { Meeting } from '../state/session.ts';
import type { Waiting } from './waiting.ts';
import type { Entry, EntranceError, Way } from './way.ts';

/**
 * Where somebody is with a group:
 *
 * ```
 * checking → unknown
 *     ↓   ↘ unreachable (asks again by itself)
 *     ↓     portal (goes away, or to login)
 * turned-away → login ⇄ waiting (tries again by itself)
 *                   ↓  ↙
 *                meeting → left → login
 * ```
 */
export type Phase =
  | { readonly name: 'checking' | 'unknown' }
  | { readonly name: 'unreachable'; readonly waiting: Waiting }
  | { readonly name: 'portal'; readonly status: PublishedStatus; readonly portal: string }
  | {
      readonly name: 'login';
      readonly way: Way;
      readonly error?: EntranceError | undefined;
      readonly busy?: true;
      /** The page was another before. */
      readonly later?: true;
    }
  | { readonly name: 'waiting'; readonly way: Way; readonly waiting: Waiting }
  | { readonly name: 'turned-away'; readonly status: PublishedStatus; readonly sentence: string }
  | { readonly name: 'meeting'; readonly way: Way; readonly meeting: Meeting; readonly entry: Entry }
  | { readonly name: 'left'; readonly way: Way };
