import type { GroupName, GroupStatus } from '@evagore/shared';
import type { FileDescription } from '../access/group-file.ts';
import { groupPath } from './group-route.ts';

/** What is known of a group that somebody is in. */
export interface LiveGroup {
  readonly clientCount: number;
  readonly locked: boolean;
}

/** A group's status as HTTP tells it: where to go, beside what the group says of itself. */
export interface HttpGroupStatus extends GroupStatus {
  /** The group's page. */
  readonly location?: string;
  /** The WebSocket to connect to. */
  readonly endpoint?: string;
  /** Nobody need have a name. */
  readonly anonymous?: true;
}

/**
 * What strangers may know of a group.
 *
 * @param base - Address of the server, without a slash at its end.
 * @param live - Undefined while nobody is there.
 * @see Galène protocol, ".status": a group that is held elsewhere says no more than where, and only public groups
 * tell how many are in them and whether they are locked.
 */
export function httpStatus(
  name: GroupName,
  description: FileDescription,
  base: string,
  live: LiveGroup | undefined,
): HttpGroupStatus {
  const { redirect, displayName, authServer, authPortal } = description;
  // A group that nobody has entered yet will be locked when somebody does.
  const isLocked = live?.locked ?? description.autolock;
  const texts = {
    ...(displayName !== undefined && { displayName }),
    ...(description.description !== undefined && { description: description.description }),
  };
  if (redirect !== undefined) return { name, redirect, ...texts };
  return {
    name,
    location: `${base}${groupPath(name)}`,
    endpoint: `${base.replace(/^http/, 'ws')}/ws`,
    ...texts,
    ...(authServer !== undefined && { authServer }),
    ...(authPortal !== undefined && { authPortal }),
    ...(description.anonymous && { anonymous: true as const }),
    ...(description.public && { clientCount: live?.clientCount ?? 0 }),
    ...(description.public && isLocked && { locked: true as const }),
  };
}

/**
 * The address of the server, without a slash at its end: as configured, or as the request was sent to.
 *
 * @returns undefined for a request whose `Host` makes no address.
 */
export function baseAddress(
  request: { readonly protocol: string; readonly host: string },
  publicUrl: string | undefined,
): string | undefined {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const base = `${request.protocol}://${request.host}`;
  return /^[\w.:[\]-]+$/.test(request.host) && URL.canParse(base) ? base : undefined;
}
