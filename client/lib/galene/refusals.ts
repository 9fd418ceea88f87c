import type { ErrorCode, GaleneMessage } from '@evagore/shared';
import { ServerError } from '../errors.ts';
import { textOf } from './words.ts';

/**
 * Galène refuses in sentences, which are what its clients go by.
 *
 * @see Galène protocol, "Joining and leaving", "User actions" and "Group actions".
 */

/** What the attempt to join is answered with. */
const AT_THE_DOOR: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['illegal group name', 'bad-group-name'],
  ['group does not exist', 'no-such-group'],
  ['this group is locked', 'group-locked'],
  ['this group is not open yet', 'group-not-open'],
  ['this group is closed', 'group-expired'],
  ['there are no operators in this group', 'no-operator'],
  ['too many users', 'group-full'],
  ['username required', 'need-username'],
  ['internal server error', 'internal'],
  ['cannot join multiple groups', 'already-joined'],
]);

/** What those hear who are in. */
const INSIDE: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['not authorised', 'not-permitted'],
  ['permission denied', 'not-permitted'],
  ['join a group first', 'not-joined'],
  ['you are not joined', 'not-joined'],
  ['user unknown', 'no-such-member'],
  // Sic.
  ['no suck user', 'no-such-member'],
  ['no such user', 'no-such-member'],
  ['client not found', 'no-such-member'],
  ['this is not a real user', 'not-possible'],
  ["this user doesn't chat", 'not-possible'],
  ['already recording', 'not-possible'],
  ['unknown user action', 'no-such-action'],
  ['unknown group action', 'no-such-action'],
  ['Bad value in setdata', 'bad-value'],
  ['bad value in clearchat', 'bad-value'],
  ['bad token value', 'bad-value'],
  ['bad string value', 'bad-value'],
  ['bad string list', 'bad-value'],
  ['bad time value', 'bad-value'],
  ['client specified token', 'bad-value'],
  ['wrong group in token', 'bad-value'],
  ["token doesn't expire", 'bad-value'],
  ['this field cannot be edited', 'bad-value'],
  ['that username is taken', 'username-taken'],
  ['file does not exist', 'no-such-token'],
  ['server is shutting down', 'shutting-down'],
  ['there are no operators in this group', 'no-operator'],
  ['unexpected message', 'bad-message'],
  ['spoofed client id', 'bad-message'],
  ['spoofed username', 'bad-message'],
  ['empty id', 'bad-message'],
  ['null candidate', 'bad-message'],
]);

/** Names that the server gives to some of its refusals. */
const NAMED: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['need-username', 'need-username'],
  ['duplicate-username', 'username-taken'],
  ['not-authorised', 'not-permitted'],
]);

export interface Told {
  readonly text: string;
  /** The server's name for the refusal. */
  readonly name?: string | undefined;
}

/** Whether it is a refusal of the server's own; an operator's word has a source. */
export function isRefusal({ type, kind, source, privileged }: GaleneMessage): boolean {
  return type === 'usermessage' && kind === 'error' && source === undefined && privileged === true;
}

/** What a message of refusal says. */
export function toldIn({ value, error }: GaleneMessage): Told {
  return { text: textOf(value), name: error };
}

/**
 * Why somebody is not let in.
 *
 * @param returning - Another connection of this end was there before. The server calls it an internal error that it has
 * not noticed the end of that one.
 */
export function refusalToJoin({ text, name }: Told, returning: boolean): ServerError {
  const named = name === undefined ? undefined : NAMED.get(name);
  const known = named ?? AT_THE_DOOR.get(text);
  if (known === 'internal' && returning) {
    return new ServerError('duplicate-id', 'the server has not noticed yet that the old connection is gone');
  }
  if (known !== undefined) return new ServerError(known, text);
  if (text.startsWith('not authorised')) return new ServerError('not-authorised', text);
  // What is left is what an operator wrote when locking the group.
  return new ServerError('group-locked', text);
}

/** Why something is not done. */
export function refusalOf({ text, name }: Told): ServerError {
  return new ServerError(codeOf({ text, name }), text);
}

/** The code for a sentence that is heard inside of a group. */
export function codeOf({ text, name }: Told): ErrorCode {
  const known = INSIDE.get(text) ?? (name === undefined ? undefined : NAMED.get(name));
  return known ?? 'not-possible';
}
