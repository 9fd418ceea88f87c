import type { GroupName } from '@evagore/shared';
import { z } from 'zod';
import { demandSuccess, readAs } from './answers.ts';
import type { ApiClient } from './api-client.ts';
import { NotFound, Refused } from './failures.ts';

/**
 * The objects of the HTTP API that Galène and Evagore share, under `/galene-api/v0/`.
 *
 * @see Galène API: objects have an `ETag`; a `PUT` says by `If-Match` which version it replaces, or by
 * `If-None-Match: *` that there must be none.
 */

/** Something that has an address there. */
export interface Resource {
  /** Percent-encoded. */
  readonly path: string;
  /** For sentences, without an article: `group "tea"`. */
  readonly what: string;
}

export interface Versioned<Value> {
  readonly value: Value;
  /** As the server's `ETag` has it; `*` for any, where it gave none. */
  readonly version: string;
}

/** A user's place in a group file: one by name, the one without a name, or everybody else. */
export type UserSlot = { readonly user: string } | 'empty-user' | 'wildcard-user';

const ROOT = 'galene-api/v0';
/** Galène says `null` where there are none. */
const Names = z
  .array(z.string().max(4_096))
  .max(1_000_000)
  .nullable()
  .transform((names) => names ?? []);
export const Description = z.record(z.string(), z.unknown());
export type Description = z.infer<typeof Description>;
/** Of other versions, tokens may have more fields; those are kept. Lists may be absent or null. */
export const Token = z.looseObject({
  username: z.string().optional(),
  permissions: z.array(z.string()).nullish(),
  includeSubgroups: z.boolean().optional(),
  expires: z.string().nullish(),
  'not-before': z.string().nullish(),
  issuedBy: z.string().optional(),
  issuedAt: z.string().nullish(),
});
export type Token = z.infer<typeof Token>;

export const allGroups: Resource = { path: `${ROOT}/.groups/`, what: 'list of groups' };

export function groupAt(group: GroupName): Resource {
  return { path: `${ROOT}/.groups/${encoded(group)}`, what: `group ${quoted(group)}` };
}

export function usersAt(group: GroupName): Resource {
  return { path: `${groupAt(group).path}/.users/`, what: `group ${quoted(group)}` };
}

export function userAt(group: GroupName, slot: UserSlot): Resource {
  const where = `in the group ${quoted(group)}`;
  const base = groupAt(group).path;
  if (slot === 'empty-user') return { path: `${base}/.empty-user`, what: `user without a name ${where}` };
  if (slot === 'wildcard-user') return { path: `${base}/.wildcard-user`, what: `wildcard user ${where}` };
  return { path: `${base}/.users/${encoded(slot.user)}`, what: `user ${quoted(slot.user)} ${where}` };
}

export function passwordAt(group: GroupName, slot: UserSlot): Resource {
  const user = userAt(group, slot);
  return { path: `${user.path}/.password`, what: user.what };
}

/** @param group - Undefined for the tokens of the whole server. */
export function tokensAt(group: GroupName | undefined): Resource {
  const base = group === undefined ? `${ROOT}/.groups` : groupAt(group).path;
  return { path: `${base}/.tokens/`, what: group === undefined ? 'server token' : `group ${quoted(group)}` };
}

export function tokenAt(group: GroupName | undefined, token: string): Resource {
  const where = group === undefined ? 'server' : `group ${quoted(group)}`;
  return {
    path: `${tokensAt(group).path}${encodeURIComponent(token)}`,
    what: `token ${quoted(token)} of the ${where}`,
  };
}

export async function readNames(api: ApiClient, { path, what }: Resource): Promise<string[]> {
  const names = readAs(await api.send({ method: 'GET', path }), Names, what);
  return names.sort((a, b) => (a < b ? -1 : 1));
}

export async function read<Value>(
  api: ApiClient,
  { path, what }: Resource,
  schema: z.ZodType<Value>,
): Promise<Versioned<Value>> {
  const answer = await api.send({ method: 'GET', path });
  return { value: readAs(answer, schema, what), version: answer.headers['etag'] ?? '*' };
}

/** @returns undefined where there is none. */
export async function readIfThere<Value>(
  api: ApiClient,
  resource: Resource,
  schema: z.ZodType<Value>,
): Promise<Value | undefined> {
  try {
    return (await read(api, resource, schema)).value;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** @throws {@link Refused} where it exists. */
export async function create(api: ApiClient, { path, what }: Resource, value: unknown): Promise<void> {
  const answer = await api.send({ method: 'PUT', path, json: value, headers: { 'if-none-match': '*' } });
  if (answer.status === 412) {
    throw new Refused(`There is a ${what} already; to change it, use update instead of create.`);
  }
  demandSuccess(answer, what);
}

/** @throws {@link Refused} where it is not the version that was read any more. */
export async function replace(
  api: ApiClient,
  { path, what }: Resource,
  { value, version }: Versioned<unknown>,
): Promise<void> {
  const answer = await api.send({ method: 'PUT', path, json: value, headers: { 'if-match': version } });
  demandSuccess(answer, what);
}

export async function put(api: ApiClient, { path, what }: Resource, value: unknown): Promise<void> {
  demandSuccess(await api.send({ method: 'PUT', path, json: value }), what);
}

export async function remove(api: ApiClient, { path, what }: Resource): Promise<void> {
  demandSuccess(await api.send({ method: 'DELETE', path }), what);
}

/** @returns the new token. */
export async function createToken(
  api: ApiClient,
  group: GroupName | undefined,
  draft: Token,
): Promise<string> {
  const { path, what } = tokensAt(group);
  const answer = await api.send({ method: 'POST', path, json: draft });
  demandSuccess(answer, what);
  // Galène names it bare; as a path it is the last part.
  const token = (answer.headers['location'] ?? '').replace(/\/$/, '').split('/').at(-1) ?? '';
  if (token === '') throw new Refused('The server made a token, but does not say which; look at token list.');
  return token;
}

/** A name's slashes part folders of groups, and stay. */
function encoded(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function quoted(name: string): string {
  return `"${name}"`;
}
