import type { CloseReason, GaleneMessage, RtcConfiguration, ServerMessage } from '@evagore/shared';
import type { ProtocolError, ServerError } from './errors.ts';
import type { Reconnecting } from './line.ts';

/** `reconnecting` may become `connected` again; `closed` is final. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

export type SeatEvents = {
  /** Any state but `closed`, which has its own event. */
  stateChanged: [state: ConnectionState];
  /** Anything but answers and what keeps the seat. */
  received: [message: ServerMessage];
  /** Media in the words of a dialect whose streams have peer connections of their own. */
  mediaReceived: [message: GaleneMessage];
  /** A refusal that answers no question. */
  refused: [error: ServerError];
  /** The server said something that makes no sense. */
  misunderstood: [error: ProtocolError];
  reconnecting: [attempt: Reconnecting];
  /** The seat is taken again; what was missed follows. */
  resumed: [rtcConfiguration: RtcConfiguration];
  /** The seat was lost, and the group has been joined again. */
  rejoined: [];
  /** It is over; nothing follows. */
  closed: [reason: CloseReason, wsCode: number];
};
