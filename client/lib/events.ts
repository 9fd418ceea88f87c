import type { ChatId, ChatMessage, CloseReason, MemberId, UserMessage } from '@evagore/shared';
import type { Membership } from './attendance.ts';
import type { ServerError } from './errors.ts';
import type { TransferredFile } from './file-transfer.ts';
import type { Reconnecting } from './line.ts';
import type { ConnectionState } from './seat-events.ts';
import type { Stream } from './stream.ts';
import type { UserChange } from './users.ts';

/** What an operator, or a writer, took out of the chat: a message, a member's messages, or with neither all. */
export interface ChatCleared {
  readonly userId?: MemberId;
  readonly id?: ChatId;
}

/** The server is going to be stopped, or goes on after all. */
export interface Draining {
  /** Absent when the server goes on after all. */
  readonly closesAt?: Date;
  /** For people. */
  readonly message: string;
}

/** What a connection tells. */
export type ServerConnectionEvents = {
  stateChanged: [state: ConnectionState];
  /** An attempt to get the connection back is planned or being made. */
  reconnecting: [attempt: Reconnecting];
  joined: [membership: Membership];
  /**
   * The seat was lost, and the group has been joined again in its place, without an end in between. The members are
   * those of now; streams come back as after a loss of the media engine.
   */
  rejoined: [membership: Membership];
  membershipChanged: [membership: Membership];
  left: [];
  userChanged: [id: MemberId, kind: UserChange];
  /** `history` marks what was written before this end joined, or while it was away and had lost its seat. */
  chatReceived: [message: ChatMessage, history: boolean];
  /** Messages that were received are to be forgotten. */
  chatCleared: [cleared: ChatCleared];
  userMessageReceived: [message: UserMessage];
  downStreamAdded: [stream: Stream];
  fileOffered: [file: TransferredFile];
  draining: [draining: Draining];
  /** A refusal which answers no call. */
  refused: [error: ServerError];
  /** Something went wrong that no call reports: a stream that failed, a message that makes no sense. */
  failed: [error: Error];
  /** It is over for good. */
  closed: [reason: CloseReason];
};
