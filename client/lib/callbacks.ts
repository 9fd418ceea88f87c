import type { Data, GroupStatus } from '@evagore/shared';
import type { TransferredFile } from './file-transfer.ts';
import type { ServerConnection } from './server-connection.ts';
import type { Stream } from './stream.ts';
import type { UserChange } from './users.ts';

/**
 * Calls the application. What its callback throws is raised where the host reports uncaught errors; it does not
 * stop the library half-way.
 */
export function callBack<This, Args extends unknown[]>(
  callback: ((this: This, ...args: Args) => unknown) | null,
  self: This,
  ...args: Args
): void {
  try {
    callback?.apply(self, args);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/**
 * Lets callers who think in callbacks ignore a promise: its failure is theirs to take, but an ignored one must
 * not end a Node process.
 */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * The callbacks of Galène's client, one each. The typed events of a connection tell the same to any number of
 * listeners.
 */
export abstract class ConnectionCallbacks {
  onconnected: ((this: ServerConnection) => void) | null = null;
  onclose: ((this: ServerConnection, code: number, reason: string) => void) | null = null;
  onerror: ((this: ServerConnection, error: unknown) => void) | null = null;
  /** May return what replaces the server's RTC configuration. */
  onpeerconnection: ((this: ServerConnection) => RTCConfiguration | null) | null = null;
  onuser: ((this: ServerConnection, id: string, kind: UserChange) => void) | null = null;
  onjoined:
    | ((
        this: ServerConnection,
        kind: 'join' | 'fail' | 'change' | 'leave',
        group: string,
        permissions: readonly string[],
        status: Partial<GroupStatus>,
        data: Data,
        error: string | null,
        message: string | null,
      ) => void)
    | null = null;
  ondownstream: ((this: ServerConnection, stream: Stream) => void) | null = null;
  onchat:
    | ((
        this: ServerConnection,
        id: string | null,
        source: string | null,
        dest: string | null,
        username: string | null,
        time: Date,
        privileged: boolean,
        history: boolean,
        kind: string,
        message: string,
      ) => void)
    | null = null;
  onusermessage:
    | ((
        this: ServerConnection,
        source: string | null,
        dest: string | null,
        username: string | null,
        time: Date,
        privileged: boolean,
        kind: string,
        error: string | null,
        value: unknown,
      ) => void)
    | null = null;
  /** Is to set the transfer's `onevent`; throws to reject the file. */
  onfiletransfer: ((this: ServerConnection, file: TransferredFile) => void) | null = null;
}
