import type { Credentials } from '@evagore/client';
import { t } from '../messages/translate.ts';
import type { PublishedStatus } from '../net/groups.ts';
import { groupPath } from '../route.ts';
import { blamesInvitation, codeOf, sentenceOf } from '../state/error-sentence.ts';
import type { Invitation } from '../state/invitation.ts';

/** An invitation that may let somebody in, with its token. */
export type UsefulInvitation = Exclude<Invitation, { state: 'useless' }> & { readonly token: string };

/** What somebody comes in by, but for what they type. */
export interface Way {
  readonly status: PublishedStatus;
  readonly invitation?: UsefulInvitation | undefined;
}

/** What somebody says to get in. */
export interface Entry {
  readonly username: string;
  readonly password: string;
}

export interface EntranceError {
  readonly code: string | undefined;
  readonly sentence: string;
}

/**
 * What is shown to get in: the invitation, or else the password, if need be to the group's authorisation server.
 *
 * @param origin - Of this page, which is where the authorisation server is told that the group is.
 * @see Galène protocol, "Authorisation servers"
 */
export function credentialsOf({ status, invitation }: Way, { password }: Entry, origin: string): Credentials {
  if (invitation !== undefined) return { type: 'token', token: invitation.token };
  const { authServer, name } = status;
  if (authServer === undefined) return password;
  return { type: 'authServer', authServer, location: `${origin}${groupPath(name)}`, password };
}

/**
 * Who somebody wants to be. An invitation may tell that by itself, or let them be nobody; else an empty name is one like
 * any other.
 */
export function nameOf({ invitation }: Way, { username }: Entry): string | undefined {
  return invitation !== undefined && username === '' ? undefined : username;
}

/** Whether the invitation is to blame, and nothing that its guest could type would help. */
export function invitationIsUseless({ invitation }: Way, error: unknown): boolean {
  return invitation !== undefined && blamesInvitation(codeOf(error));
}

/** What a refusal means depends on what was shown to get in. */
export function entranceError({ status, invitation }: Way, entry: Entry, error: unknown): EntranceError {
  const code = codeOf(error);
  const { authServer } = status;
  if (invitation === undefined && authServer !== undefined && isOutOfOrder(error)) {
    return { code, sentence: t('error.auth-server', { server: hostOf(authServer) }) };
  }
  const invited = invitation !== undefined;
  const open = code === 'not-authorised' && !invited && entry.password === '';
  return { code, sentence: open ? t('error.not-authorised.open') : sentenceOf(error, { invited }) };
}

/** A refusal may tell what the invitation itself did not. */
export function afterRefusal(way: Way, error: unknown): Way {
  const { status, invitation } = way;
  if (invitation?.state !== 'unclear' || codeOf(error) !== 'need-username') return way;
  return { status, invitation: { state: 'nameless', token: invitation.token } };
}

/** The host of an address, for people to recognise. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** The library tells so where the authorisation server does not answer; what our own server says has no cause. */
function isOutOfOrder(error: unknown): boolean {
  return codeOf(error) === 'internal' && error instanceof Error && error.cause !== undefined;
}
