import { GroupStatus } from '@evagore/shared';
import { z } from 'zod';
import { groupPath } from '../route.ts';

/** A group as the server describes it over HTTP. Fields that are not known here are dropped. */
const PublishedStatus = z.object({
  ...GroupStatus.shape,
  location: z.string().optional(),
  /** Where the signalling is, if not beside the page. */
  endpoint: z.string().optional(),
  /** Nobody need have a name. */
  anonymous: z.literal(true).optional(),
});
export type PublishedStatus = z.infer<typeof PublishedStatus>;

export type StatusAnswer =
  | { readonly outcome: 'found'; readonly status: PublishedStatus }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'unreachable' }
  /** Too much has been asked from this network; `possibleFrom`: milliseconds since the epoch, where the server says it. */
  | { readonly outcome: 'busy'; readonly possibleFrom?: number | undefined };

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A server that says nothing for this long is taken for gone. */
const TIMEOUT_MS = 10_000;

/** What is no group, and what no group could be called. Whatever else is refused may be there all the same. */
const UNKNOWN = new Set([400, 404]);
const TOO_MANY_REQUESTS = 429;

/**
 * Asks what a group says of itself; tells a group that does not exist from a server that does not answer.
 *
 * @param now - Milliseconds since the epoch.
 */
export async function fetchStatus(
  group: string,
  ask: Fetch = fetch,
  now: () => number = Date.now,
): Promise<StatusAnswer> {
  const answer = await get(`${groupPath(group)}.status`, ask);
  if (answer === undefined) return { outcome: 'unreachable' };
  if (UNKNOWN.has(answer.status)) return { outcome: 'unknown' };
  if (answer.status === TOO_MANY_REQUESTS) return { outcome: 'busy', possibleFrom: retryFrom(answer, now()) };
  if (!answer.ok) return { outcome: 'unreachable' };
  const parsed = PublishedStatus.safeParse(await json(answer));
  return parsed.success ? { outcome: 'found', status: parsed.data } : { outcome: 'unreachable' };
}

/** The groups that the server shows to everybody; undefined where it does not answer. */
export async function fetchPublicGroups(ask: Fetch = fetch): Promise<readonly PublishedStatus[] | undefined> {
  const answer = await get('/public-groups.json', ask);
  if (!answer?.ok) return undefined;
  const list = z.array(z.unknown()).safeParse(await json(answer));
  // One group that cannot be understood must not hide the others.
  return list.data?.flatMap((entry) => PublishedStatus.safeParse(entry).data ?? []);
}

async function get(url: string, ask: Fetch): Promise<Response | undefined> {
  try {
    return await ask(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    return undefined;
  }
}

/** @see RFC 9110, section 10.2.3: `Retry-After` in seconds. As a date, proxies send it hardly ever. */
function retryFrom(answer: Response, now: number): number | undefined {
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? now + seconds * 1000 : undefined;
}

async function json(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}
