import { Permission, Username, type ActionResult } from '@evagore/shared';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { BadInvitation, BadValue, type InvitationComplaint, NotPermitted, UsernameTaken } from './errors.ts';
import type { Group } from './group.ts';
import type { TokenLifetime } from './ports.ts';

/**
 * Invitations, made and changed by members.
 *
 * @see Galène protocol, "Group actions": `maketoken`, `edittoken`, `listtokens`.
 */

/** A time: RFC 3339, or milliseconds from now, which may be negative. */
const Time = z.union([z.iso.datetime({ offset: true }), z.number().min(-1e13).max(1e13)], {
  error: 'must be a time such as 2030-01-31T18:00:00Z, or a number of milliseconds from now',
});

/** `null` is as good as absent; unknown fields have no effect, as in Galène. */
const Draft = z.object({
  token: z.string().nullish(),
  group: z.string().nullish(),
  username: Username.nullish(),
  permissions: z.array(Permission).max(32).nullish(),
  expires: Time.nullish(),
  'not-before': Time.nullish(),
});
type Draft = z.infer<typeof Draft>;

/** Invites people into the actor's group, with no more than the actor's own permissions. @throws BadValue */
export async function makeToken(actor: Actor, group: Group, value: unknown): Promise<ActionResult> {
  const draft = draftOf(value);
  if (draft.token) throw new BadInvitation('named', 'the server chooses the name of a token; leave it out');
  if (draft.group && draft.group !== group.name) {
    throw new BadInvitation('elsewhere', 'a token is for the group it is made in');
  }
  const { expires, 'not-before': notBefore } = lifetimeOf(draft, group.world.now());
  if (expires === undefined)
    throw new BadInvitation('endless', 'the token must expire: give it an `expires`');
  const { username } = draft;
  const { authenticator, tokens } = group.surroundings;
  if (username && (await authenticator.isReserved(group.name, username))) throw new UsernameTaken();
  const permissions = draft.permissions ?? [];
  for (const permission of permissions)
    if (!actor.permissions.has(permission)) throw new NotPermitted(permission);
  // The actor may have left, or lost the permission, while the group's file was read.
  actor.need('token');
  const token = await tokens.make({
    group: group.name,
    ...(username && { username }),
    permissions,
    expires,
    ...(notBefore !== undefined && { 'not-before': notBefore }),
    ...(actor.username !== '' && { issuedBy: actor.username }),
    issuedAt: new Date(group.world.now()).toISOString(),
  });
  return { token };
}

/** Changes when a token of the actor's group is good; one that has expired is revoked. @throws BadValue, NoSuchToken */
export async function editToken(_: Actor, group: Group, value: unknown): Promise<ActionResult> {
  const draft = draftOf(value);
  if (!draft.token) throw new BadValue('name the token');
  if (draft.username || draft.permissions || (draft.group && draft.group !== group.name)) {
    throw new BadInvitation('fixed', 'only `expires` and `not-before` of a token can be changed');
  }
  const change = lifetimeOf(draft, group.world.now());
  return { token: await group.surroundings.tokens.edit(group.name, draft.token, change) };
}

export async function listTokens(_: Actor, group: Group): Promise<ActionResult> {
  return { tokens: [...(await group.surroundings.tokens.list(group.name))] };
}

function draftOf(value: unknown): Draft {
  const parsed = Draft.safeParse(value);
  if (!parsed.success) throw new BadInvitation(complaintOf(parsed.error), z.prettifyError(parsed.error));
  return parsed.data;
}

function complaintOf({ issues }: z.ZodError): InvitationComplaint {
  switch (issues[0]?.path[0]) {
    case undefined:
      return 'bad-object';
    case 'permissions':
      return 'bad-list';
    case 'expires':
    case 'not-before':
      return 'bad-time';
    default:
      return 'bad-text';
  }
}

function lifetimeOf(draft: Draft, now: number): TokenLifetime {
  const expires = momentOf(draft.expires, now);
  const notBefore = momentOf(draft['not-before'], now);
  return {
    ...(expires !== undefined && { expires }),
    ...(notBefore !== undefined && { 'not-before': notBefore }),
  };
}

function momentOf(time: string | number | null | undefined, now: number): string | undefined {
  return typeof time === 'number' ? new Date(now + time).toISOString() : (time ?? undefined);
}
