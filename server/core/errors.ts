import { ConferenceError, type Permission } from '@evagore/shared';

/** Why the core refuses. Each door translates the codes once; the messages are for people. */

export class NoSuchGroup extends ConferenceError {
  readonly code = 'no-such-group';
  constructor(group: string) {
    super(`there is no group "${group}"`);
  }
}

/** The group's description cannot be read; the log tells its operator why. */
export class GroupBroken extends ConferenceError {
  readonly code = 'internal';
  constructor(group: string, cause: unknown) {
    super(`the description of group "${group}" is broken; the server's operator must mend it`, { cause });
  }
}

export class NotAuthorised extends ConferenceError {
  readonly code = 'not-authorised';
  constructor() {
    super('the username, password or invitation is wrong');
  }
}

export class NeedUsername extends ConferenceError {
  readonly code = 'need-username';
  constructor() {
    super('a username is required');
  }
}

/** The chosen name has an entry in the group's file, and a token without a name is no proof of it. */
export class UsernameTaken extends ConferenceError {
  readonly code = 'username-taken';
  constructor() {
    super('this username belongs to somebody else; choose another');
  }
}

export class TokenExpired extends ConferenceError {
  readonly code = 'token-expired';
  constructor() {
    super('the invitation has expired; ask for a new one');
  }
}

export class TokenNotYetValid extends ConferenceError {
  readonly code = 'token-not-yet-valid';
  readonly validFrom: number;

  constructor(validFrom: number) {
    super(`the invitation is good from ${new Date(validFrom).toISOString()}`);
    this.validFrom = validFrom;
  }

  override get possibleFrom(): number {
    return this.validFrom;
  }
}

export class TokenForAnotherGroup extends ConferenceError {
  readonly code = 'token-for-another-group';
  constructor() {
    super('the invitation is for another group');
  }
}

export class NoSuchToken extends ConferenceError {
  readonly code = 'no-such-token';
  constructor() {
    super('the group has no such token');
  }
}

/** The file of tokens cannot be read; the log tells its operator why. */
export class TokensBroken extends ConferenceError {
  readonly code = 'internal';
  constructor(cause: unknown) {
    super("the file of invitations is broken; the server's operator must mend it", { cause });
  }
}

export class TooManyTokens extends ConferenceError {
  readonly code = 'too-many-tokens';
  readonly limit: number;

  constructor(limit: number) {
    super(`no more than ${limit.toString()} invitations are kept; delete some`);
    this.limit = limit;
  }
}

/** A token of this name belongs to another group. */
export class TokenElsewhere extends ConferenceError {
  readonly code = 'token-elsewhere';
  constructor() {
    super('another group has a token of this name');
  }
}

export class NoSuchUser extends ConferenceError {
  readonly code = 'no-such-user';
  constructor() {
    super('the group has no such user');
  }
}

export class Busy extends ConferenceError {
  readonly code = 'busy';
  constructor(what: string) {
    super(`the server is busy ${what}; try again in a moment`);
  }
}

export class AlreadyJoined extends ConferenceError {
  readonly code = 'already-joined';
  constructor() {
    super('cannot join a second group on one connection');
  }
}

export class NotJoined extends ConferenceError {
  readonly code = 'not-joined';
  constructor() {
    super('join a group first');
  }
}

export class DuplicateId extends ConferenceError {
  readonly code = 'duplicate-id';
  constructor() {
    super('another member of the group has this id');
  }
}

export class GroupLocked extends ConferenceError {
  readonly code = 'group-locked';
  constructor(lockMessage: string) {
    super(lockMessage === '' ? 'this group is locked' : lockMessage);
  }
}

export class GroupFull extends ConferenceError {
  readonly code = 'group-full';
  readonly limit: number;

  constructor(limit: number) {
    super(`the group is full: it has room for ${limit.toString()}`);
    this.limit = limit;
  }
}

export class GroupNotOpen extends ConferenceError {
  readonly code = 'group-not-open';
  readonly opensAt: number;

  constructor(opensAt: number) {
    super(`this group opens at ${new Date(opensAt).toISOString()}`);
    this.opensAt = opensAt;
  }

  override get possibleFrom(): number {
    return this.opensAt;
  }
}

export class GroupExpired extends ConferenceError {
  readonly code = 'group-expired';
  readonly expiredAt: number;

  constructor(expiredAt: number) {
    super(`this group was open until ${new Date(expiredAt).toISOString()}`);
    this.expiredAt = expiredAt;
  }
}

export class NoOperator extends ConferenceError {
  readonly code = 'no-operator';
  constructor() {
    super('there are no operators in this group; come back when one is there');
  }
}

export class Draining extends ConferenceError {
  readonly code = 'draining';
  readonly closesAt: number;

  constructor(closesAt: number) {
    super(`the server is stopped at ${new Date(closesAt).toISOString()} and lets nobody in any more`);
    this.closesAt = closesAt;
  }
}

export class GroupMoved extends ConferenceError {
  readonly code = 'group-moved';
  readonly location: string;

  constructor(location: string) {
    super(`this group is held at ${location}`);
    this.location = location;
  }
}

export class NotPermitted extends ConferenceError {
  readonly code = 'not-permitted';
  readonly permission: Permission;

  constructor(permission: Permission) {
    super(`needs the "${permission}" permission`);
    this.permission = permission;
  }
}

export class NoSuchMember extends ConferenceError {
  readonly code = 'no-such-member';
  constructor() {
    super('there is no such member in the group; perhaps they have just left');
  }
}

export class NoSuchMessage extends ConferenceError {
  readonly code = 'no-such-message';
  constructor() {
    super('the group remembers no such message');
  }
}

export class RecordingUnavailable extends ConferenceError {
  readonly code = 'recording-unavailable';
  constructor() {
    super('this server cannot record');
  }
}

export class NoSuchAction extends ConferenceError {
  readonly code = 'no-such-action';
  constructor(kind: string) {
    super(`there is no action "${kind}"`);
  }
}

/** What is asked makes no sense for this member, whoever asks. */
export class NotPossible extends ConferenceError {
  readonly code = 'not-possible';
}

export class BadValue extends ConferenceError {
  readonly code = 'bad-value';
}

/**
 * What is wrong with an invitation that somebody wants. `named`: it has a name already. `elsewhere`: it is for another
 * group. `endless`: it would be good for ever. `fixed`: what is to be changed cannot be. The others: which kind of value
 * makes no sense.
 */
export type InvitationComplaint =
  'named' | 'elsewhere' | 'endless' | 'fixed' | 'bad-object' | 'bad-text' | 'bad-list' | 'bad-time';

export class BadInvitation extends BadValue {
  readonly complaint: InvitationComplaint;

  constructor(complaint: InvitationComplaint, message: string) {
    super(message);
    this.complaint = complaint;
  }
}

export class NoSuchStream extends ConferenceError {
  readonly code = 'no-such-stream';
  constructor() {
    super('there is no such stream');
  }
}

export class NoSuchTrack extends ConferenceError {
  readonly code = 'no-such-track';
  constructor() {
    super('the stream has no such track');
  }
}

export class NoSuchTransport extends ConferenceError {
  readonly code = 'no-such-transport';
  constructor(message = 'there is no such transport') {
    super(message);
  }
}

export class StreamExists extends ConferenceError {
  readonly code = 'stream-exists';
  constructor() {
    super('another stream of the group has this id');
  }
}

export class BadMedia extends ConferenceError {
  readonly code = 'bad-media';
}

export class MediaUnavailable extends ConferenceError {
  readonly code = 'media-unavailable';
  constructor(cause?: unknown) {
    super('the media engine is being restarted; try again in a moment', { cause });
  }
}

export class TooManyStreams extends ConferenceError {
  readonly code = 'too-many-streams';
  readonly limit: number;

  constructor(limit: number) {
    super(`no more than ${limit.toString()} at once`);
    this.limit = limit;
  }
}

export class TooManyTransports extends ConferenceError {
  readonly code = 'too-many-transports';
  readonly limit: number;

  constructor(limit: number) {
    super(`no more than ${limit.toString()} transports at once`);
    this.limit = limit;
  }
}

/** The seat ended while something was being done for it. */
export class Closed extends ConferenceError {
  readonly code = 'closed';
  constructor(what = 'the membership') {
    super(`${what} has ended`);
  }
}
