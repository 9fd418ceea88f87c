import type {
  Data,
  GroupName,
  GroupStatus,
  MemberId,
  Permission,
  RtcConfiguration,
  RtpCapabilities,
  ServerMessage,
} from '@evagore/shared';
import { resolveCredentials, type Credentials } from './credentials.ts';
import { NotConnected, ServerError } from './errors.ts';
import type { Draft } from './signalling.ts';
import { Users, type UserChange } from './users.ts';

/** What a member knows of its own membership. */
export interface Membership {
  readonly group: GroupName;
  readonly username: string;
  readonly permissions: readonly Permission[];
  readonly status: GroupStatus;
  readonly data: Data;
}

/** What it takes to get into a group. */
export interface Entrance {
  readonly group: string;
  /** Undefined where a token names the user. */
  readonly username: string | undefined;
  readonly credentials: Credentials;
  readonly data: Data | undefined;
}

type JoinedMessage = Extract<ServerMessage, { type: 'joined' }>;
type JoinDraft = Extract<Draft, { type: 'join'; kind: 'join' }>;

/** Being in a group, over all seats that it takes: who this end is, who else is there, and how to get in again. */
export class Attendance {
  readonly users: Users;
  rtcConfiguration: RtcConfiguration = {};
  /** What the group's media engine can do. */
  room: RtpCapabilities = {};
  readonly #id: MemberId;
  #membership: Membership | undefined;
  /** Holds secrets: it stays in this field, and what is made of it goes to the server only. */
  #entrance: Entrance | undefined;

  constructor(id: MemberId, onUser: (id: MemberId, kind: UserChange) => void) {
    this.#id = id;
    this.users = new Users(onUser);
  }

  /** Undefined outside of groups. */
  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** Remembers how this end got in. */
  cameBy(entrance: Entrance): void {
    this.#entrance = entrance;
  }

  /** Remembers what to show instead, the next time. Nothing outside of a group. */
  cameWith(credentials: Credentials): void {
    if (this.#entrance !== undefined) this.#entrance = { ...this.#entrance, credentials };
  }

  /** What the server says of this end's membership. */
  joined(message: Exclude<JoinedMessage, { kind: 'leave' }>): Membership {
    const { group, username, permissions, status, data } = message;
    this.#membership = { group, username, permissions, status, data };
    if (message.kind === 'join') {
      this.rtcConfiguration = message.rtcConfiguration;
      this.room = message.rtpCapabilities;
    }
    return this.#membership;
  }

  /** What gets this end in as it was, with the data that it had; undefined where nobody knows how. */
  async again(): Promise<JoinDraft | undefined> {
    if (this.#entrance === undefined) return undefined;
    const data = this.users.all[this.#id]?.data ?? this.#entrance.data;
    try {
      return await joinDraft({ ...this.#entrance, data });
    } catch (error) {
      const outOfReach = error instanceof ServerError && error.code === 'internal';
      throw outOfReach ? new NotConnected(error.message, { cause: error }) : error;
    }
  }

  /** The membership is about to end: nothing may be done any more. */
  leaving(): void {
    if (this.#membership !== undefined) this.#membership = { ...this.#membership, permissions: [] };
  }

  /** The membership has ended. */
  left(): void {
    this.users.clear();
    this.#membership = undefined;
    this.#entrance = undefined;
    this.rtcConfiguration = {};
  }
}

/** What asks for admission. @throws ServerError where an authorisation server refuses. */
export async function joinDraft({ group, username, credentials, data }: Entrance): Promise<JoinDraft> {
  return {
    type: 'join',
    kind: 'join',
    group: group as GroupName,
    ...(username !== undefined && { username }),
    ...(await resolveCredentials(username, credentials)),
    ...(data !== undefined && { data }),
  };
}
