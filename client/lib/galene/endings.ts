import { MemberId, type CloseReason, type GaleneMessage, type ServerMessage } from '@evagore/shared';
import { codeOf } from './refusals.ts';
import { textOf } from './words.ts';

/** Why a connection ended: the server closes it with a sentence as the reason. @see RFC 6455, section 7.4.1 */
export function reasonOf(wsCode: number, wsReason: string): CloseReason {
  if (wsReason.startsWith('kicked out')) return { code: 'kicked', message: wsReason };
  if (wsCode === 1009) return { code: 'message-too-large', message: wsReason };
  // What went wrong once would go wrong again.
  if (wsCode === 1002) return { code: 'bad-message', message: wsReason };
  if (wsCode === 1000 && wsReason !== '') return { code: codeOf({ text: wsReason }), message: wsReason };
  return { code: 'hung-up', message: 'the connection to the server was lost' };
}

/**
 * The farewell to somebody who is kicked, by whom there was one; the server kicks for reasons of its own as well.
 *
 * @see Galène protocol, "Termination"
 */
export function farewellOf(message: GaleneMessage): ServerMessage {
  const value = textOf(message.value);
  const by = MemberId.safeParse(message.id).data;
  const known = by === undefined ? codeOf({ text: value }) : undefined;
  const error = known === 'shutting-down' || known === 'no-operator' ? known : 'kicked';
  const kicker = by === undefined ? {} : { source: by, username: message.username ?? '' };
  return { type: 'closing', error, value, ...kicker };
}
