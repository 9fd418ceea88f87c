import { GroupStatus } from '@evagore/shared';
import { z } from 'zod';
import { groupPath } from '../route.ts';

/** A group as the server describes it over HTTP. Fields that are not known here are dropped. */
const PublishedStatus = z.object({
  ...GroupStatus.shape,
  location: z.string().optional(),
  /** Where the signalling is, if not beside the page. */
  endpoint: z.string().optional(),
});
export type PublishedStatus = z.infer<typeof PublishedStatus>;

export type StatusAnswer =
  | { readonly outcome: 'found'; readonly status: PublishedStatus }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'unreachable' };

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A server that says nothing for this long is taken for gone. */
const TIMEOUT_MS = 10_000;

/** Asks what a group says of itself; tells a group that does not exist from a server that does not answer. */
export async function fetchStatus(group: string, ask: Fetch = fetch): Promise<StatusAnswer> {
  const answer = await get(`${groupPath(group)}.status`, ask);
  if (answer === undefined) return { outcome: 'unreachable' };
  if (!answer.ok) return { outcome: answer.status < 500 ? 'unknown' : 'unreachable' };
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

async function json(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}
