import { z } from 'zod';

/** Longest identifier that any part of the system accepts, in characters. */
const MAX_ID_LENGTH = 64;

/** Printable ASCII without space: an id can be logged, put into a URL and compared without surprises. */
const opaqueId = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .regex(/^[!-~]+$/, 'must be printable ASCII without spaces');

/** Names a member within its group. Chosen by the client in its handshake. */
export const MemberId = opaqueId.brand<'MemberId'>();
export type MemberId = z.infer<typeof MemberId>;

/** Names a stream within its group. Chosen by the publisher; subscribers see the same id. */
export const StreamId = opaqueId.brand<'StreamId'>();
export type StreamId = z.infer<typeof StreamId>;

/** Names one track of an up or a down stream. Chosen by the server. */
export const TrackId = opaqueId.brand<'TrackId'>();
export type TrackId = z.infer<typeof TrackId>;

/** Names a media transport of a member. Chosen by the server. */
export const TransportId = opaqueId.brand<'TransportId'>();
export type TransportId = z.infer<typeof TransportId>;

/** Names a chat message within its group. Chosen by the server. */
export const ChatId = opaqueId.brand<'ChatId'>();
export type ChatId = z.infer<typeof ChatId>;

/**
 * Whether `name` is a path of plain components: no empty, `.` or `..` part, no backslash or control character.
 * Half a surrogate pair has no place in a URL or a file's name either, and what turns the direction of writing makes
 * one name look like another.
 *
 * @see Unicode Technical Report 36, "Bidirectional Text Spoofing"
 */
function isPlainPath(name: string): boolean {
  return (
    name.isWellFormed() &&
    // eslint-disable-next-line no-control-regex -- control characters are just what must not pass
    !/[\\\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(name) &&
    name.split('/').every((part) => part !== '' && !part.startsWith('.'))
  );
}

/**
 * A group's name: one or more components joined by `/`, as in `physics/lab 3`.
 *
 * @see Galène protocol: a name is valid if path-cleaning leaves it unchanged. Components that start with a
 * dot are refused too, because they name sub-resources of a group (`.status`) in URLs and hidden files on disk.
 */
export const GroupName = z
  .string()
  .min(1)
  .max(200)
  .refine(isPlainPath, 'must be path components without backslash or leading dot')
  .brand<'GroupName'>();
export type GroupName = z.infer<typeof GroupName>;

/** A user's name: empty for the anonymous, otherwise built like a group's name. */
export const Username = z
  .string()
  .max(128)
  .refine(
    (name) => name === '' || isPlainPath(name),
    'must not contain a backslash, a leading dot or an empty part',
  );
