import { ConferenceError, type ErrorCode, type GaleneMessage, type MemberId } from '@evagore/shared';
import { BadInvitation, GroupMoved, type InvitationComplaint } from '../../core/errors.ts';
import { encodeNotice, encodeTokenRefusal } from './encode.ts';

/*
 * What Galène's clients are told when something is refused. Some of them look for a text, so where Galène has one, it is
 * used to the letter; otherwise they get our own.
 */

/** Galène's sentences. @see Galène protocol, "Joining and leaving", "Chat and user messages" */
const TEXTS: Partial<Record<ErrorCode, string>> = {
  'bad-group-name': 'illegal group name',
  'no-such-group': 'group does not exist',
  'not-authorised': 'not authorised',
  'need-username': 'username required',
  'username-taken': 'not authorised: this username is taken',
  'group-not-open': 'this group is not open yet',
  'group-expired': 'this group is closed',
  'group-full': 'too many users',
  'no-operator': 'there are no operators in this group',
  'not-joined': 'join a group first',
  'not-permitted': 'not authorised',
  'no-such-member': 'user unknown',
  internal: 'internal server error',
};

/** The few refusals to join which clients tell apart by more than the text. */
const JOIN_ERRORS: Partial<Record<ErrorCode, string>> = {
  'need-username': 'need-username',
  'username-taken': 'duplicate-username',
};

function textOf(error: ConferenceError): string {
  if (TOKEN_CODES.has(error.code)) return `not authorised: ${error.message}`;
  return TEXTS[error.code] ?? error.message;
}

/** Galène says no more than that, but whoever shows a real token may know what is the matter with it. */
const TOKEN_CODES: ReadonlySet<ErrorCode> = new Set([
  'token-expired',
  'token-not-yet-valid',
  'token-for-another-group',
]);

const INVITATION_TEXTS: Record<InvitationComplaint, string> = {
  named: 'client specified token',
  elsewhere: 'wrong group in token',
  endless: "token doesn't expire",
  fixed: 'this field cannot be edited',
  'bad-object': 'bad token value',
  'bad-text': 'bad string value',
  'bad-list': 'bad string list',
  'bad-time': 'bad time value',
};

/** Of actions, some texts are others. @see Galène protocol, "useraction", "groupaction" */
function actionText(kind: string, error: ConferenceError): string {
  if (error instanceof BadInvitation) return INVITATION_TEXTS[error.complaint];
  switch (error.code) {
    case 'no-such-member':
      return kind === 'identify' ? 'client not found' : 'no such user';
    case 'not-possible':
      return kind === 'setdata' ? 'not authorised' : 'this is not a real user';
    case 'no-such-token':
      return 'file does not exist';
    case 'username-taken':
      return 'that username is taken';
    case 'bad-value':
      if (kind === 'setdata') return 'Bad value in setdata';
      return kind === 'clearchat' ? 'bad value in clearchat' : error.message;
    default:
      return textOf(error);
  }
}

const TOKEN_ACTIONS: ReadonlyMap<string, 'token' | 'tokenlist'> = new Map([
  ['maketoken', 'token'],
  ['edittoken', 'token'],
  ['listtokens', 'tokenlist'],
]);

/** Why a message is refused, as a message. */
export function encodeRefusal(
  dest: MemberId,
  message: Pick<GaleneMessage, 'type' | 'kind'>,
  error: ConferenceError,
): string {
  const { type, kind = '' } = message;
  if (error.code === 'no-such-action') return encodeNotice('error', dest, complaintOf(message));
  const text = type === 'useraction' || type === 'groupaction' ? actionText(kind, error) : textOf(error);
  const token = type === 'groupaction' ? TOKEN_ACTIONS.get(kind) : undefined;
  if (token === undefined || error.code === 'not-joined') return encodeNotice('error', dest, text);
  const refused = error.code === 'not-permitted' ? 'not-authorised' : 'error';
  return encodeTokenRefusal(dest, { kind: token, error: refused, value: text });
}

/** Of an action that there is not. */
export function complaintOf({ type }: Pick<GaleneMessage, 'type'>): string {
  return type === 'useraction' ? 'unknown user action' : 'unknown group action';
}

/** How a refused attempt to join is told. */
export function joinRefusal(error: ConferenceError): {
  kind: 'fail' | 'redirect';
  value: string;
  error?: string;
} {
  if (error instanceof GroupMoved) return { kind: 'redirect', value: error.location };
  const known = JOIN_ERRORS[error.code];
  return { kind: 'fail', value: textOf(error), ...(known !== undefined && { error: known }) };
}

/** Ends the connection of a client that broke the protocol. */
export class ProtocolError extends ConferenceError {
  readonly code = 'bad-message';
  /** The WebSocket close code. @see Galène protocol, "Connection lifecycle" */
  readonly closeCode: 1000 | 1002 | 1011;

  constructor(message: string, closeCode: 1000 | 1002 | 1011 = 1002) {
    super(message);
    this.closeCode = closeCode;
  }
}
