import * as shared from '@evagore/shared';
import { z } from 'zod';

/** What the page of the dialect names, and what the schemas therefore define by name. */
const NAMED = [
  ...['ClientHandshake', 'Ping', 'Pong', 'Join', 'Leave', 'Request', 'RequestStream', 'OpenTransport'],
  ...['ConnectTransport', 'RestartIce', 'Offer', 'Answer', 'Close', 'Mute', 'Chat', 'SendUserMessage'],
  ...['UserAction', 'GroupAction', 'ServerHandshake', 'Ack', 'Refusal', 'Joined', 'Roster', 'RosterChanged'],
  ...['Ticket', 'Resume', 'Seen', 'TicketIssued', 'Resumed', 'Drain', 'TokenInfo', 'ActionResult'],
  ...['ChatHistory', 'ChatFromServer', 'UserMessageFromServer', 'DownOffer', 'DownClose', 'Abort'],
  ...['MediaLost', 'Closing', 'TransportOpened', 'IceRestarted', 'TrackPublished', 'ChatAccepted'],
  ...['MemberInfo', 'StreamInfo', 'TrackInfo', 'DownTrack', 'ChatMessage', 'GroupStatus', 'Data'],
  ...['RtpCapabilities', 'RtpParameters', 'DtlsParameters', 'IceParameters', 'IceCandidate'],
  ...['RtcConfiguration', 'Permission', 'ErrorCode', 'WantedByLabel', 'ApplicationValue'],
] as const satisfies readonly (keyof typeof shared)[];

/**
 * The JSON Schemas of the native dialect, by file name: what a client may say, and what the server says.
 *
 * Bounds that JSON Schema cannot say, such as the size of all data together, are in the page of the dialect.
 */
export function nativeSchemas(): Record<string, object> {
  const names = z.registry<{ id: string }>();
  for (const id of NAMED) names.add(shared[id], { id });
  const { ClientHandshake, ClientMessage, ServerHandshake, ServerMessage } = shared;
  const message = z.union([ServerHandshake, ServerMessage]);
  return {
    'evagore-1-client.schema.json': {
      title: 'evagore-1: what a client sends, one message a frame',
      ...z.toJSONSchema(z.union([ClientHandshake, ClientMessage]), { io: 'input', metadata: names }),
    },
    'evagore-1-server.schema.json': {
      title: 'evagore-1: what the server sends, a message or an array of messages a frame',
      ...z.toJSONSchema(z.union([message, z.array(message)]), { io: 'output', metadata: names }),
    },
  };
}
