import type { ChatMessage, UserMessage } from '@evagore/shared';
import type { Membership } from './attendance.ts';
import { callBack } from './callbacks.ts';
import type { ServerConnection } from './server-connection.ts';

/** The callbacks of Galène's client take each field apart, and null for what is absent. */

export function callOnjoined(
  connection: ServerConnection,
  kind: 'join' | 'change',
  { group, permissions, status, data }: Membership,
): void {
  callBack(connection.onjoined, connection, kind, group, permissions, status, data, null, null);
}

export function callOnchat(connection: ServerConnection, message: ChatMessage, history: boolean): void {
  const { id, source = null, dest = null, username = null, privileged, kind, value } = message;
  const time = new Date(message.time);
  callBack(
    connection.onchat,
    connection,
    ...([id, source, dest, username, time, privileged, history, kind, value] as const),
  );
}

export function callOnusermessage(connection: ServerConnection, message: UserMessage): void {
  const { kind, source = null, dest = null, username = null, privileged, value } = message;
  const time = new Date();
  callBack(
    connection.onusermessage,
    connection,
    ...([source, dest, username, time, privileged, kind, null, value] as const),
  );
}
