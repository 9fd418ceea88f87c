import type { GroupName } from '@evagore/shared';
import { z } from 'zod';
import { demandSuccess, readAs } from './answers.ts';
import type { ApiClient } from './api-client.ts';
import { NotFound, Refused } from './failures.ts';

/** Meetings as they happen, by Evagore's own API under `/api/v1/`; Galène has none of this. */

const ROOT = 'api/v1';

/** Newer servers may say more, which is passed on to programs. */
export const LiveGroup = z.looseObject({
  name: z.string(),
  locked: z.boolean(),
  clientCount: z.number(),
});
export type LiveGroup = z.infer<typeof LiveGroup>;

export const LiveMember = z.looseObject({
  id: z.string(),
  username: z.string().default(''),
  permissions: z.array(z.string()).default([]),
  address: z.string().optional(),
  /** RFC 3339. */
  joinedAt: z.string().optional(),
  reconnecting: z.boolean().optional(),
});
export type LiveMember = z.infer<typeof LiveMember>;

const TrackStats = z.looseObject({ bitrate: z.number().default(0), loss: z.number().optional() });
const StreamStats = z.looseObject({ tracks: z.array(TrackStats).nullish() });
const ClientStats = z.looseObject({
  id: z.string(),
  up: z.array(StreamStats).nullish(),
  down: z.array(StreamStats).nullish(),
});
export const GroupStats = z.looseObject({ name: z.string(), clients: z.array(ClientStats).nullish() });
export type GroupStats = z.infer<typeof GroupStats>;

export interface Action {
  readonly kind: string;
  readonly value?: string;
}

export async function liveGroups(api: ApiClient): Promise<LiveGroup[]> {
  const answer = await api.send({ method: 'GET', path: `${ROOT}/live/groups` });
  return readAs(answer, z.array(LiveGroup), LIVE_API);
}

export async function liveMembers(api: ApiClient, group: GroupName): Promise<LiveMember[]> {
  const answer = await api.send({ method: 'GET', path: `${pathOf(group)}/members` });
  return readAs(answer, z.array(LiveMember), LIVE_API);
}

export async function actOnGroup(api: ApiClient, group: GroupName, action: Action): Promise<void> {
  const answer = await api.send({ method: 'POST', path: `${pathOf(group)}/actions`, json: action });
  demandSuccess(answer, LIVE_API);
}

export async function actOnMember(
  api: ApiClient,
  group: GroupName,
  { id, action }: { id: string; action: Action },
): Promise<void> {
  const path = `${pathOf(group)}/members/${encodeURIComponent(id)}/actions`;
  demandSuccess(await api.send({ method: 'POST', path, json: action }), LIVE_API);
}

export async function say(api: ApiClient, group: GroupName, text: string): Promise<void> {
  const answer = await api.send({ method: 'POST', path: `${pathOf(group)}/messages`, json: { value: text } });
  demandSuccess(answer, LIVE_API);
}

export async function drain(
  api: ApiClient,
  plan: { deadlineSeconds: number; message?: string },
): Promise<void> {
  demandSuccess(await api.send({ method: 'POST', path: `${ROOT}/drain`, json: plan }), LIVE_API);
}

export async function undrain(api: ApiClient): Promise<void> {
  demandSuccess(await api.send({ method: 'DELETE', path: `${ROOT}/drain` }), LIVE_API);
}

/** By Evagore's API, else by the one that Galène has as well. */
export async function groupStats(api: ApiClient): Promise<GroupStats[]> {
  const schema = z.array(GroupStats);
  try {
    return readAs(await api.send({ method: 'GET', path: `${ROOT}/stats` }), schema, LIVE_API);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return readAs(await api.send({ method: 'GET', path: 'galene-api/v0/.stats' }), schema, 'statistics');
  }
}

/**
 * The member that a word means: by its id, or by its name where only one is called so.
 *
 * Members choose their ids and names themselves, so that one may have the name of another as its id.
 *
 * @param byIdOnly - Whether the word is an id, and no name.
 * @throws NotFound, Refused
 */
export async function findMember(
  api: ApiClient,
  group: GroupName,
  { word, byIdOnly }: { word: string; byIdOnly: boolean },
): Promise<LiveMember> {
  const members = await liveMembers(api, group);
  const meant = members.filter(({ id, username }) => id === word || (!byIdOnly && username === word));
  const [first, second] = meant;
  if (first === undefined) {
    throw new NotFound(`Nobody in the group "${group}" has the id ${byIdOnly ? '' : 'or name '}"${word}".`);
  }
  if (second !== undefined) {
    throw new Refused(
      `"${word}" may be ${meant.length.toString()} members of the group "${group}". Say by its id which one is meant, with --id: ${meant.map(({ id }) => id).join(', ')}.`,
    );
  }
  return first;
}

/** What does not exist where a server is no Evagore; that has words of its own for all else. */
const LIVE_API = 'live API at this address; a Galène has none';

/** Here a name is one component, and its slashes are encoded. */
function pathOf(group: GroupName): string {
  return `${ROOT}/live/groups/${encodeURIComponent(group)}`;
}
